import { REPAIRS, type Incident } from './incidents-of.js';
import { kaplanMeier } from './kaplan-meier.js';
import { logMoments, meanInterval, studentT95 } from './mean-interval.js';

/** What is said about the time to restore of one model in one window. Seconds; null where there is too little to say. */
export interface RestoreStatistics {
  /** Incidents that were repaired in the window. */
  readonly n: number;
  readonly mean: number | null;
  readonly meanLower: number | null;
  readonly meanUpper: number | null;
  readonly median: number | null;
  readonly p90: number | null;
  /** With incidents that are still open as censored, so that a long outage does not flatter the number. */
  readonly kmMedian: number | null;
  /** Against the window before; only where the interval of the difference excludes zero. */
  readonly trend: 'shorter' | 'longer' | null;
}

/**
 * Statistics of the time to restore, from the start of an incident to the end of its trouble (net of keep_firing_for).
 * An incident counts in the window that its end lies in. Ends that are no repairs (timeout, pause, a vanished series, expired)
 * never count, and neither does an incident in its time for opening again.
 */
export function restoreStatistics(incidents: readonly Incident[], windowMs: number, nowMs: number): RestoreStatistics {
  const current = repaired(incidents, nowMs - windowMs, nowMs);
  const before = repaired(incidents, nowMs - 2 * windowMs, nowMs - windowMs);
  const open = incidents.flatMap(({ endMs, startMs }) => (endMs === null ? [Math.max(0, nowMs - startMs) / 1000] : []));
  const sorted = [...current].sort((a, b) => a - b);
  const n = sorted.length;
  const interval = meanInterval(sorted);
  const all = [...sorted, ...open];
  const observed = all.map((_, i) => i < n);
  return {
    n,
    mean: n === 0 ? null : sorted.reduce((sum, seconds) => sum + seconds, 0) / n,
    meanLower: interval?.lower ?? null,
    meanUpper: interval?.upper ?? null,
    median: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    kmMedian: all.length === 0 ? null : kaplanMeier(all, observed).median,
    trend: trendOf(before, current),
  };
}

function repaired(incidents: readonly Incident[], fromMs: number, toMs: number): number[] {
  return incidents.flatMap(({ phase, startMs, endMs, netEndMs, endReason }) => {
    if (phase !== 'resolved' || endMs === null || netEndMs === null || !endReason || !REPAIRS.has(endReason)) return [];
    return endMs > fromMs && endMs <= toMs ? [Math.max(0, netEndMs - startMs) / 1000] : [];
  });
}

/** Linear interpolation at position (n - 1) q (type 7, as numpy). @param sorted ascending */
export function quantile(sorted: readonly number[], q: number): number | null {
  const position = (sorted.length - 1) * q;
  const low = sorted[Math.floor(position)];
  const high = sorted[Math.ceil(position)];
  return low === undefined || high === undefined ? null : low + (high - low) * (position - Math.floor(position));
}

/** Welch's interval of 90 % for the difference of the mean logarithms: the logarithms are about normal, the durations are not. */
function trendOf(before: readonly number[], current: readonly number[]): RestoreStatistics['trend'] {
  if (before.length < 2 || current.length < 2) return null;
  const [a, b] = [logMoments(before), logMoments(current)];
  const [ea, eb] = [a.variance / before.length, b.variance / current.length];
  if (ea + eb === 0) return null;
  const degrees = (ea + eb) ** 2 / (ea ** 2 / (before.length - 1) + eb ** 2 / (current.length - 1));
  const difference = b.mean - a.mean;
  if (Math.abs(difference) <= studentT95(Math.floor(degrees)) * Math.sqrt(ea + eb)) return null;
  return difference < 0 ? 'shorter' : 'longer';
}
