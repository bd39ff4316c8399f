import { createHash } from 'node:crypto';
import type { Baseline } from '../../src/baseline/index.js';
import type {
  BaselineActivation,
  BaselineSummary,
  ModelQuality,
  FatigueReport,
  IncidentEvidence,
  IncidentRecord,
  NotificationAccepted,
  RegisteredSchema,
  StatusReport,
  StoredVerdict,
  VerdictSummary,
} from '../../src/contract/index.js';
import type { ExporterBackend, FatigueQuery, IncidentQuery, IngestAnswer, Message, PushSource, Readiness } from '../../src/http/index.js';
import { FATIGUE, HEALTHY, INCIDENT } from './sample-reports.js';

/** A batch as the backend got it. */
export interface Delivered {
  readonly source: string;
  readonly text: string;
  readonly key: string | null;
}

export const SOURCE: PushSource = {
  name: 'push',
  format: 'jsonl',
  bodyBytes: 4 << 20,
  decompressionRatio: 100,
  queueBytes: 8 << 20,
  maxDepth: 8,
};

/**
 * The exporter in memory. It knows a record from something else (a JSON object), remembers keys, and can be told to be
 * slow, full or broken; everything beyond that is the real backend's.
 */
export class BackendDouble implements ExporterBackend {
  readonly delivered: Delivered[] = [];
  sources: readonly PushSource[] = [SOURCE];
  state: Readiness = { state: 'ready', reasons: [] };
  report: StatusReport = HEALTHY;
  exposition: (format: 'text' | 'openmetrics') => Promise<Buffer> = async (format) => Buffer.from(`# ${format}\n`);
  renderings = 0;
  stored: StoredVerdict | null = null;
  summaries: readonly VerdictSummary[] = [];
  asked: { readonly model: string | null; readonly limit: number } | null = null;
  artefacts: readonly BaselineSummary[] = [];
  qualities: readonly ModelQuality[] = [];
  artefact: Baseline | null = null;
  messages: string[] = [];
  queried: IncidentQuery | null = null;
  reported: FatigueQuery | null = null;
  acted: { readonly id: string; readonly text: string } | null = null;
  history: readonly RegisteredSchema[] | null = null;
  reloaded: Awaited<ReturnType<ExporterBackend['reload']>> = { ok: true };
  /** Stands in for the answer to a push; null: the double's own. */
  answer: (() => Promise<IngestAnswer>) | null = null;
  readonly #used = new Map<string, { readonly hash: string; readonly accepted: number }>();

  readiness(): Readiness {
    return this.state;
  }

  renderMetrics(format: 'text' | 'openmetrics'): Promise<Buffer> {
    this.renderings++;
    return this.exposition(format);
  }

  async status(): Promise<StatusReport> {
    return this.report;
  }

  pushSources(): readonly PushSource[] {
    return this.sources;
  }

  async ingest(source: string, body: Buffer, key: string | null): Promise<IngestAnswer> {
    // The real backend moves the memory to another thread, which only whole memory of one's own survives.
    const text = Buffer.from(structuredClone(body, { transfer: [body.buffer as ArrayBuffer] })).toString();
    this.delivered.push({ source, text, key });
    return this.answer ? this.answer() : this.#take(text, key);
  }

  async verdicts(query: { readonly model: string | null; readonly limit: number }): Promise<readonly VerdictSummary[]> {
    this.asked = query;
    return this.summaries;
  }

  async verdict(id: string): Promise<StoredVerdict | null> {
    return this.stored?.id === id ? this.stored : null;
  }

  async quality(): Promise<readonly ModelQuality[]> {
    return this.qualities;
  }

  async baselines(): Promise<readonly BaselineSummary[]> {
    return this.artefacts;
  }

  async baseline(): Promise<Baseline | null> {
    return this.artefact;
  }

  async schemas(): Promise<readonly RegisteredSchema[] | null> {
    return this.history;
  }

  async activateBaseline(sha256: string): Promise<BaselineActivation | null> {
    return this.artefact && { model: this.artefact.model, sha256 };
  }

  isSigned(headers: Message['headers']): boolean {
    return headers['x-signature'] !== undefined;
  }

  async notification({ body }: Message): Promise<NotificationAccepted> {
    this.messages.push(body.toString());
    return { accepted: 1, duplicate: 0, rejected: 0, truncated: 0 };
  }

  async incidents(query: IncidentQuery): Promise<readonly IncidentRecord[]> {
    this.queried = query;
    return [INCIDENT];
  }

  async fatigue(query: FatigueQuery): Promise<FatigueReport> {
    this.reported = query;
    return FATIGUE;
  }

  async incident(id: string): Promise<IncidentRecord | null> {
    return id === INCIDENT.id ? INCIDENT : null;
  }

  async incidentEvidence(id: string): Promise<IncidentEvidence | null> {
    return id === INCIDENT.id ? { incident: INCIDENT, changes: [] } : null;
  }

  async incidentAct(id: string, body: Buffer): Promise<IncidentRecord> {
    this.acted = { id, text: body.toString() };
    return INCIDENT;
  }

  async reload(): ReturnType<ExporterBackend['reload']> {
    return this.reloaded;
  }

  #take(text: string, key: string | null): IngestAnswer {
    const lines = text.split('\n');
    const wrong = lines.findIndex((line) => line.trim() !== '' && !isObject(line));
    if (wrong >= 0) return { kind: 'malformed', line: wrong + 1, reason: 'syntax', message: `line ${wrong + 1} is not a record` };
    const accepted = lines.filter((line) => line.trim() !== '').length;
    const hash = createHash('sha256').update(text).digest('hex');
    const used = key === null ? undefined : this.#used.get(key);
    if (used) return used.hash === hash ? { kind: 'duplicate', accepted: used.accepted, rejected: {} } : { kind: 'key_reused' };
    if (key !== null) this.#used.set(key, { hash, accepted });
    return { kind: 'accepted', accepted, rejected: {} };
  }
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
