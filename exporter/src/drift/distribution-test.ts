import { chiSquarePooled } from './chi-square-pooled.js';
import type { FeatureTable, TableTotals } from './feature-table.js';
import { psi } from './psi.js';

/** Why a distribution cannot be judged. */
export type InsufficientCause = 'few_values' | 'empty_reference' | 'one_bin';

/** What the window says of a feature's distribution, before the adjustment for many tests. */
export type DistributionTest =
  | { readonly status: 'ok'; readonly statistic: number; readonly df: number; readonly pValue: number; readonly effect: number }
  | { readonly status: 'insufficient'; readonly cause: InsufficientCause };

/**
 * Tests whether the valid values of a window are spread over the bins as those of the reference.
 *
 * Formula: chiSquarePooled for the p-value, psi over all bins for the effect.
 * Returns: `insufficient` with its cause. A feature that is constant on both sides is one of these cases (`one_bin`): its
 *          values all lie in one bin, so there is nothing to test; a constant reference whose window holds other values is
 *          tested like any other.
 */
export function testDistribution(table: FeatureTable, totals: TableTotals, minSamples: number): DistributionTest {
  if (totals.referenceValid === 0) return { status: 'insufficient', cause: 'empty_reference' };
  if (totals.currentValid < minSamples || totals.currentValid === 0) return { status: 'insufficient', cause: 'few_values' };
  const test = chiSquarePooled(table.reference, table.current);
  const effect = psi(table.reference, table.current);
  if (test.status === 'insufficient' || effect === null) return { status: 'insufficient', cause: 'one_bin' };
  return { status: 'ok', statistic: test.statistic, df: test.df, pValue: test.pValue, effect };
}
