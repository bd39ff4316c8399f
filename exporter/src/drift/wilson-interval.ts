import { wilson } from '../statistics/index.js';
import { twoSidedNormalQuantile } from './normal-quantile.js';
import { requireProportion, type Interval, type Proportion } from './proportion.js';

/**
 * Wilson's interval of a proportion (statistics/wilson.ts) by its confidence.
 *
 * Shape:   0 < confidence < 1, two-sided.
 * Unit:    a ratio.
 * Returns: null where n is 0.
 * Errors:  DRIFT_OUT_OF_RANGE.
 * @example wilsonInterval({ successes: 0, n: 10 }, 0.9)?.high // 0.21294197008340712
 */
export function wilsonInterval(proportion: Proportion, confidence: number): Interval | null {
  requireProportion('wilsonInterval', proportion);
  const found = wilson(proportion.successes, proportion.n, twoSidedNormalQuantile(confidence));
  return found && { low: found.lower, high: found.upper };
}
