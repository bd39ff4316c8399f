import { onTestFinished } from 'vitest';
import type { Notice } from '../../src/contract/index.js';
import { createHttpServer, type HttpServer, type HttpServerOptions } from '../../src/http/index.js';
import { BackendDouble } from './backend-double.js';
import { ask, type RawAnswer, type RawRequest } from './raw-connection.js';
import { NOW_MS } from './sample-reports.js';

export interface RunningServer {
  readonly server: HttpServer;
  readonly backend: BackendDouble;
  readonly notices: Notice[];
  readonly port: number;
  /** Pushes a batch of NDJSON, unless the headers say something else. */
  push(body: string | Uint8Array, headers?: RawRequest['headers'], source?: string): Promise<RawAnswer>;
  ask(request: RawRequest): Promise<RawAnswer>;
}

/** Starts the real server on a free port of loopback, over the double; it is closed when the test ends. */
export async function startServer(options: Partial<HttpServerOptions> = {}): Promise<RunningServer> {
  const backend = new BackendDouble();
  const notices: Notice[] = [];
  const notify = (notice: Notice): void => void notices.push(notice);
  const server = createHttpServer({ backend, notify, clock: { nowMs: () => NOW_MS }, tokens: [], ...options });
  const { port } = await server.listen(0);
  onTestFinished(() => server.close(Promise.resolve()));
  const sending = (request: RawRequest): Promise<RawAnswer> => ask(port, request, options.tls?.cert ?? null);
  return {
    server,
    backend,
    notices,
    port,
    ask: sending,
    push: (body, headers = {}, source = 'push') =>
      sending({ method: 'POST', path: `/api/v1/ingest/${source}`, body, headers: { 'Content-Type': 'application/x-ndjson', ...headers } }),
  };
}
