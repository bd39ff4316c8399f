import { weightTotals } from './bin-weights.js';
import { driftError } from './errors.js';

/**
 * Population stability index of given shares, with empty bins set to a small share.
 *
 * Formula: sum (q - p) ln(q / p), natural logarithm; a share of 0 becomes `epsilon`, and nothing is renormalised.
 * Shape:   two arrays of shares in one bin order; they need not sum to 1.
 * Unit:    none.
 * Errors:  DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT, DRIFT_OUT_OF_RANGE (epsilon <= 0).
 * Source:  the published vectors of WhyLabs' DistanceTest and of Evidently (epsilon 1e-4) are reproduced.
 * Not for: verdicts: one empty bin of share 0.05 is worth 0.06 to 0.54, depending on epsilon alone.
 * @example psiOfShares([0, 1], [1, 0], 1e-4) // 18.41883867587797
 */
export function psiOfShares(p: ArrayLike<number>, q: ArrayLike<number>, epsilon: number): number {
  weightTotals('psiOfShares', p, q);
  if (!(epsilon > 0)) throw driftError('DRIFT_OUT_OF_RANGE', { call: 'psiOfShares', name: 'epsilon', required: '> 0', found: epsilon });
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const left = p[i] || epsilon;
    const right = q[i] || epsilon;
    sum += (right - left) * Math.log(right / left);
  }
  return sum;
}
