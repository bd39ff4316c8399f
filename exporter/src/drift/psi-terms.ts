import { weightTotals } from './bin-weights.js';
import { PSI_SMOOTHING } from './psi.js';

/**
 * What each bin adds to the population stability index: the terms that `psi` sums, in bin order.
 *
 * Formula: (q - p) ln(q / p) with shares (n_i + 0.5) / (N + 0.5 K). No term is negative.
 * Shape:   two rows of counts over the same bins; as many terms as bins.
 * Returns: null where a side holds no counts.
 * Errors:  DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT.
 * Source:  as `psi`.
 * @example psiTerms([10, 30], [5, 35]) // [0.07885697133232346, 0.01851292839853709]
 */
export function psiTerms(reference: ArrayLike<number>, current: ArrayLike<number>): number[] | null {
  const totals = weightTotals('psiTerms', reference, current);
  if (totals.reference === 0 || totals.current === 0) return null;
  const added = PSI_SMOOTHING * reference.length;
  return Array.from(reference, (count, i) => {
    const p = (count + PSI_SMOOTHING) / (totals.reference + added);
    const q = ((current[i] ?? 0) + PSI_SMOOTHING) / (totals.current + added);
    return (q - p) * Math.log(q / p);
  });
}
