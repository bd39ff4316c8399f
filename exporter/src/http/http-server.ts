import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TokenConfig } from '../config/index.js';
import type { ApiError, CodedError, Notify } from '../contract/index.js';
import { BearerTokens } from './bearer-tokens.js';
import { httpError } from './errors.js';
import type { ExporterBackend } from './exporter-backend.js';
import { expressApp } from './express-app.js';
import { DEFAULT_HTTP_LIMITS, type HttpLimits } from './http-limits.js';
import { IngestRoute } from './ingest-route.js';

export interface HttpServerOptions {
  readonly backend: ExporterBackend;
  readonly notify: Notify;
  readonly clock: { nowMs(): number };
  readonly tokens: readonly TokenConfig[];
  /** Certificate and key in PEM; without, plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly limits?: Partial<HttpLimits>;
}

export interface HttpServer {
  /** Starts to listen; port 0 takes a free one. Rejects with Node's error when the address cannot be had. */
  listen(port: number, host?: string): Promise<{ readonly host: string; readonly port: number }>;
  /** Takes over the tokens of a reloaded configuration. Errors: HTTP_TOKEN_EMPTY; the old tokens stay then. */
  setTokens(tokens: readonly TokenConfig[]): void;
  /** Unpacked bytes of batches of a source that are being read or wait for their answer. */
  bytesInFlight(source: string): number;
  /** Takes no more requests, waits for those that run, and cuts those that still run when `patience` resolves. */
  close(patience: Promise<unknown>): Promise<void>;
}

/** Without a host the server is reachable from this machine only. */
const LOOPBACK = '127.0.0.1';

const MAX_HEADER_BYTES = 16 * 1024;

/**
 * The HTTP side of the exporter: one server, ingest handled raw, everything else by Express. It decides nothing: it parses,
 * asks the backend and translates. The Host header and X-Forwarded-* are not used for anything.
 */
export function createHttpServer({ backend, notify, clock, tokens, tls, limits: given }: HttpServerOptions): HttpServer {
  const limits = { ...DEFAULT_HTTP_LIMITS, ...given };
  let bearer = new BearerTokens(tokens);
  const ingest = new IngestRoute({ backend, notify, tokens: () => bearer });
  const app = expressApp({ backend, notify, clock, tokens: () => bearer });
  const responses = new WeakMap<Duplex, ServerResponse>();
  const serve =
    (expectation: 'sends' | 'waits') =>
    (request: IncomingMessage, response: ServerResponse): void => {
      responses.set(request.socket, response);
      if (IngestRoute.matches(request.url)) return void ingest.handle(request, response, expectation);
      if (expectation === 'waits') response.writeContinue();
      app(request, response);
    };
  const settings = {
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: limits.checkMs,
  };
  const server: Server = tls ? createTlsServer({ ...settings, ...tls }) : createServer(settings);
  server.maxConnections = limits.connections;
  server.setTimeout(limits.idleMs);
  server.on('request', serve('sends'));
  server.on('checkContinue', serve('waits'));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) =>
    answerBrokenRequest(error, socket, responses.get(socket), notify),
  );

  return {
    listen: (port, host = LOOPBACK) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          // A server that listens on a port has an address of this kind.
          const address = server.address() as AddressInfo;
          resolve({ host: address.address, port: address.port });
        });
      }),
    setTokens: (next) => {
      bearer = new BearerTokens(next);
    },
    bytesInFlight: (source) => ingest.bytesInFlight(source),
    close: async (patience) => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      void patience.then(() => server.closeAllConnections());
      await closed;
    },
  };
}

/** What Node finds wrong with a request before, or instead of, handing it to us. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex, response: ServerResponse | undefined, notify: Notify): void {
  const isAnswering = response !== undefined && response.headersSent && !response.writableFinished;
  const isGone = error.code === 'ECONNRESET' || !socket.writable;
  if (isGone || isAnswering) {
    socket.destroy();
    return;
  }
  const answer = brokenRequestError(error.code);
  const body: ApiError = { error: { code: answer.code, message: answer.message, advice: answer.advice } };
  const text = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `X-Content-Type-Options: nosniff\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
    () => (socket as Socket).destroy(),
  );
  notify({ kind: 'request_refused', route: 'unknown', status: answer.status, code: answer.code, count: 1 });
}

function brokenRequestError(code: string | undefined): CodedError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return httpError('HTTP_TIMEOUT');
  if (code === 'HPE_HEADER_OVERFLOW') return httpError('HTTP_HEADERS_TOO_LARGE');
  return httpError('HTTP_REQUEST_INVALID');
}
