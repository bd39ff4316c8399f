import { sortedSample } from './sorted-sample.js';

/**
 * Smallest standard deviation that a Wasserstein distance is divided by.
 * Why 0.001: Evidently 0.7's floor, so that both agree; it only keeps the division finite.
 * Too low:   the smallest change of a nearly constant feature looks huge. Too high: features of small scale look still.
 * Change it: not configurable; a constant reference is a case of its own in the default policy.
 * Pinned by: drift/golden.test.ts (wasserstein)
 */
export const MIN_SCALE = 0.001;

export interface WassersteinDistance {
  /** In the unit of the values. */
  readonly distance: number;
  /** Standard deviation of the reference (divisor n). */
  readonly referenceSd: number;
  /** distance / max(referenceSd, MIN_SCALE), without unit. */
  readonly normalised: number;
}

/**
 * Wasserstein-1 distance of two samples: the mean distance that values would have to move.
 *
 * Formula: integral of |F - G| over the merged values; normalised by the standard deviation of the reference.
 * Shape:   two samples of any lengths >= 1, in any order.
 * Errors:  DRIFT_EMPTY_SAMPLE, DRIFT_NOT_FINITE.
 * Source:  Vallender 1974. Agrees with scipy 1.17.1 stats.wasserstein_distance.
 * @example wassersteinDistance([0, 1, 3], [5, 6, 8]).distance // 5
 */
export function wassersteinDistance(reference: ArrayLike<number>, current: ArrayLike<number>): WassersteinDistance {
  return wassersteinSorted(
    sortedSample('wassersteinDistance', 'reference', reference),
    sortedSample('wassersteinDistance', 'current', current),
  );
}

/** The same for samples that are sorted already (one reference, many chunks), of at least one value each. */
export function wassersteinSorted(a: Float64Array, b: Float64Array): WassersteinDistance {
  let distance = 0;
  let i = 0;
  let j = 0;
  let previous = Math.min(a[0] ?? 0, b[0] ?? 0);
  while (i < a.length || j < b.length) {
    const value = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    distance += (value - previous) * Math.abs(i / a.length - j / b.length);
    while (i < a.length && a[i] === value) i++;
    while (j < b.length && b[j] === value) j++;
    previous = value;
  }
  const referenceSd = standardDeviation(a);
  return { distance, referenceSd, normalised: distance / Math.max(referenceSd, MIN_SCALE) };
}

/** Divisor n, as numpy's std with ddof = 0; two passes. */
function standardDeviation(values: Float64Array): number {
  let mean = 0;
  values.forEach((value, i) => (mean += (value - mean) / (i + 1)));
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return Math.sqrt(squares / values.length);
}
