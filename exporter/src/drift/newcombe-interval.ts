import { requireProportion, type Interval, type Proportion } from './proportion.js';
import { wilsonInterval } from './wilson-interval.js';

/**
 * Newcombe's interval of a difference of two independent proportions, a - b.
 *
 * Formula: d - sqrt((pa - la)^2 + (ub - pb)^2) and d + sqrt((ua - pa)^2 + (pb - lb)^2), l and u Wilson's limits.
 * Shape:   0 < confidence < 1, two-sided.
 * Unit:    a difference of ratios, in [-1, 1].
 * Returns: null where a group has no trials.
 * Errors:  DRIFT_OUT_OF_RANGE.
 * Source:  Newcombe 1998, Statistics in Medicine 17, method 10.
 * @example newcombeInterval({ successes: 56, n: 70 }, { successes: 48, n: 80 }, 0.95)?.low // 0.052431472402364905
 */
export function newcombeInterval(a: Proportion, b: Proportion, confidence: number): (Interval & { difference: number }) | null {
  requireProportion('newcombeInterval', a);
  requireProportion('newcombeInterval', b);
  const ofA = wilsonInterval(a, confidence);
  const ofB = wilsonInterval(b, confidence);
  if (!ofA || !ofB) return null;
  const pa = a.successes / a.n;
  const pb = b.successes / b.n;
  const difference = pa - pb;
  return {
    difference,
    low: difference - Math.hypot(pa - ofA.low, ofB.high - pb),
    high: difference + Math.hypot(ofA.high - pa, pb - ofB.low),
  };
}
