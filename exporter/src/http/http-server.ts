import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TlsPair } from '../config/index.js';
import type { Notify } from '../contract/index.js';
import { drain, refuse, wantBody } from './answer.js';
import { BearerTokens, type BearerToken } from './bearer-tokens.js';
import { answerBrokenRequest } from './broken-request.js';
import { httpError } from './errors.js';
import type { ExporterBackend } from './exporter-backend.js';
import { expressApp } from './express-app.js';
import { DEFAULT_HTTP_LIMITS, MAX_HEADER_BYTES, type HttpLimits } from './http-limits.js';
import { IngestRoute } from './ingest-route.js';
import { MessageRoute, messageDestination } from './message-route.js';
import { OpenAnswers } from './open-answers.js';
import { pushDestination } from './push-destination.js';
import { originForm } from './request-target.js';

export interface HttpServerOptions {
  readonly backend: ExporterBackend;
  readonly notify: Notify;
  readonly clock: { nowMs(): number };
  readonly tokens: readonly BearerToken[];
  /** Without it, plain HTTP. */
  readonly tls?: TlsPair | null;
  readonly limits?: Partial<HttpLimits>;
}

export interface HttpServer {
  /** Starts to listen; port 0 takes a free one. Rejects with Node's error when the address cannot be had. */
  listen(port: number, host?: string): Promise<{ readonly host: string; readonly port: number }>;
  /** Takes over the tokens of a reloaded configuration. Errors: HTTP_TOKEN_EMPTY; the old tokens stay then. */
  setTokens(tokens: readonly BearerToken[]): void;
  /**
   * New connections get this certificate; those that are open go on with theirs. Without effect on a server of plain HTTP.
   * The pair is one that `tlsPairOf` has accepted.
   */
  setTls(pair: TlsPair): void;
  /** Unpacked bytes of batches of a source that are being read or wait for their answer. */
  bytesInFlight(source: string): number;
  /** Takes no more requests, waits for those that run, and cuts those that still run when `patience` resolves. */
  close(patience: Promise<unknown>): Promise<void>;
}

/** TLS 1.0 and 1.1 are broken (RFC 8996). Stated, because a certificate that is set anew would otherwise bring Node's default with it. */
const MIN_TLS = 'TLSv1.2';

/** Without a host the server is reachable from this machine only. */
const LOOPBACK = '127.0.0.1';

/**
 * The HTTP side of the exporter: one server, ingest handled raw, everything else by Express. It decides nothing: it parses,
 * asks the backend and translates. X-Forwarded-* are not used for anything, the Host header only to tell requests of pages of
 * other sites (access.ts).
 */
export function createHttpServer({ backend, notify, clock, tokens, tls, limits: given }: HttpServerOptions): HttpServer {
  const limits = { ...DEFAULT_HTTP_LIMITS, ...given };
  let bearer = new BearerTokens(tokens);
  const ingest = new IngestRoute({ backend, notify, tokens: () => bearer });
  const messages = new MessageRoute({ backend, notify, tokens: () => bearer });
  const app = expressApp({ backend, notify, clock, tokens: () => bearer });
  const answers = new OpenAnswers();
  const serve =
    (expectation: 'sends' | 'waits') =>
    (request: IncomingMessage, response: ServerResponse): void => {
      answers.add(response);
      const target = originForm(request.url ?? '');
      const isHostMissing = request.headers.host === undefined && request.httpVersion === '1.1';
      if (target === null || isHostMissing) {
        const error = httpError(target === null ? 'HTTP_PATH' : 'HTTP_REQUEST_INVALID');
        return refuse(request, response, error, {
          route: 'unknown',
          notify,
          headers: expectation === 'waits' ? { Connection: 'close' } : {},
        });
      }
      // Express and the ingest route are to see the same path.
      request.url = target;
      const destination = pushDestination(target);
      if (destination) return void ingest.handle(request, response, destination, expectation);
      const message = messageDestination(target);
      if (message) return void messages.handle(request, response, message, expectation);
      if (expectation === 'waits') wantBody(response);
      drain(request);
      app(request, response);
    };
  const server = listener(limits, tls);
  server.on('request', serve('sends'));
  server.on('checkContinue', serve('waits'));
  // Other expectations than 100-continue may be ignored (RFC 9110, 10.1.1); Node would answer 417 without headers and body.
  server.on('checkExpectation', serve('sends'));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => answerBrokenRequest(error, socket, answers.latest(socket), notify));

  return {
    listen: (port, host = LOOPBACK) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          // A connection that cannot be accepted (no file descriptor left) must not end the process.
          server.on('error', ({ name, message }) => notify({ kind: 'request_failed', route: 'unknown', error: `${name}: ${message}` }));
          // A server that listens on a port has an address of this kind.
          const address = server.address() as AddressInfo;
          resolve({ host: address.address, port: address.port });
        });
      }),
    setTokens: (next) => {
      bearer = new BearerTokens(next);
    },
    setTls: ({ cert, key }) => {
      if (server instanceof TlsServer) server.setSecureContext({ cert, key, minVersion: MIN_TLS });
    },
    bytesInFlight: (source) => ingest.bytesInFlight(source),
    close: async (patience) => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      answers.endConnections();
      server.closeIdleConnections();
      void patience.then(() => server.closeAllConnections());
      await closed;
    },
  };
}

function listener(limits: HttpLimits, tls: HttpServerOptions['tls']): Server {
  const settings = {
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: limits.checkMs,
    // Checked in `serve`: Node's own answer has neither headers nor a body.
    requireHostHeader: false,
  };
  const server = tls
    ? createTlsServer({ ...settings, cert: tls.cert, key: tls.key, minVersion: MIN_TLS, handshakeTimeout: limits.headersMs })
    : createServer(settings);
  server.maxConnections = limits.connections;
  // The size of the headers is limited; beyond a number of them Node would leave out the rest without a word.
  server.maxHeadersCount = 0;
  server.setTimeout(limits.idleMs);
  return server;
}
