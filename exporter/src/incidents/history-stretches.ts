import type { AlertHistory } from './alert-history.js';

/** From the first evaluation at which an alert fired to the first at which it did not. */
export interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * When an alert fired, by the evaluations that Prometheus stored.
 *
 * Rules:  it fires on while its samples follow each other within a step and an evaluation interval: one lost evaluation is no end. It
 *         also fires on over a longer gap when its condition has held since the same moment before and after: Prometheus was away, and
 *         restored it. Any other gap is an end, one interval after the last sample, and a new start.
 * Error:  a start is at most one step late, an end at most one step and one interval early; none where the step is not longer than
 *         the interval.
 *
 * @param intervalMs of the evaluations of its rule; null where it is not known: then it is the usual distance of the samples
 */
export function historyStretches({ firedMs, activeSince }: AlertHistory, stepMs: number, intervalMs: number | null): Stretch[] {
  const usualMs = intervalMs ?? usualDistance(firedMs) ?? stepMs;
  const stretches: { startMs: number; lastMs: number }[] = [];
  for (const ms of firedMs) {
    const last = stretches.at(-1);
    if (last && (ms - last.lastMs <= stepMs + usualMs || isSameFiring(activeSince, last.lastMs, ms))) last.lastMs = ms;
    else stretches.push({ startMs: ms, lastMs: ms });
  }
  return stretches.map(({ startMs, lastMs }) => ({ startMs, endMs: lastMs + usualMs }));
}

/** The median, so that gaps do not count. */
function usualDistance(times: readonly number[]): number | null {
  const distances = times.slice(1).map((ms, i) => ms - (times[i] as number));
  return distances.sort((a, b) => a - b)[Math.floor(distances.length / 2)] ?? null;
}

function isSameFiring(activeSince: AlertHistory['activeSince'], beforeMs: number, afterMs: number): boolean {
  const before = activeSince.find(({ atMs }) => atMs >= beforeMs && atMs < afterMs);
  const after = activeSince.find(({ atMs }) => atMs >= afterMs);
  return before !== undefined && after !== undefined && before.sinceMs === after.sinceMs;
}
