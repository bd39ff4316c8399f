/** `critical` pages, `warning` is a ticket, `info` is context and routed nowhere, `none` is for the watchdog. */
export const SEVERITIES = ['critical', 'warning', 'info', 'none'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What an incident that an alert opens is about; the words are those of the incident room. */
export const CAUSES = ['serving', 'latency', 'drift', 'data_quality', 'quality', 'cost', 'governance', 'pipeline', 'release'] as const;
export type Cause = (typeof CAUSES)[number];

/** When a signal is not to be believed. Rendered as `and on (…) …` or `unless on (…) …` behind it. */
export interface Guard {
  readonly join: 'and' | 'unless';
  /** Labels to match by. */
  readonly on: readonly string[];
  readonly expr: string;
  /** What would happen without it; it is the title of the test that shows it. */
  readonly why: string;
}

export interface AlertRule {
  readonly alert: string;
  readonly severity: Severity;
  readonly cause: Cause;
  /** Labels that its alerts have beside those of the rule. Never a value: each one makes another alert. */
  readonly labels: readonly string[];
  /** A PromQL expression that gives a series for each alert. */
  readonly signal: string;
  readonly guards: readonly Guard[];
  /**
   * How long the condition must hold; null for at once. Pages take at most 2m or at least 10m: a restart of Prometheus resolves
   * alerts whose `for` lies between the two, because their state is restored from 10 minutes on only.
   */
  readonly for: string | null;
  /** One sentence, the same for all alerts of the rule: grouped alerts show it once. */
  readonly summary: string;
  /** What this alert says, with labels and `$value` filled in. */
  readonly description: string;
  /** Features that the description names, worst first; null for none. Prometheus only: Grafana's templates cannot query. */
  readonly worst: { readonly query: string; readonly format: string } | null;
  readonly dashboard: 'model' | 'exporter';
}

export interface RecordRule {
  readonly record: string;
  readonly expr: string;
  /** Labels of the recorded series: what other rules may name. */
  readonly labels: readonly string[];
  /** Labels that the rule adds. */
  readonly adds?: Readonly<Record<string, string>>;
}

/** Rules that are evaluated one after the other. */
export interface RuleGroup {
  readonly name: string;
  /** Null for the interval of the server. */
  readonly interval: string | null;
  readonly records: readonly RecordRule[];
  readonly alerts: readonly AlertRule[];
}

/** The expression with its guards, as Prometheus evaluates it. */
export function expressionOf({ signal, guards }: Pick<AlertRule, 'signal' | 'guards'>): string {
  if (guards.length === 0) return signal;
  const joined = guards.map(({ join, on, expr }) => `${join} on (${on.join(', ')}) (\n${indented(expr)}\n)`);
  return [`(\n${indented(signal)}\n)`, ...joined].join('\n');
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
