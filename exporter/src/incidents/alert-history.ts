/**
 * The name under which incidents from the history of Prometheus are booked. It is a source of its own: an alert that was also told by a
 * notification is a second member of the same incident (one model, one cause, overlapping), and no second incident.
 */
export const HISTORY_SOURCE = 'prometheus';

/** One series of ALERTS that was firing, as Prometheus stored it. Times in ms, ascending, each once. */
export interface AlertHistory {
  /** Without the name of the metric and alertstate. */
  readonly labels: Readonly<Record<string, string>>;
  /** Evaluations at which it fired. */
  readonly firedMs: readonly number[];
  /** By ALERTS_FOR_STATE: since when its condition had held, at several moments. */
  readonly activeSince: readonly { readonly atMs: number; readonly sinceMs: number }[];
}

/** What Prometheus says today of a rule. The rule may have been another one then. */
export interface HistoryRule {
  readonly alertname: string;
  /** That the rule adds; two rules of one name differ by them. */
  readonly labels: Readonly<Record<string, string>>;
  readonly intervalMs: number;
  readonly forMs: number;
  readonly keepFiringMs: number;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Which part of the history is read, and how closely. */
export interface HistoryRange {
  readonly fromMs: number;
  readonly toMs: number;
  /** Distance of two looks at the history. */
  readonly stepMs: number;
}

/** How far before its beginning a range is read, so that what had begun before is known for it. */
export function historyMarginMs({ stepMs }: Pick<HistoryRange, 'stepMs'>, intervalMs: number): number {
  return stepMs + intervalMs;
}
