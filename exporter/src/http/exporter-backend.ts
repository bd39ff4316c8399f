import type { Baseline } from '../baseline/index.js';
import type {
  BaselineActivation,
  BaselineSummary,
  FatigueReport,
  IncidentEvidence,
  IncidentRecord,
  ModelQuality,
  NotificationAccepted,
  RegisteredSchema,
  StatusReport,
  StoredVerdict,
  VerdictSummary,
} from '../contract/index.js';
import type { ExpositionFormat } from '../metrics/index.js';

/** A source that takes pushes, with its limits. */
export interface PushSource {
  readonly name: string;
  /** Of its records, as the configuration calls it. */
  readonly format: string;
  /** Largest batch, unpacked. */
  readonly bodyBytes: number;
  /** How many times its packed size a batch may unpack to. */
  readonly decompressionRatio: number;
  /** Bytes of batches that may be in flight at once. */
  readonly queueBytes: number;
  /** Deepest nesting of one record. */
  readonly maxDepth: number;
}

/** starting: nothing can be answered yet. failing: scrapes work, pushes would not be durable. */
export interface Readiness {
  readonly state: 'starting' | 'ready' | 'failing';
  /** One sentence each; empty when ready. */
  readonly reasons: readonly string[];
}

interface Taken {
  readonly accepted: number;
  /** Records not accepted, by reason. */
  readonly rejected: Readonly<Record<string, number>>;
}

/** What became of a pushed batch. `accepted` is said only when it is durable. */
export type IngestAnswer =
  | ({ readonly kind: 'accepted' } & Taken)
  | ({ readonly kind: 'duplicate' } & Taken)
  | { readonly kind: 'key_reused' }
  /** `line` is one-based. Nothing of the batch was taken. */
  | { readonly kind: 'malformed'; readonly line: number; readonly reason: string; readonly message: string }
  | { readonly kind: 'busy'; readonly retryAfterSeconds: number }
  | { readonly kind: 'unavailable'; readonly why: string };

/** The period of a report; null for the default: the last 30 days until now. */
export interface FatigueQuery {
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  readonly shiftMs: number;
}

/** Which incidents are asked for; null does not restrict. */
export interface IncidentQuery {
  readonly model: string | null;
  readonly isOpen: boolean | null;
  /** Those that began before it, in ms. */
  readonly beforeMs: number | null;
  readonly limit: number;
}

/** A body that is one message, with the headers that may sign it (names in lower case). */
export interface Message {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What the server wants of the exporter. A method that fails throws a CodedError, whose code and text reach the client. */
export interface ExporterBackend {
  readiness(): Readiness;
  /** The whole exposition, with its end. The server does not change the buffer. */
  renderMetrics(format: ExpositionFormat): Promise<Buffer>;
  status(): Promise<StatusReport>;
  /** The sources that take pushes now (a reload can change them). */
  pushSources(): readonly PushSource[];
  /** `body` is NDJSON and belongs to the backend from here on: it owns its memory whole and may transfer it. */
  ingest(source: string, body: Buffer, idempotencyKey: string | null): Promise<IngestAnswer>;
  /** Newest first; `model` null for all. */
  verdicts(query: { readonly model: string | null; readonly limit: number }): Promise<readonly VerdictSummary[]>;
  verdict(id: string): Promise<StoredVerdict | null>;
  /** The quality of each model version whose labels are joined. */
  quality(): Promise<readonly ModelQuality[]>;
  baselines(): Promise<readonly BaselineSummary[]>;
  /** The schemas that a model had, newest first; null where it has none. */
  schemas(model: string): Promise<readonly RegisteredSchema[] | null>;
  /** @param sha256 64 lower-case hexadecimal digits */
  baseline(sha256: string): Promise<Baseline | null>;
  /** Asks for a stored baseline to judge its model from the next window on; null when it is not stored. @param sha256 as above */
  activateBaseline(sha256: string): Promise<BaselineActivation | null>;
  /** Whether a notification with these headers is signed, so that it needs no token; `notification` checks the signature. */
  isSigned(headers: Message['headers']): boolean;
  /** Resolves when what the notification said is durable. */
  notification(message: Message): Promise<NotificationAccepted>;
  /** Newest first. */
  incidents(query: IncidentQuery): Promise<readonly IncidentRecord[]>;
  /** What alerts asked of people in a period. */
  fatigue(query: FatigueQuery): Promise<FatigueReport>;
  incident(id: string): Promise<IncidentRecord | null>;
  incidentEvidence(id: string): Promise<IncidentEvidence | null>;
  /** What a person did, as JSON; resolves with the incident as it then stands. */
  incidentAct(id: string, body: Buffer): Promise<IncidentRecord>;
  reload(): Promise<{ readonly ok: true } | { readonly ok: false; readonly errors: readonly string[] }>;
}
