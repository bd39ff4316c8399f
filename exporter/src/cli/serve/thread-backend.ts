import { parseBaseline, type Baseline } from '../../baseline/index.js';
import { accessWarnings, certificateWarnings, type Config, type HttpSourceConfig } from '../../config/index.js';
import {
  CODE_VERSION,
  CodedError,
  type BaselineActivation,
  type BaselineSummary,
  type ModelQuality,
  type FatigueReport,
  type IncidentEvidence,
  type IncidentRecord,
  type Notice,
  type NotificationAccepted,
  type Notify,
  type RegisteredSchema,
  type StatusReport,
  type StoredVerdict,
  type VerdictSummary,
} from '../../contract/index.js';
import type { ExporterBackend, FatigueQuery, IncidentQuery, IngestAnswer, Message, PushSource, Readiness } from '../../http/index.js';
import { renderMetrics, type ExpositionFormat, type ProcessMetrics } from '../../metrics/index.js';
import type { PipelineStatus } from '../../pipeline/index.js';
import { openStore, type Store } from '../../store/index.js';
import { storedFatigue } from '../fatigue/stored-fatigue.js';
import { incidentEvidence } from './incident-evidence.js';
import type { IngestClient } from './ingest-client.js';
import { problemLines } from './problem-lines.js';
import { readAct } from './read-act.js';
import { readConfigWithText } from './read-config.js';
import { isSigned, readNotification } from './read-notification.js';
import { schemaHistory } from './schema-history.js';
import type { SecretWatch } from './secret-watch.js';
import { statusReport } from './status-report.js';
import { withoutPrivateBins } from './without-private-bins.js';

/** Activations of a model that the API lists. */
const LISTED_ACTIVATIONS = 20;

export interface ThreadBackendOptions {
  readonly config: Config;
  readonly configPath: string;
  readonly metrics: ProcessMetrics;
  readonly notify: Notify;
  readonly nowMs: () => number;
}

/** The exporter as the HTTP room sees it: it asks the ingest thread, and reads history from the store beside it. */
export class ThreadBackend implements ExporterBackend {
  readonly #options: ThreadBackendOptions;
  readonly #startedMs: number;
  #config: Config;
  #client: IngestClient | null = null;
  #secrets: SecretWatch | null = null;
  /** What went wrong, and what to do. */
  #commitProblem: string | null = null;
  #lastReload: StatusReport['config']['last_reload'] = null;
  #reloadFaults: readonly string[] = [];
  #visitor: Store | null = null;

  constructor(options: ThreadBackendOptions) {
    this.#options = options;
    this.#config = options.config;
    this.#startedMs = options.nowMs();
  }

  /** The ingest thread is there; what it answers before it is ready is held back by `readiness`. */
  connect(client: IngestClient, secrets: SecretWatch): void {
    this.#client = client;
    this.#secrets = secrets;
  }

  /** Hears the notices of the ingest thread and passes them on. */
  readonly hear = (notice: Notice): void => {
    if (notice.kind === 'commit_failed') this.#commitProblem = [notice.error, notice.advice].filter(Boolean).join(': ');
    if (notice.kind === 'commit_recovered') this.#commitProblem = null;
    this.#options.notify(notice);
  };

