import { crossDifference } from './bin-counts.js';
import type { FeatureTable, TableTotals } from './feature-table.js';
import { twoProportionTest } from './two-proportion-test.js';

/** What the window says of a feature's missing rate, before the adjustment for many tests. */
export interface MissingRateTest {
  /** Missing values among all values seen (valid, missing and invalid); null where it is not judged. */
  readonly referenceRatio: number | null;
  readonly currentRatio: number | null;
  /** currentRatio - referenceRatio, from whole numbers: 0.06 - 0.01 in floating point falls just under 0.05. */
  readonly growth: number | null;
  /** Null where no test was made: too few rows, no reference rows, or not one missing value on either side. */
  readonly pValue: number | null;
}

/**
 * Tests whether the missing rate of a window is that of the reference.
 *
 * Formula: twoProportionTest, two-sided, over all values seen; so a feature that is missing from the whole window is judged
 *          by this test although it has no valid value left.
 * A table without a single missing value is not tested: given that total, no outcome could be significant (Tarone 1990,
 * Biometrics 46), and its p = 1 would only weaken the other tests of the model.
 */
export function testMissingRate(table: FeatureTable, totals: TableTotals, minSamples: number): MissingRateTest {
  const { referenceSeen, currentSeen } = totals;
  if (referenceSeen === 0 || currentSeen === 0 || currentSeen < minSamples) {
    return { referenceRatio: null, currentRatio: null, growth: null, pValue: null };
  }
  const hasMissing = table.referenceMissing + table.currentMissing > 0;
  const test = hasMissing
    ? twoProportionTest({ successes: table.currentMissing, n: currentSeen }, { successes: table.referenceMissing, n: referenceSeen })
    : null;
  return {
    referenceRatio: table.referenceMissing / referenceSeen,
    currentRatio: table.currentMissing / currentSeen,
    growth: crossDifference(table.currentMissing, referenceSeen, table.referenceMissing, currentSeen) / (referenceSeen * currentSeen),
    pValue: test?.pValue ?? null,
  };
}
