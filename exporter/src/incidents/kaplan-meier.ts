import { incidentsError } from './errors.js';

export interface SurvivalStep {
  readonly time: number;
  readonly at_risk: number;
  readonly events: number;
  readonly survival: number;
}

/** How far a product of fractions may lie from one half and still be one half. */
const HALF_SLACK = 1e-12;

/**
 * Kaplan-Meier estimate of how long incidents last, with those still open as censored at their age.
 *
 * Formula: S(t) = product over resolution times <= t of (1 - events / at risk); the median is the smallest time with S <= 1/2.
 * Shape:   two arrays of one length; `observed` false: still open. Resolutions come before censorings at the same time.
 * Unit:    that of the durations. Median null: nothing observed, or never reached: more than half last longer than anything that was seen.
 * Errors:  INCIDENTS_DURATIONS.
 * Source:  Kaplan and Meier 1958. Agrees with scipy 1.17.1 stats.ecdf(CensoredData).
 */
export function kaplanMeier(durations: readonly number[], observed: readonly boolean[]): { median: number | null; steps: SurvivalStep[] } {
  if (durations.length !== observed.length || !durations.every((d) => Number.isFinite(d) && d >= 0))
    throw incidentsError('INCIDENTS_DURATIONS', { call: 'kaplanMeier', found: durations.length });
  const times = [...new Set(durations.filter((_, i) => observed[i]))].sort((a, b) => a - b);
  const steps: SurvivalStep[] = [];
  let survival = 1;
  let median: number | null = null;
  for (const time of times) {
    const at_risk = durations.filter((duration) => duration >= time).length;
    const events = durations.filter((duration, i) => duration === time && observed[i]).length;
    survival *= (at_risk - events) / at_risk;
    steps.push({ time, at_risk, events, survival });
    if (median === null && survival <= 0.5 + HALF_SLACK) median = time;
  }
  return { median, steps };
}
