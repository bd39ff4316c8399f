import { weightTotals } from './bin-weights.js';

/** Share that Evidently 0.7 puts into empty bins; also the smallest share up to which it does so. */
const EVIDENTLY_FILL = 0.0001;
/** Where a share at or below the fill occurs, Evidently fills with the smallest one divided by this. */
const EVIDENTLY_FILL_DIVISOR = 1_000_000;

/**
 * Shares of two rows of counts with their empty bins filled as Evidently 0.7 fills them (get_binned_data).
 *
 * Formula: n_i / N; in each row by itself a zero becomes 1e-4, or the smallest non-zero share / 1e6 where that share is
 *          <= 1e-4. Not renormalised.
 * Returns: null where a side holds no counts.
 * Errors:  DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT.
 * @example evidentlyShares([10, 0], [5, 5])?.reference // [1, 0.0001]
 */
export function evidentlyShares(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
): { reference: number[]; current: number[] } | null {
  const totals = weightTotals('evidentlyShares', reference, current);
  if (totals.reference === 0 || totals.current === 0) return null;
  return { reference: filled(reference, totals.reference), current: filled(current, totals.current) };
}

function filled(counts: ArrayLike<number>, total: number): number[] {
  const shares = Array.from(counts, (count) => count / total);
  const smallest = shares.reduce((least, share) => (share > 0 && share < least ? share : least), Infinity);
  const fill = smallest <= EVIDENTLY_FILL ? smallest / EVIDENTLY_FILL_DIVISOR : EVIDENTLY_FILL;
  return shares.map((share) => (share === 0 ? fill : share));
}
