import { createServer, type Server } from 'node:http';
import { CodedError, errorsOf, type Notify } from '../contract/index.js';
import { Access, type AccessToken } from './access.js';
import { createApp } from './app.js';
import type { ExporterBackend } from './backend.js';
import { httpError } from './errors.js';
import { INGEST_PATH, IngestRoute } from './ingest-route.js';
import { sendError } from './send.js';

export const LISTEN_ERRORS = {
  HTTP_PORT_IN_USE: { status: 0, message: 'the address {address} is in use', advice: 'stop what listens there, or set another server.listen' },
  HTTP_LISTEN: { status: 0, message: 'the exporter cannot listen on {address}: {problem}', advice: 'set server.listen to an address of this machine and a port that this user may open' },
} as const;
const listenError = errorsOf(LISTEN_ERRORS);

/** A client that sends its headers slower than this is cut off. */
const HEADERS_TIMEOUT_MS = 10_000;
/** Longest time for a whole request: 32 MiB at 2 Mbit/s take about two minutes. */
const REQUEST_TIMEOUT_MS = 150_000;

export interface HttpServer {
  readonly port: number;
  replaceTokens(tokens: readonly AccessToken[]): void;
  close(): Promise<void>;
}

/** Serves API, pages and pushes on one port. @throws CodedError HTTP_PORT_IN_USE, HTTP_LISTEN */
export async function startHttpServer(host: string, port: number, tokens: readonly AccessToken[], backend: ExporterBackend, notify: Notify): Promise<HttpServer> {
  const access = new Access(tokens);
  const refused = (route: string, { status, code }: CodedError): void => notify({ kind: 'request_refused', route, status, code, count: 1 });
  const ingest = new IngestRoute(backend, access, (status, code) => notify({ kind: 'request_refused', route: INGEST_PATH, status, code, count: 1 }));
  const app = createApp(backend, access, refused);
  const server = createServer({ headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    const url = request.url ?? '/';
    // A proxy in front may pass dot segments on; no route has them.
    if (/(^|\/)(\.|%2e){1,2}(\/|%2f|\\|%5c|\?|$)/i.test(url.split('?')[0] ?? '')) return sendError(response, httpError('HTTP_PATH'));
    if (url.startsWith(INGEST_PATH)) return void ingest.handle(request, response);
    app(request, response);
  });
  await listen(server, host, port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    replaceTokens: (next) => access.replace(next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        // Requests in flight get a moment; what is left then is cut off.
        setTimeout(() => server.closeAllConnections(), 2000).unref();
      }),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  const address = `${host}:${port}`;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? listenError('HTTP_PORT_IN_USE', { address }, error) : listenError('HTTP_LISTEN', { address, problem: error.message }, error));
    });
    server.listen(port, host, () => resolve());
  });
}
