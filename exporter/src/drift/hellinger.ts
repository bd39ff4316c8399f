import { forEachShare } from './bin-weights.js';

/**
 * Hellinger distance between two binned distributions.
 *
 * Formula: sqrt(sum (sqrt p - sqrt q)^2 / 2), each side divided by its total first.
 * Shape:   two rows of counts or shares over the same bins.
 * Unit:    none, in [0, 1]. 0 is the same shape, 1 is no bin in common.
 * Returns: null where a side is empty.
 * Errors:  DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT. Never returns NaN.
 * Source:  Hellinger 1909. Evidently warns from 0.1, WhyLabs from 0.7: one statistic, two habits.
 * @example hellingerDistance([0.4, 0.4, 0.2], [0.5, 0, 0.5]) // 0.486372942
 */
export function hellingerDistance(reference: ArrayLike<number>, current: ArrayLike<number>): number | null {
  let sum = 0;
  const isDefined = forEachShare('hellingerDistance', reference, current, (p, q) => {
    const difference = Math.sqrt(p) - Math.sqrt(q);
    sum += difference * difference;
  });
  return isDefined ? Math.min(1, Math.sqrt(sum / 2)) : null;
}
