import { z } from 'zod';

/** Upper bounds of the histograms of incident durations, in seconds: a minute to a week, as outages last. */
export const DURATION_BOUNDS_SECONDS: readonly number[] = [
  60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 172_800, 604_800,
];

/** The four clocks of an incident. */
export const CLOCKS = ['detect', 'acknowledge', 'mitigate', 'resolve'] as const;
export type Clock = (typeof CLOCKS)[number];

/** What happens to incidents, as counted. */
export const COUNTED_PHASES = ['opened', 'resolved', 'reopened'] as const;
export type CountedPhase = (typeof COUNTED_PHASES)[number];

/**
 * Models, and alerts, that notifications can bring into being as label values; further ones are counted as `other`.
 * Why 200:   more models than one exporter carries (budget.models is at most 127), more alerts than a rule set has.
 * Too low:   models of a large team share one series. Too high: a label that somebody generates fills Prometheus.
 * Pinned by: totals.test.ts
 */
export const MAX_NAMES = 200;

const count = z.number().nonnegative();
const durations = z.strictObject({ counts: z.array(count), sum: count });

/** Counters and histograms over incidents, as they are stored. The keys are JSON of [model, severity, cause]. */
export const totalsSchema = z.strictObject({
  models: z.array(z.string()),
  alertnames: z.array(z.string()),
  incidents: z.record(z.string(), z.strictObject({ opened: count, resolved: count, reopened: count })),
  durations: z.record(z.string(), z.partialRecord(z.enum(CLOCKS), durations)),
  /** By JSON of [source, outcome]. */
  notifications: z.record(z.string(), count),
  /** By JSON of [alertname, verdict]. */
  verdicts: z.record(z.string(), count),
});
export type Totals = z.infer<typeof totalsSchema>;

export function noTotals(): Totals {
  return { models: [], alertnames: [], incidents: {}, durations: {}, notifications: {}, verdicts: {} };
}

/** The labels that incidents are counted by: never a fingerprint, never more models than MAX_NAMES. */
export interface IncidentLabels {
  readonly model: string;
  readonly severity: string;
  readonly cause: string;
}

/** Counts incidents; only ever upwards. */
export class TotalsCounter {
  readonly totals: Totals;

  constructor(totals: Totals) {
    this.totals = structuredClone(totals);
  }

  /** The label of a model; one that no alert names is `unknown`. */
  modelLabel(model: string | null): string {
    return model === null ? 'unknown' : bounded(this.totals.models, model);
  }

  count(labels: IncidentLabels, phase: CountedPhase, by: number): void {
    const key = keyOf(labels);
    const counts = (this.totals.incidents[key] ??= { opened: 0, resolved: 0, reopened: 0 });
    counts[phase] += by;
  }

  observe(labels: IncidentLabels, clock: Clock, seconds: number): void {
    const ofLabels = (this.totals.durations[keyOf(labels)] ??= {});
    const { counts } = (ofLabels[clock] ??= { counts: new Array<number>(DURATION_BOUNDS_SECONDS.length + 1).fill(0), sum: 0 });
    const at = DURATION_BOUNDS_SECONDS.findIndex((bound) => seconds <= bound);
    const bucket = at < 0 ? DURATION_BOUNDS_SECONDS.length : at;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
    ofLabels[clock].sum += seconds;
  }

  countNotification(source: string, outcome: string, by: number): void {
    if (by > 0) add(this.totals.notifications, JSON.stringify([source, outcome]), by);
  }

  countVerdict(alertname: string, verdict: string): void {
    add(this.totals.verdicts, JSON.stringify([bounded(this.totals.alertnames, alertname), verdict]), 1);
  }
}

function keyOf({ model, severity, cause }: IncidentLabels): string {
  return JSON.stringify([model, severity, cause]);
}

function add(counts: Record<string, number>, key: string, by: number): void {
  counts[key] = (counts[key] ?? 0) + by;
}

function bounded(names: string[], name: string): string {
  if (names.includes(name)) return name;
  if (names.length >= MAX_NAMES) return 'other';
  names.push(name);
  return name;
}
