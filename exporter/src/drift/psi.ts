import { weightTotals } from './bin-weights.js';

/**
 * Count added to every bin on both sides before shares are formed, so that an empty bin has a finite logarithm.
 * Why 0.5:   Jeffreys' prior; unlike a fixed share it fades as the counts grow, so an empty bin weighs what the sample
 *            size lets it weigh. A fill of 1e-4 makes one empty bin of reference share 0.05 worth 0.31 at any sample size.
 * Too low:   one empty bin decides. Too high: small shifts are smoothed away.
 * Change it: not configurable; the recording rule in PromQL uses the same number.
 * Pinned by: drift/golden.test.ts (psi_additive)
 */
export const PSI_SMOOTHING = 0.5;

/**
 * Population stability index with additive smoothing: the effect size of the default policy.
 *
 * Formula: sum (q - p) ln(q / p) with shares (n_i + 0.5) / (N + 0.5 K), natural logarithm, K the number of bins given.
 * Shape:   two rows of counts over the same bins; bins that are empty on both sides count too.
 * Unit:    none. 0 is the same shape; 0.1 is a normal feature shifted by about 0.32 standard deviations. Not negative, unbounded.
 * Returns: null where a side holds no counts.
 * Errors:  DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT. Never returns NaN.
 * Source:  Siddiqi 2006, Credit Risk Scorecards; smoothing stated above. Without drift it is about (K - 1)(1/n + 1/m)
 *          (Yurdakul 2018), so it says nothing about small windows.
 * Not for: comparing features with very different K; shares.
 * @example psi([10, 20, 30, 40], [5, 0, 9, 11]) // 0.5144617762721937
 */
export function psi(reference: ArrayLike<number>, current: ArrayLike<number>): number | null {
  const totals = weightTotals('psi', reference, current);
  if (totals.reference === 0 || totals.current === 0) return null;
  const added = PSI_SMOOTHING * reference.length;
  let sum = 0;
  for (let i = 0; i < reference.length; i++) {
    const p = ((reference[i] ?? 0) + PSI_SMOOTHING) / (totals.reference + added);
    const q = ((current[i] ?? 0) + PSI_SMOOTHING) / (totals.current + added);
    sum += (q - p) * Math.log(q / p);
  }
  return sum;
}
