import type { Notice, NoticeKind, RejectReason } from '../contract/index.js';
import type { LogFields, LogLevel } from './log-line.js';
import type { ProcessMetrics } from './process-metrics.js';

/** What becomes of one kind of notice, besides `aiops_notices_total{kind}`, which every notice moves. */
export interface NoticeRow<N extends Notice> {
  readonly level: LogLevel;
  /** The sentence of the log line. No payload: what a record held is never repeated. */
  readonly message: (notice: N) => string;
  /** The fields of the log line, by their names there. */
  readonly fields: (notice: N) => LogFields;
  /** A counter of its own, where the catalogue has one. */
  readonly count?: (notice: N, metrics: ProcessMetrics) => void;
}

type Of<K extends NoticeKind> = Extract<Notice, { kind: K }>;

/** All fields but the kind, as they are. */
function all(notice: Notice): LogFields {
  const { kind: _, ...fields } = notice;
  return fields;
}

/** A count as a counter may take it. */
const counted = (count: number): number => (Number.isFinite(count) && count > 0 ? count : 0);

/** What each reason means and where to look, for the log line. */
const REJECT_WORDS: Readonly<Record<RejectReason, string>> = {
  syntax: 'not a record of the format; look at the writer of the log',
  schema: 'time, model, version or latency is absent or not usable; compare map with a line of the log',
  encoding: 'binary data or broken UTF-8; look for other files under the pattern',
  too_large: 'longer than limits.line of the source',
  too_deep: 'nested deeper than limits.depth of the source',
  unknown_model: 'models has entries and this model is none of them; add it, or a "*" entry',
  cardinality: 'more models or versions than budget.models and budget.versions allow',
  clock_skew: 'event time further in the future than clock_skew allows; check the clocks',
  negative_latency: 'a latency below 0; check the clocks that it was measured with',
  late: 'the window had closed; raise lateness of the model',
  duplicate: 'the batch was taken before under its Idempotency-Key',
};

