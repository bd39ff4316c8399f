import { crossDifference } from './bin-counts.js';
import { twoSidedNormalTail } from './normal-quantile.js';
import { requireProportion, type Proportion } from './proportion.js';

/**
 * Two-proportion z test, pooled and two-sided: do two groups succeed at one rate?
 *
 * Formula: z = (pa - pb) / sqrt(p (1 - p) (1/na + 1/nb)), p the pooled rate.
 * Shape:   two proportions.
 * Unit:    z in standard deviations (positive where a is larger); pValue is a probability.
 * Returns: null where a group has no trials; z = 0, p = 1 where all or none succeed in both groups.
 * Errors:  DRIFT_OUT_OF_RANGE. Never returns NaN.
 * Source:  z^2 is the chi-square statistic of the 2 x 2 table without Yates' correction.
 * Not for: fewer than about 5 expected successes or failures in a group.
 * @example twoProportionTest({ successes: 56, n: 70 }, { successes: 48, n: 80 })?.z // 2.6501719512585327
 */
export function twoProportionTest(a: Proportion, b: Proportion): { z: number; pValue: number } | null {
  requireProportion('twoProportionTest', a);
  requireProportion('twoProportionTest', b);
  if (a.n === 0 || b.n === 0) return null;
  const successes = a.successes + b.successes;
  const all = a.n + b.n;
  if (successes === 0 || successes === all) return { z: 0, pValue: 1 };
  const difference = crossDifference(a.successes, b.n, b.successes, a.n);
  // (pa - pb) and the root both times na nb, taken apart so that no product leaves the range of exact doubles.
  const z = (difference / Math.sqrt(a.n) / Math.sqrt(b.n)) * Math.sqrt(all / successes / (all - successes));
  return { z, pValue: twoSidedNormalTail(z) };
}
