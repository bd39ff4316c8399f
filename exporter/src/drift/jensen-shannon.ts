import { forEachShare } from './bin-weights.js';

/**
 * Jensen-Shannon distance between two binned distributions (square root of the divergence).
 *
 * Formula: sqrt((KL(p, m) + KL(q, m)) / 2) with m = (p + q) / 2; a term with weight 0 counts as 0.
 * Shape:   two rows of counts or shares over the same bins; each side is divided by its total first.
 * Unit:    none. Base 2: 0 is the same shape, 1 is no bin in common. Base e: at most sqrt(ln 2) = 0.8326.
 * Returns: null where a side is empty.
 * Errors:  DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT. Never returns NaN.
 * Source:  Lin 1991, IEEE Trans. Inf. Theory 37(1). Agrees with scipy 1.17.1 spatial.distance.jensenshannon, save that a
 *          sum which rounding makes negative is 0 here and NaN there.
 * Not for: comparing features with different k.
 * @example jensenShannonDistance([0.5, 0.3, 0.2], [0.2, 0.3, 0.5]) // 0.3095409537
 */
export function jensenShannonDistance(reference: ArrayLike<number>, current: ArrayLike<number>, base: '2' | 'e' = '2'): number | null {
  let sum = 0;
  const isDefined = forEachShare('jensenShannonDistance', reference, current, (p, q) => {
    const m = (p + q) / 2;
    if (p > 0) sum += p * Math.log(p / m);
    if (q > 0) sum += q * Math.log(q / m);
  });
  if (!isDefined) return null;
  return Math.sqrt(Math.max(0, sum) / 2 / (base === '2' ? Math.LN2 : 1));
}
