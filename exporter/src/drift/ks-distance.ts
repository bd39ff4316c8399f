import { sortedSample } from './sorted-sample.js';

export interface KsDistance {
  readonly statistic: number;
  /** The statistic as a whole number of 1 / (n m): free of rounding. */
  readonly steps: number;
}

/**
 * Two-sample Kolmogorov-Smirnov distance: the largest gap between the two empirical distribution functions.
 *
 * Formula: max |F_reference(x) - F_current(x)| over the distinct values x; ties are passed together, -0 equals 0.
 * Shape:   two samples of any lengths >= 1, in any order.
 * Unit:    none, in [0, 1].
 * Errors:  DRIFT_EMPTY_SAMPLE, DRIFT_NOT_FINITE.
 * Source:  agrees with the statistic of scipy 1.17.1 stats.ks_2samp.
 * @example ksDistance([1, 2, 2, 3, 3, 3, 4], [2, 2, 2, 3, 5, 5]).statistic // 0.3333333333333333
 */
export function ksDistance(reference: ArrayLike<number>, current: ArrayLike<number>): KsDistance {
  return ksDistanceSorted(sortedSample('ksDistance', 'reference', reference), sortedSample('ksDistance', 'current', current));
}

/** The same for samples that are sorted already (one reference, many chunks). */
export function ksDistanceSorted(reference: Float64Array, current: Float64Array): KsDistance {
  const n = reference.length;
  const m = current.length;
  let i = 0;
  let j = 0;
  let steps = 0;
  // Behind the end of one sample the gap only closes.
  while (i < n && j < m) {
    const value = Math.min(reference[i] as number, current[j] as number); // i and j are inside
    while (i < n && reference[i] === value) i++;
    while (j < m && current[j] === value) j++;
    steps = Math.max(steps, Math.abs(i * m - j * n));
  }
  return { statistic: steps / (n * m), steps };
}
