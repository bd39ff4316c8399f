import type { AlertText } from './notification.js';

/** What an incident is about. `unknown` where neither a label nor the name says it. */
export const CAUSES = [
  'serving',
  'latency',
  'drift',
  'data_quality',
  'quality',
  'cost',
  'governance',
  'pipeline',
  'release',
  'unknown',
] as const;
export type Cause = (typeof CAUSES)[number];

/** Least severe first. Words of other tools: see SEVERITY_WORDS. */
export const SEVERITIES = ['none', 'info', 'unknown', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What can be read off an alert. Durations in ms; null where nothing is said. */
export interface AlertTraits {
  readonly alertname: string;
  /** Null where the alert names none, as when a rule of Grafana has no data. */
  readonly model: string | null;
  readonly version: string | null;
  readonly severity: Severity;
  readonly cause: Cause;
  /** Identifies the rule where the labels of its query are gone; null for Prometheus. */
  readonly rule: string | null;
  /** What Grafana says instead of the rule's own state. */
  readonly replaces: 'no_data' | 'error' | null;
  readonly keepFiringMs: number;
  readonly reopenMs: number | null;
  /** `for` of the rule: a lower bound for the time from the first symptom to the alert. */
  readonly forMs: number | null;
}

const SEVERITY_WORDS: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  page: 'critical',
  error: 'critical',
  high: 'critical',
  warning: 'warning',
  warn: 'warning',
  ticket: 'warning',
  medium: 'warning',
  info: 'info',
  low: 'info',
  none: 'none',
};

/** Read in this order from the name of an alert without a label `cause`; the first that fits counts. */
const CAUSE_NAMES: readonly (readonly [RegExp, Cause])[] = [
  [
    /^Aiops|^Datasource(NoData|Error)$|Ingest|Checkpoint|Exporter|Watchdog|SeriesBudget|Reconcile|DriftCheckStale|BaselineMissing/,
    'pipeline',
  ],
  [/Latency|Slow|P95|P99/i, 'latency'],
  [/Drift|PredictionCollapsed/i, 'drift'],
  [/Schema|DataQuality|MissingFeature|FeatureMissing/i, 'data_quality'],
  [/Quality|Label|Accuracy|Calibration/i, 'quality'],
  [/Cost|Token/i, 'cost'],
  [/Governance|Approval|Unregistered|AuditLog/i, 'governance'],
  [/Canary|Rollout|Retraining|VersionChanged/i, 'release'],
  [/Down|Error|Traffic|Serving|Budget/i, 'serving'],
];

const DURATION_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Reads an alert: its model, severity and cause, and what its annotations say about its rule. */
export function alertTraits({ labels, annotations, generatorUrl }: AlertText): AlertTraits {
  const sent = labels['alertname'] ?? '';
  const replaces = sent === 'DatasourceNoData' ? 'no_data' : sent === 'DatasourceError' ? 'error' : null;
  const alertname = (replaces && labels['rulename']) || sent;
  const named = CAUSES.find((cause) => cause === labels['cause']);
  return {
    alertname,
    model: labels['model'] || null,
    version: labels['version'] || null,
    severity: SEVERITY_WORDS[(labels['severity'] ?? '').toLowerCase()] ?? 'unknown',
    // Without data nobody knows how the model is: that is a fault of the way to it, whatever the rule is about.
    cause: replaces ? 'pipeline' : (named ?? CAUSE_NAMES.find(([pattern]) => pattern.test(alertname))?.[1] ?? 'unknown'),
    rule: ruleOf(generatorUrl),
    replaces,
    keepFiringMs: promDuration(annotations['aiops_keep_firing_for']) ?? 0,
    reopenMs: promDuration(annotations['aiops_reopen']),
    forMs: promDuration(annotations['aiops_for']),
  };
}

/** The uid of a rule of Grafana. */
function ruleOf(url: string): string | null {
  return /\/alerting\/grafana\/([^/?#]+)\/view/.exec(url)?.[1] ?? null;
}

/**
 * A duration as Prometheus writes it (`1h30m`, `15s`), in ms; null where it is none.
 *
 * @example promDuration('1h30m') // 5400000
 */
export function promDuration(text: string | undefined): number | null {
  if (text === undefined || !/^(?:\d{1,9}(?:ms|[smhdw]))+$/.test(text)) return null;
  return [...text.matchAll(/(\d+)(ms|[smhdw])/g)].reduce((sum, [, n, unit]) => sum + Number(n) * (DURATION_MS[unit ?? ''] ?? 0), 0);
}

export function mostSevere(severities: readonly Severity[]): Severity {
  return severities.reduce<Severity>(
    (worst, severity) => (SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(worst) ? severity : worst),
    'none',
  );
}
