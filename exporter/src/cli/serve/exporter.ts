import type { Notify } from '../../contract/index.js';
import type { Config, HttpSourceConfig } from '../../config/index.js';
import { startHttpServer, type ExporterBackend, type HttpServer, type PushLimits } from '../../http/index.js';
import { NoticeSink, ProcessMetrics, renderMetrics, type ExpositionFormat } from '../../metrics/index.js';
import { CODE_VERSION, type PipelineStatus } from '../../pipeline/index.js';
import { openStore, type Store, type StoredActivation } from '../../store/index.js';
import { IngestClient } from './ingest-client.js';
import { readConfig } from './read-config.js';
import { statusReport } from './status-report.js';

/** Activations of a model that the API lists. */
const LISTED_ACTIVATIONS = 20;

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
  const startedMs = Date.now();
  const metrics = new ProcessMetrics({ version: CODE_VERSION, node: process.version, runtime: 'collect' });
  const { notify } = new NoticeSink({ metrics, stream: { write: writeLog }, format: 'logfmt', clock: { nowMs: Date.now } });
  metrics.setConfigReloaded('taken_over');
  const client = new IngestClient(configPath, notify);
  const backend = new ThreadBackend(config, configPath, client, metrics, notify, startedMs);
  let server: HttpServer;
  try {
    // Listening first: a wrong port is told at once, and health checks are answered while the store is read.
    server = await startHttpServer(config.server.host, config.server.port, config.server.tokens, backend, notify);
  } catch (error) {
    await client.terminate();
    throw error;
  }
  backend.onTokens = (tokens) => server.replaceTokens(tokens);
  try {
    await client.ready;
  } catch (error) {
    await server.close();
    throw error;
  }
  const host = config.server.host.includes(':') ? `[${config.server.host}]` : config.server.host;
  notify({ kind: 'exporter_started', version: CODE_VERSION, listen: `${host}:${server.port}` });
  return {
    url: `http://${host}:${server.port}`,
    status: () => client.ask('status', {}) as Promise<PipelineStatus>,
    reload: async () => (await backend.reload()).ok,
    ended: client.ended,
    stop: async (signal) => {
      notify({ kind: 'exporter_stopping', signal });
      await server.close();
      await client.ask('stop', { signal });
      backend.close();
      await client.terminate();
    },
  };
}

/** The exporter as the HTTP room sees it. */
class ThreadBackend implements ExporterBackend {
  onTokens: (tokens: Config['server']['tokens']) => void = () => undefined;
  #config: Config;
  readonly #configPath: string;
  readonly #client: IngestClient;
  readonly #metrics: ProcessMetrics;
  readonly #notify: Notify;
  readonly #startedMs: number;
  #loadedMs: number;
  #isReloadOk = true;
  #visitor: Store | null = null;

  constructor(config: Config, configPath: string, client: IngestClient, metrics: ProcessMetrics, notify: Notify, startedMs: number) {
    this.#config = config;
    this.#configPath = configPath;
    this.#client = client;
    this.#metrics = metrics;
    this.#notify = notify;
    this.#startedMs = startedMs;
    this.#loadedMs = startedMs;
  }

  isReady(): boolean {
    return this.#client.isReady;
  }

  async renderMetrics(format: ExpositionFormat): Promise<Uint8Array> {
    const [{ hot, store, series }, status] = await Promise.all([
      this.#client.ask('render', { format }),
      this.#client.ask('status', {}) as Promise<PipelineStatus>,
    ]);
    const metrics = this.#metrics;
    const now = Date.now();
    metrics.setStoreBytes(store);
    metrics.setSeries(series);
    metrics.setCheckpointAge(Math.max(0, (now - status.lastCommitMs) / 1000));
    metrics.setSources(
      new Map(
        status.sources.map((source) => {
          const lagSeconds = source.backlogBytes > 0 && source.newestMs !== null ? Math.max(0, (now - source.newestMs) / 1000) : 0;
          return [source.name, { isUp: source.isUp, lagSeconds, backlogBytes: source.backlogBytes }];
        }),
      ),
    );
    return renderMetrics(hot, metrics, format);
  }

  async status(): ReturnType<ExporterBackend['status']> {
    const frame = {
      version: CODE_VERSION,
      startedMs: this.#startedMs,
      isReady: this.isReady(),
      configPath: this.#config.path,
      loadedMs: this.#loadedMs,
      isReloadOk: this.#isReloadOk,
      nowMs: Date.now(),
    };
    return statusReport(frame, (await this.#client.ask('status', {})) as PipelineStatus);
  }

  pushSources(): ReadonlyMap<string, PushLimits> {
    const pushed = this.#config.sources.filter((source): source is HttpSourceConfig => source.type === 'http');
    return new Map(pushed.map((source) => [source.name, source]));
  }

  async ingest(source: string, body: Buffer, key: string | null): ReturnType<ExporterBackend['ingest']> {
    // A body of its own memory is handed over; one that shares a pool is copied.
    const isOwn = body.byteOffset === 0 && body.byteLength === body.buffer.byteLength && body.buffer instanceof ArrayBuffer;
    const own = isOwn ? body : Uint8Array.from(body);
    try {
      return await this.#client.ask('push', { source, body: own, key }, [own.buffer as ArrayBuffer]);
    } catch (error) {
      return { kind: 'unavailable', why: (error as Error).message };
    }
  }

  verdicts(model: string | null, limit: number): unknown[] {
    return this.#store().verdicts.list(model === null ? {} : { model }, limit).map(({ verdict, ...head }) => {
      const { features, prediction, ...figures } = verdict;
      const drifted = features.filter((feature) => feature.verdict === 'drifted').map((feature) => feature.feature);
      return { ...head, ...figures, drifted_features: drifted, prediction: prediction?.verdict ?? null };
    });
  }

  verdict(id: string): unknown {
    return this.#store().verdicts.get(id);
  }

  baselines(): unknown[] {
    return this.#activations().map(({ model, sha256, requestedMs, fromMs, reason }) => ({
      model,
      sha256,
      requested: new Date(requestedMs).toISOString(),
      effective_from: fromMs === null ? null : new Date(fromMs).toISOString(),
      reason,
    }));
  }

  baseline(sha256: string): string | null {
    return this.#store().baselines.get(sha256);
  }

  async reload(): ReturnType<ExporterBackend['reload']> {
    const result = await this.#client.ask('reload', { configPath: this.#configPath });
    this.#isReloadOk = result.ok;
    this.#metrics.setConfigReloaded(result.ok ? 'taken_over' : 'refused');
    if (result.ok) {
      this.#config = readConfig(this.#configPath);
      this.#loadedMs = Date.now();
      this.onTokens(this.#config.server.tokens);
      this.#notify({ kind: 'config_reloaded', path: this.#configPath });
    } else this.#notify({ kind: 'config_refused', path: this.#configPath, error: result.errors.join(' | ') });
    return result;
  }

  close(): void {
    this.#visitor?.close();
  }

  #activations(): StoredActivation[] {
    const { activations } = this.#store();
    return activations.models().flatMap((model) => [...activations.effective(model, LISTED_ACTIVATIONS), ...activations.pending(model)]);
  }

  /** A reader beside the ingest thread: SQLite in WAL mode lets both work at once. */
  #store(): Store {
    this.#visitor ??= openStore({ folder: this.#config.store.folder, mode: 'visit', nowMs: Date.now });
    return this.#visitor;
  }
}
