import { evidentlyShares } from './evidently-shares.js';
import { psiOfShares } from './psi-of-shares.js';

/**
 * Population stability index exactly as Evidently 0.7 computes it from counts.
 *
 * Formula: sum (q - p) ln(q / p) of evidentlyShares; not renormalised after the fill.
 * Shape:   two rows of counts over the same bins.
 * Returns: null where a side holds no counts.
 * Errors:  DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT.
 * Source:  evidently 0.7, stattests/psi.py.
 * @example psiEvidently([1, 1, 1], [0, 2, 1]) // 2.9341472484810085
 */
export function psiEvidently(reference: ArrayLike<number>, current: ArrayLike<number>): number | null {
  const shares = evidentlyShares(reference, current);
  // Every share is above 0 after the fill, so psiOfShares has nothing left to fill.
  return shares && psiOfShares(shares.reference, shares.current, Number.MIN_VALUE);
}
