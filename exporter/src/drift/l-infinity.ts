import { forEachShare } from './bin-weights.js';

/**
 * L-infinity distance between two binned distributions.
 *
 * Formula: max |p - q|, each side divided by its total first.
 * Shape:   two rows of counts or shares over the same bins.
 * Unit:    a share, in [0, 1]: the largest change of any one bin.
 * Returns: null where a side is empty.
 * Errors:  DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT. Never returns NaN.
 * Source:  as in SageMaker Model Monitor and Vertex AI for categorical features.
 * @example lInfinityDistance([5, 4, 1], [2, 3, 5]) // 0.4
 */
export function lInfinityDistance(reference: ArrayLike<number>, current: ArrayLike<number>): number | null {
  let largest = 0;
  const isDefined = forEachShare('lInfinityDistance', reference, current, (p, q) => {
    largest = Math.max(largest, Math.abs(p - q));
  });
  return isDefined ? largest : null;
}