  readiness(): Readiness {
    if (!this.#client?.isReady) return { state: 'starting', reasons: ['the store is being read'] };
    if (this.#commitProblem !== null) return { state: 'failing', reasons: [`nothing can be committed: ${this.#commitProblem}`] };
    return { state: 'ready', reasons: [] };
  }

  async renderMetrics(format: ExpositionFormat): Promise<Buffer> {
    const { metrics, nowMs } = this.#options;
    const [{ hot, store, series }, status] = await Promise.all([this.#ask().ask('render', { format }), this.#status()]);
    const now = nowMs();
    metrics.setStoreBytes(store);
    metrics.setSeries(series);
    metrics.setCheckpointAge(Math.max(0, (now - status.lastCommitMs) / 1000));
    const sources = status.sources.map(({ name, isUp, backlogBytes, newestMs }) => {
      const lagSeconds = backlogBytes > 0 && newestMs !== null ? Math.max(0, (now - newestMs) / 1000) : 0;
      return [name, { isUp, lagSeconds, backlogBytes }] as const;
    });
    metrics.setSources(new Map(sources));
    return renderMetrics(hot, metrics, format);
  }

  async status(): Promise<StatusReport> {
    const nowMs = this.#options.nowMs();
    const { server, problems } = this.#secrets ?? { server: this.#config.server, problems: [] };
    const frame = {
      version: CODE_VERSION,
      startedMs: this.#startedMs,
      isReady: this.readiness().state === 'ready',
      config: { path: this.#config.path, last_reload: this.#lastReload },
      commitProblem: this.#commitProblem,
      reloadFaults: this.#reloadFaults,
      accessProblems: [...problems, ...certificateWarnings(server, nowMs)],
      nowMs,
    };
    return statusReport(frame, await this.#status());
  }

  pushSources(): readonly PushSource[] {
    return this.#config.sources.filter((source): source is HttpSourceConfig => source.type === 'http');
  }

  async ingest(source: string, body: Buffer, key: string | null): Promise<IngestAnswer> {
    try {
      return await this.#ask().ask('push', { source, body, key }, [body.buffer as ArrayBuffer]);
    } catch (error) {
      // A defect must not look like "try again": the same batch would be sent for ever.
      if (!(error instanceof CodedError)) throw error;
      return { kind: 'unavailable', why: error.message };
    }
  }

  verdicts({ model, limit }: { readonly model: string | null; readonly limit: number }): Promise<readonly VerdictSummary[]> {
    const found = this.#store().verdicts.list(model === null ? {} : { model }, limit);
    return Promise.resolve(
      found.map(({ verdict: { drift_rate, drifted, judged, insufficient, rows }, id, version, window_start, window_end, ...head }) => {
        const { model: of, baseline_sha256 } = head;
        return { id, model: of, version, window_start, window_end, baseline_sha256, drift_rate, drifted, judged, insufficient, rows };
      }),
    );
  }

  verdict(id: string): Promise<StoredVerdict | null> {
    const stored = this.#store().verdicts.get(id);
    return Promise.resolve(stored && withoutPrivateBins(stored, this.#config));
  }

  quality(): Promise<readonly ModelQuality[]> {
    const { qualityVerdicts } = this.#store();
    const byVersion = new Map<string, ModelQuality>();
    for (const model of new Set(qualityVerdicts.versions().map(({ model: name }) => name))) {
      for (const verdict of qualityVerdicts.shown(model)) {
        const key = JSON.stringify([model, verdict.version]);
        const before = byVersion.get(key)?.mature ?? null;
        // In the order of their windows: the newest comes last.
        byVersion.set(key, { model, version: verdict.version, mature: verdict.state === 'immature' ? before : verdict, newest: verdict });
      }
    }
    return Promise.resolve([...byVersion.values()]);
  }

  baselines(): Promise<readonly BaselineSummary[]> {
    const { activations } = this.#store();
    const listed = activations
      .models()
      .flatMap((model) => [...activations.effective(model, LISTED_ACTIVATIONS), ...activations.pending(model)]);
    return Promise.resolve(
      listed.flatMap(({ sha256, model, fromMs }) => {
        const baseline = this.#baseline(sha256);
        if (!baseline) return [];
        const { model_version, source, rows, features } = baseline;
        const active_from = fromMs === null ? null : new Date(fromMs).toISOString();
        return [{ sha256, model, model_version, source, rows, features: features.length, active_from }];
      }),
    );
  }

  schemas(model: string): Promise<readonly RegisteredSchema[] | null> {
    return Promise.resolve(schemaHistory(this.#store(), model, this.#config));
  }

  baseline(sha256: string): Promise<Baseline | null> {
    return Promise.resolve(this.#baseline(sha256));
  }

  activateBaseline(sha256: string): Promise<BaselineActivation | null> {
    return this.#ask().ask('activate', { sha256 });
  }

  isSigned(headers: Message['headers']): boolean {
    return isSigned(headers, this.#config.incidents.hmac);
  }

  async notification(message: Message): Promise<NotificationAccepted> {
    return this.#ask().ask('tell', readNotification(message, this.#config.incidents.hmac, this.#options.nowMs()));
  }

  incidents({ model, isOpen, beforeMs, limit }: IncidentQuery): Promise<readonly IncidentRecord[]> {
    const filter = {
      ...(model !== null && { model }),
      ...(isOpen !== null && { isOpen }),
      ...(beforeMs !== null && { beforeMs }),
    };
    return Promise.resolve(this.#store().incidents.list(filter, limit));
  }

  fatigue(query: FatigueQuery): Promise<FatigueReport> {
    return Promise.resolve(storedFatigue(this.#store(), query, this.#options.nowMs()));
  }

  incident(id: string): Promise<IncidentRecord | null> {
    return Promise.resolve(this.#store().incidents.get(id));
  }

  incidentEvidence(id: string): Promise<IncidentEvidence | null> {
    const incident = this.#store().incidents.get(id);
    return Promise.resolve(incident && incidentEvidence(this.#store(), incident, this.#options.nowMs()));
  }

  async incidentAct(id: string, body: Buffer): Promise<IncidentRecord> {
    const now = await this.#ask().ask('act', { id, act: readAct(body) });
    return this.#store().incidents.get(now) as IncidentRecord;
  }

  /** All or nothing: what the ingest thread refuses is not taken over here either. */
  async reload(): ReturnType<ExporterBackend['reload']> {
    const { configPath, metrics, notify, nowMs } = this.#options;
    const { config, result } = await this.#takeOver(configPath);
    this.#lastReload = { time: new Date(nowMs()).toISOString(), is_taken_over: result.ok };
    this.#reloadFaults = result.ok ? [] : result.errors;
    metrics.setConfigReloaded(result.ok ? 'taken_over' : 'refused');
    if (config && result.ok) {
      this.#config = config;
      this.#secrets?.use(config.server);
      notify({ kind: 'config_reloaded', path: configPath });
      for (const warning of accessWarnings(config.server, nowMs())) notify({ kind: 'access_warning', warning });
    } else if (!result.ok) notify({ kind: 'config_refused', path: configPath, error: result.errors.join(' | ') });
    return result;
  }

  async #takeOver(configPath: string): Promise<{ config: Config | null; result: Awaited<ReturnType<ExporterBackend['reload']>> }> {
    try {
      const { config, text } = readConfigWithText(configPath);
      return { config, result: await this.#ask().ask('reload', { configPath, text }) };
    } catch (error) {
      return { config: null, result: { ok: false, errors: problemLines(error) } };
    }
  }

  close(): void {
    this.#visitor?.close();
  }

  #ask(): IngestClient {
    if (!this.#client) throw new Error('the ingest thread was not started');
    return this.#client;
  }

  async #status(): Promise<PipelineStatus> {
    return (await this.#ask().ask('status', {})) as PipelineStatus;
  }

  #baseline(sha256: string): Baseline | null {
    const artefact = this.#store().baselines.get(sha256);
    return artefact === null ? null : parseBaseline(artefact, `baseline ${sha256} of the store`);
  }

  /** A reader beside the ingest thread: SQLite in WAL mode lets both work at once. */
  #store(): Store {
    this.#visitor ??= openStore({ folder: this.#config.store.folder, mode: 'visit', nowMs: this.#options.nowMs });
    return this.#visitor;
  }
}