/** One row per kind of notice; the compiler refuses a kind without a row. */
export const NOTICE_TABLE: { readonly [K in NoticeKind]: NoticeRow<Of<K>> } = {
  records_rejected: {
    level: 'warn',
    message: (n) =>
      `rejected ${n.count} ${n.count === 1 ? 'record' : 'records'} of source ${n.source} at ${n.where}: ${n.reason} (${REJECT_WORDS[n.reason]})`,
    fields: all,
  },
  source_opened: { level: 'info', message: (n) => `source ${n.source} reads ${n.path}`, fields: all },
  source_unreadable: { level: 'error', message: (n) => `source ${n.source} cannot read ${n.path}: ${n.error}`, fields: all },
  source_recovered: { level: 'info', message: (n) => `source ${n.source} reads ${n.path} again`, fields: all },
  file_rotated: { level: 'info', message: (n) => `${n.path} was ${n.how}`, fields: all },
  bytes_lost: { level: 'error', message: (n) => `source ${n.source} lost ${n.count} bytes of ${n.path}: ${n.why}`, fields: all },
  snapshot_read: {
    level: 'info',
    message: (n) =>
      n.how === 'changed'
        ? `snapshot ${n.path} was counted before with other content; what it holds now is a window of its own with ${n.rows} rows`
        : `snapshot ${n.path} is a window of ${n.model} ${n.version} with ${n.rows} rows`,
    fields: all,
  },
  snapshot_rejected: {
    level: 'error',
    message: (n) => `snapshot ${n.path} of source ${n.source} is not counted, and is tried again when it changes: ${n.error}`,
    fields: all,
  },
  snapshot_recognised: {
    level: 'info',
    message: (n) => `snapshot ${n.path} holds what was counted before (copied, touched or uploaded again)`,
    fields: all,
  },
  reference_taken: {
    level: 'warn',
    message: (n) =>
      n.how === 'activated'
        ? `reference ${n.path} became the baseline ${n.sha256} of ${n.model}`
        : `reference ${n.path} makes the baseline that judges ${n.model} already`,
    fields: all,
  },
  commit_failed: { level: 'error', message: (n) => `state could not be committed: ${n.error}`, fields: all },
  commit_recovered: { level: 'info', message: (n) => `state is committed again after ${Math.round(n.afterSeconds)} s`, fields: all },
  window_closed: {
    level: 'info',
    message: (n) => `window of ${n.model} ${n.version} from ${n.start} closed with ${n.rows} rows`,
    fields: all,
  },
  verdict_reached: {
    level: 'info',
    message: (n) => `${n.drifted} of ${n.judged} judged features of ${n.model} ${n.version} drifted, ${n.insufficient} had too little data`,
    fields: all,
  },
  quality_reached: { level: 'info', message: (n) => `quality of ${n.model} ${n.version} is ${n.state}: ${n.reason}`, fields: all },
  labels_begun_anew: { level: 'warn', message: (n) => `the labels of ${n.model} were begun anew: ${n.why}`, fields: all },
  no_drift: { level: 'warn', message: (n) => `no drift verdict for ${n.model} ${n.version}: ${n.why}`, fields: all },
  no_calibration: { level: 'warn', message: (n) => `thresholds of ${n.model} ${n.version} are not calibrated: ${n.why}`, fields: all },
  no_season: { level: 'warn', message: (n) => `${n.model} ${n.version} is judged without its season: ${n.why}`, fields: all },
  baseline_activated: { level: 'info', message: (n) => `${n.model} ${n.version} is judged against baseline ${n.sha256}`, fields: all },
  bootstrap_finished: { level: 'info', message: (n) => `baseline of ${n.model} ${n.version} learned from ${n.rows} rows`, fields: all },
  incident_opened: {
    level: 'warn',
    message: (n) => `incident ${n.id} of ${n.model || 'no model'} opened: ${n.cause}, ${n.severity}`,
    fields: all,
  },
  incident_resolved: {
    level: 'info',
    message: (n) => `incident ${n.id} of ${n.model || 'no model'} is over after ${Math.round(n.seconds)} s (${n.reason})`,
    fields: all,
  },
  alerts_truncated: {
    level: 'warn',
    message: (n) => `${n.source} left ${n.count} alerts out of a notification; take max_alerts off the receiver`,
    fields: all,
  },
  alerts_unusable: {
    level: 'warn',
    message: (n) => `${n.count} alerts of a notification of ${n.source} could not be used; the others were taken`,
    fields: all,
  },
  alertmanager_unreachable: {
    level: 'error',
    message: (n) => `Alertmanager at ${n.url} did not answer: ${n.error}; incidents go on from what it sends`,
    fields: all,
  },
  alertmanager_recovered: { level: 'info', message: (n) => `Alertmanager at ${n.url} answers again`, fields: all },
  series_dropped: {
    level: 'warn',
    message: (n) => `${n.count} series of ${n.family} are not exported: ${n.reason}`,
    fields: all,
    count: (n, metrics) => metrics.addSeriesDropped(n.family, n.reason, counted(n.count)),
  },
  request_refused: {
    level: 'warn',
    message: (n) => `${n.route} answered ${n.status} ${n.code}`,
    fields: all,
    count: (n, metrics) => metrics.addRefused(n.route, n.status, counted(n.count)),
  },
  request_failed: { level: 'error', message: (n) => `${n.route} failed: ${n.error}`, fields: all },
  config_reloaded: { level: 'info', message: (n) => `configuration ${n.path} was taken over`, fields: all },
  config_refused: { level: 'error', message: (n) => `configuration ${n.path} was refused, the running one stays: ${n.error}`, fields: all },
  secret_replaced: { level: 'info', message: (n) => `the new ${n.what} in ${n.path} was taken over`, fields: all },
  secret_refused: {
    level: 'error',
    message: (n) => `the ${n.what} in ${n.path} was refused, the one before stays: ${n.error}`,
    fields: all,
  },
  access_warning: { level: 'warn', message: (n) => n.warning, fields: () => ({}) },
  store_repaired: { level: 'warn', message: (n) => `store ${n.path} was repaired: ${n.detail}`, fields: all },
  retention_applied: { level: 'info', message: (n) => `${n.count} ${n.record} were removed by retention`, fields: all },
  exporter_started: { level: 'info', message: (n) => `aiops ${n.version} serves on ${n.listen}`, fields: all },
  exporter_stopping: { level: 'info', message: (n) => `stopping on ${n.signal}`, fields: all },
};

/** The row of a notice. */
export function noticeRow(notice: Notice): NoticeRow<Notice> {
  // The table maps each kind to the row of that kind; TypeScript cannot follow the correlation.
  return NOTICE_TABLE[notice.kind] as unknown as NoticeRow<Notice>;
}
