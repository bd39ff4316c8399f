import { forEachShare } from './bin-weights.js';

/**
 * Kullback-Leibler divergence of two binned distributions.
 *
 * Formula: sum p ln(p / q), natural logarithm, each side divided by its total first; a term with p = 0 counts as 0.
 * Shape:   two rows of counts or shares over the same bins.
 * Unit:    nats. 0 is the same shape; Infinity where q has nothing in a bin that p uses. Not symmetric.
 * Returns: null where a side is empty.
 * Errors:  DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT. Never returns NaN.
 * Source:  Kullback and Leibler 1951. Agrees with scipy 1.17.1 stats.entropy(p, q); over evidentlyShares it is Evidently's.
 * @example kullbackLeibler([0.4, 0.4, 0.2], [0.5, 0.25, 0.25]) // 0.054115320909768436
 */
export function kullbackLeibler(p: ArrayLike<number>, q: ArrayLike<number>): number | null {
  let sum = 0;
  const isDefined = forEachShare('kullbackLeibler', p, q, (left, right) => {
    if (left > 0) sum += left * Math.log(left / right);
  });
  // Gibbs: never negative; rounding can make it so for nearly equal rows.
  return isDefined ? Math.max(0, sum) : null;
}
