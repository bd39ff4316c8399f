import { forEachShare } from './bin-weights.js';

/**
 * Total variation distance between two binned distributions.
 *
 * Formula: sum |p - q| / 2, each side divided by its total first.
 * Shape:   two rows of counts or shares over the same bins.
 * Unit:    a share, in [0, 1]: the part of the rows that would have to move to another bin.
 * Returns: null where a side is empty.
 * Errors:  DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT. Never returns NaN.
 * @example totalVariation([5, 3, 2], [2, 3, 5]) // 0.3
 */
export function totalVariation(reference: ArrayLike<number>, current: ArrayLike<number>): number | null {
  let sum = 0;
  const isDefined = forEachShare('totalVariation', reference, current, (p, q) => {
    sum += Math.abs(p - q);
  });
  return isDefined ? Math.min(1, sum / 2) : null;
}
