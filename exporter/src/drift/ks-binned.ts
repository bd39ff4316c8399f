import { forEachShare } from './bin-weights.js';

/**
 * Kolmogorov-Smirnov distance over bins: a lower bound of the distance of the samples behind them.
 *
 * Formula: max |P_j - Q_j| over the cumulated shares up to each bin.
 * Shape:   two rows of counts or shares over the same **ordered** bins; empty bins are allowed.
 * Unit:    none, in [0, 1]. At most the largest share of a bin below the distance of the samples.
 * Returns: null where a side is empty.
 * Errors:  DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT. Never returns NaN.
 * Not for: p-values; categories, whose order means nothing.
 * @example ksBinned([5, 5, 0, 0], [0, 0, 3, 4]) // 1
 */
export function ksBinned(reference: ArrayLike<number>, current: ArrayLike<number>): number | null {
  let difference = 0;
  let largest = 0;
  const isDefined = forEachShare('ksBinned', reference, current, (p, q) => {
    difference += p - q;
    largest = Math.max(largest, Math.abs(difference));
  });
  return isDefined ? Math.min(1, largest) : null;
}
