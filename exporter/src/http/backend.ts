import type { ExpositionFormat } from '../metrics/index.js';
import type { RejectReason } from '../contract/index.js';

/** What a pushed batch came to. */
export type IngestAnswer =
  | { readonly kind: 'accepted' | 'duplicate'; readonly accepted: number; readonly rejected: Readonly<Partial<Record<RejectReason, number>>> }
  | { readonly kind: 'key_reused' }
  | { readonly kind: 'malformed'; readonly line: number; readonly reason: RejectReason; readonly message: string }
  | { readonly kind: 'unavailable'; readonly why: string };

/** Limits of one source that takes pushes. */
export interface PushLimits {
  readonly bodyBytes: number;
  readonly decompressionRatio: number;
  readonly queueBytes: number;
}

/** Status of one source, for people and scripts. */
export interface SourceStatus {
  readonly name: string;
  readonly type: string;
  readonly is_up: boolean;
  readonly problem: string | null;
  readonly backlog_bytes: number;
  readonly last_event: string | null;
  readonly events: number;
  readonly rejected: Readonly<Record<string, number>>;
  readonly streams: readonly { readonly path: string; readonly offset: number; readonly size: number; readonly is_drained: boolean }[];
}

/** Status of one model version. */
export interface ModelStatus {
  readonly model: string;
  readonly version: string;
  readonly baseline: { readonly sha256: string; readonly source: string; readonly rows: number } | null;
  readonly why_no_drift: string | null;
  readonly drift_rate: number | null;
  readonly drifted_features: readonly string[];
  readonly p95_seconds: number | null;
  readonly requests: number;
  readonly violations: number;
  readonly verdict_id: string | null;
  readonly last_window: { readonly end: string; readonly rows: number; readonly drifted: number; readonly judged: number; readonly insufficient: number } | null;
  readonly open_windows: number;
}

/** What runs, what it sees, what is wrong. */
export interface StatusReport {
  readonly version: string;
  readonly started: string;
  readonly is_ready: boolean;
  readonly config: { readonly path: string; readonly last_reload_ok: boolean; readonly loaded: string };
  readonly sources: readonly SourceStatus[];
  readonly models: readonly ModelStatus[];
  /** What is wrong, most important first, in words; empty when all is well. */
  readonly problems: readonly string[];
}

/** The exporter behind the server; implemented over the ingest thread. */
export interface ExporterBackend {
  isReady(): boolean;
  /** The whole exposition, ready to send. */
  renderMetrics(format: ExpositionFormat): Promise<string | Uint8Array>;
  status(): Promise<StatusReport>;
  /** Sources that take pushes, by name. */
  pushSources(): ReadonlyMap<string, PushLimits>;
  /** Resolves once the batch is durable, or refused. `body` belongs to the backend from now on. */
  ingest(source: string, body: Buffer, key: string | null): Promise<IngestAnswer>;
  verdicts(model: string | null, limit: number): unknown[];
  verdict(id: string): unknown;
  baselines(): unknown[];
  baseline(sha256: string): string | null;
  reload(): Promise<{ readonly ok: true } | { readonly ok: false; readonly errors: readonly string[] }>;
}
