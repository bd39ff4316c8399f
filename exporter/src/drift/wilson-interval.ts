import { twoSidedNormalQuantile } from './normal-quantile.js';
import { requireProportion, type Interval, type Proportion } from './proportion.js';

/**
 * Wilson's interval of a proportion, without continuity correction.
 *
 * Formula: (x + z^2/2 -+ z sqrt(x (n - x) / n + z^2/4)) / (n + z^2); exactly 0 at x = 0 and exactly 1 at x = n.
 * Shape:   0 < confidence < 1, two-sided.
 * Unit:    a ratio.
 * Returns: null where n is 0.
 * Errors:  DRIFT_OUT_OF_RANGE.
 * Source:  Wilson 1927. Agrees with scipy 1.17.1 binomtest(...).proportion_ci(method='wilson').
 * @example wilsonInterval({ successes: 0, n: 10 }, 0.9)?.high // 0.21294197008340712
 */
export function wilsonInterval(proportion: Proportion, confidence: number): Interval | null {
  requireProportion('wilsonInterval', proportion);
  const z = twoSidedNormalQuantile(confidence);
  const { successes: x, n } = proportion;
  if (n === 0) return null;
  const middle = x + (z * z) / 2;
  const spread = z * Math.sqrt((x * (n - x)) / n + (z * z) / 4);
  const sum = n + z * z;
  // The lower limit as x^2 / (n ...) form: middle - spread would cancel for few successes among many.
  const lowOf = (count: number): number => (count === 0 ? 0 : (count * count) / n / (count + (z * z) / 2 + spread));
  return { low: lowOf(x), high: x === n ? 1 : n - x < x ? 1 - lowOf(n - x) : (middle + spread) / sum };
}
