import { chiSquareHomogeneity, type ChiSquareResult } from './chi-square-homogeneity.js';
import { poolRareBins } from './pool-rare-bins.js';

/**
 * Chi-square test of homogeneity after pooling the rare bins: the test of the default policy.
 *
 * Formula: poolRareBins, then chiSquareHomogeneity without Yates' correction.
 * Shape:   two rows of counts over the same bins.
 * Returns: `insufficient` where fewer than two columns are left, or a row is empty; never p = 1 for want of data.
 * Errors:  DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT.
 * Source:  Cochran 1954, Biometrics 10(4). Pinned by the golden vectors (chi2_pooled).
 * @example chiSquarePooled([500, 300, 8, 4], [50, 30, 1, 2]).pValue // 0.3523741883193007
 */
export function chiSquarePooled(reference: ArrayLike<number>, current: ArrayLike<number>): ChiSquareResult {
  const table = poolRareBins(reference, current);
  return chiSquareHomogeneity(table.reference, table.current);
}
