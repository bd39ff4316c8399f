import type { Notice, NoticeKind, Notify } from '../contract/index.js';
import type { ProcessMetrics } from './process-metrics.js';

type Level = 'info' | 'warn' | 'error';
type Of<K extends NoticeKind> = Extract<Notice, { kind: K }>;

/** What a kind of notice becomes in the log. The compiler checks that no kind is forgotten. */
type NoticeTable = { readonly [K in NoticeKind]: { readonly level: Level; readonly text: (notice: Of<K>) => string; readonly group?: (notice: Of<K>) => string } };

export const NOTICE_TABLE: NoticeTable = {
  records_rejected: {
    level: 'warn',
    text: (n) => `source ${n.source}: ${n.count} record(s) not accepted: ${n.reason}; first at ${n.where}${n.field ? ` (field ${n.field})` : ''}`,
    group: (n) => `${n.source} ${n.reason}`,
  },
  source_opened: { level: 'info', text: (n) => `source ${n.source}: reading ${n.path} (${n.detail})` },
  source_unreadable: { level: 'error', text: (n) => `source ${n.source}: ${n.path} cannot be read: ${n.error}`, group: (n) => n.path },
  source_recovered: { level: 'info', text: (n) => `source ${n.source}: ${n.path} can be read again` },
  file_rotated: { level: 'info', text: (n) => `source ${n.source}: ${n.path} was ${n.how}` },
  bytes_lost: { level: 'error', text: (n) => `source ${n.source}: ${n.path}: ${n.count} byte(s) lost: ${n.why}` },
  commit_failed: { level: 'error', text: (n) => `position and state could not be committed: ${n.error}${n.advice ? `: ${n.advice}` : ''}` },
  commit_recovered: { level: 'info', text: (n) => `commits work again after ${n.afterSeconds.toFixed(1)} s; nothing was lost` },
  window_closed: { level: 'info', text: (n) => `${n.model} ${n.version}: window ${n.start} closed with ${n.rows} row(s) by ${n.how}`, group: (n) => `${n.model} ${n.version}` },
  verdict_reached: {
    level: 'info',
    text: (n) => `${n.model} ${n.version}: ${n.drifted} of ${n.judged} judged features drifted, ${n.insufficient} insufficient; aiops drift explain ${n.id}`,
    group: (n) => `${n.model} ${n.version}`,
  },
  no_drift: { level: 'warn', text: (n) => `${n.model} ${n.version}: no drift is reported: ${n.why}`, group: (n) => n.model },
  baseline_activated: { level: 'info', text: (n) => `${n.model}: baseline ${n.sha256.slice(0, 12)} (${n.source}) judges from the next window on`, group: (n) => n.model },
  bootstrap_finished: { level: 'info', text: (n) => `${n.model}: baseline learned from ${n.rows} events`, group: (n) => n.model },
  series_dropped: { level: 'warn', text: (n) => `${n.count} series of ${n.family} are not exported: ${n.reason}; raise budget.series or mark fewer features` },
  request_refused: { level: 'warn', text: (n) => `${n.route} answered ${n.status} (${n.code})`, group: (n) => `${n.route} ${n.status}` },
  config_reloaded: { level: 'info', text: (n) => `configuration ${n.path} taken over` },
  config_refused: { level: 'error', text: (n) => `configuration ${n.path} refused, the running one stays: ${n.error}` },
  store_repaired: { level: 'warn', text: (n) => `store ${n.path}: ${n.detail}` },
  retention_applied: { level: 'info', text: (n) => `retention: ${n.count} ${n.record} record(s) deleted` },
  exporter_started: { level: 'info', text: (n) => `aiops ${n.version} serves http://${n.listen}` },
  exporter_stopping: { level: 'info', text: (n) => `stopping after ${n.signal}: committing and closing` },
};

/** Lines of one kind and group that may be written at once, and how fast more become due. */
const BURST = 5;
const REFILL_MS = 10_000;

interface Bucket {
  tokens: number;
  filledMs: number;
  suppressed: number;
}

/** Groups with a bucket of their own; beyond it the kinds share one, so that hostile names cannot fill the memory. */
const MAX_BUCKETS = 1000;

/** Turns notices into a counter and rate-limited log lines (logfmt). A suppressed line is counted and told later. */
export class NoticeSink {
  readonly #metrics: ProcessMetrics;
  readonly #write: (line: string) => void;
  readonly #nowMs: () => number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(metrics: ProcessMetrics, write: (line: string) => void, nowMs: () => number) {
    this.#metrics = metrics;
    this.#write = write;
    this.#nowMs = nowMs;
  }

  readonly notify: Notify = (notice) => {
    this.#metrics.add('aiops_notices_total', { kind: notice.kind }, 1);
    if (notice.kind === 'series_dropped') this.#metrics.add('aiops_series_dropped_total', { family: notice.family, reason: notice.reason }, notice.count);
    if (notice.kind === 'request_refused') this.#metrics.add('aiops_http_requests_refused_total', { route: notice.route, status: String(notice.status) }, notice.count);
    this.#log(notice.kind, notice);
  };

  #log<K extends NoticeKind>(kind: K, notice: Notice): void {
    const row = NOTICE_TABLE[kind] as unknown as { level: Level; text: (n: Notice) => string; group?: (n: Notice) => string };
    const now = this.#nowMs();
    const group = `${kind} ${row.group?.(notice) ?? ''}`;
    const key = this.#buckets.has(group) || this.#buckets.size < MAX_BUCKETS ? group : kind;
    let bucket = this.#buckets.get(key);
    if (!bucket) this.#buckets.set(key, (bucket = { tokens: BURST, filledMs: now, suppressed: 0 }));
    const due = Math.floor((now - bucket.filledMs) / REFILL_MS);
    if (due > 0) {
      bucket.tokens = Math.min(BURST, bucket.tokens + due);
      bucket.filledMs += due * REFILL_MS;
    }
    if (bucket.tokens <= 0) {
      bucket.suppressed++;
      return;
    }
    bucket.tokens--;
    const more = bucket.suppressed > 0 ? ` suppressed=${bucket.suppressed}` : '';
    bucket.suppressed = 0;
    // JSON quoting keeps a hostile file or model name from forging a second line.
    this.#write(`ts=${new Date(now).toISOString()} level=${row.level} event=${kind} msg=${JSON.stringify(row.text(notice))}${more}`);
  }
}
