import { accessWarnings } from '../../config/index.js';
import { createHttpServer, type HttpServer } from '../../http/index.js';
import { NoticeSink, ProcessMetrics } from '../../metrics/index.js';
import { CODE_VERSION } from '../../contract/index.js';
import type { PipelineStatus } from '../../pipeline/index.js';
import { cliError } from '../errors.js';
import { IngestClient } from './ingest-client.js';
import { readConfig } from './read-config.js';
import { readSecret } from './read-secret.js';
import { lookAgain } from './look-again.js';
import { SecretWatch } from './secret-watch.js';
import { ThreadBackend } from './thread-backend.js';

/** How long requests that run may still take when the exporter stops. A push waits for its commit, a scrape takes milliseconds. */
const STOP_PATIENCE_MS = 5000;

/** A running exporter: HTTP in this thread, everything else in the ingest thread. */
export interface Exporter {
  readonly url: string;
  status(): Promise<PipelineStatus>;
  reload(): Promise<boolean>;
  /** Resolves when the ingest thread ends by itself. */
  readonly ended: Promise<Error>;
  stop(signal: string): Promise<void>;
}

/** Starts an exporter from a configuration file. @throws CodedError of any room */
export async function startExporter(configPath: string, writeLog: (text: string) => void): Promise<Exporter> {
  const config = readConfig(configPath);
  const clock = { nowMs: Date.now };
  const metrics = new ProcessMetrics({ version: CODE_VERSION, node: process.version, runtime: 'collect' });
  const sink = new NoticeSink({ metrics, stream: { write: writeLog }, format: 'logfmt', clock });
  metrics.setConfigReloaded('taken_over');
  const backend = new ThreadBackend({ config, configPath, metrics, notify: sink.notify, nowMs: Date.now });
  const server = createHttpServer({ backend, notify: sink.notify, clock, tokens: config.server.tokens, tls: config.server.tls });
  const secrets = new SecretWatch({ server: config.server, http: server, read: readSecret, notify: sink.notify });
  // Listening first: a wrong port is told at once, and health checks are answered while the store is read.
  const { port } = await listen(server, config.server.host, config.server.port);
  const client = new IngestClient(configPath, backend.hear);
  backend.connect(client, secrets);
  const close = (): Promise<void> => server.close(new Promise((resolve) => setTimeout(resolve, STOP_PATIENCE_MS).unref()));
  try {
    await client.ready;
  } catch (error) {
    await Promise.all([close(), client.terminate()]);
    throw error;
  }
  const host = config.server.host.includes(':') ? `[${config.server.host}]` : config.server.host;
  for (const warning of accessWarnings(config.server, Date.now())) sink.notify({ kind: 'access_warning', warning });
  const looking = lookAgain(secrets, sink.notify);
  sink.notify({ kind: 'exporter_started', version: CODE_VERSION, listen: `${host}:${port}` });
  return {
    url: `${config.server.tls ? 'https' : 'http'}://${host}:${port}`,
    status: () => client.ask('status', {}) as Promise<PipelineStatus>,
    reload: async () => (await backend.reload()).ok,
    ended: client.ended,
    stop: async (signal) => {
      looking.stop();
      sink.notify({ kind: 'exporter_stopping', signal });
      await close();
      await client.ask('stop', { signal });
      backend.close();
      await client.terminate();
    },
  };
}

const LISTEN_PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use by another program',
  EACCES: 'this user may not use the port',
  EADDRNOTAVAIL: 'the address is not one of this machine',
  ENOTFOUND: 'the host name is not known',
};

async function listen(server: HttpServer, host: string, port: number): Promise<{ port: number }> {
  try {
    return await server.listen(port, host);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw cliError('CLI_LISTEN', { address: `${host}:${port}`, problem: LISTEN_PROBLEMS[code] ?? (error as Error).message }, error);
  }
}
