import { driftError } from './errors.js';
import { incompleteBeta } from './incomplete-beta.js';
import { requireProportion, type Interval, type Proportion } from './proportion.js';

/**
 * Clopper and Pearson's interval of a proportion: it covers the true rate at least as often as it says.
 *
 * Formula: the rates at which x or more, and x or fewer, successes have probability (1 - confidence) / 2.
 * Shape:   0 < confidence < 1, two-sided.
 * Unit:    a ratio; relative error below 1e-8.
 * Returns: null where n is 0.
 * Errors:  DRIFT_OUT_OF_RANGE.
 * Source:  Clopper and Pearson 1934. Agrees with scipy 1.17.1 binomtest(...).proportion_ci(method='exact').
 * Not for: narrow intervals: it is wider than Wilson's.
 * @example clopperPearsonInterval({ successes: 0, n: 10 }, 0.9)?.high // 0.2588655508930523
 */
export function clopperPearsonInterval(proportion: Proportion, confidence: number): Interval | null {
  requireProportion('clopperPearsonInterval', proportion);
  if (!(confidence > 0 && confidence < 1)) {
    throw driftError('DRIFT_OUT_OF_RANGE', {
      call: 'clopperPearsonInterval',
      name: 'confidence',
      required: 'between 0 and 1',
      found: confidence,
    });
  }
  const { successes: x, n } = proportion;
  if (n === 0) return null;
  const tail = (1 - confidence) / 2;
  return {
    low: x === 0 ? 0 : rateWhere((rate) => incompleteBeta(rate, x, n - x + 1) < tail),
    high: x === n ? 1 : rateWhere((rate) => 1 - incompleteBeta(rate, x + 1, n - x) > tail),
  };
}

/** The rate in [0, 1] up to which the condition holds, by bisection to the last digit but a few. */
function rateWhere(isBelow: (rate: number) => boolean): number {
  let low = 0;
  let high = 1;
  while (high - low > 4 * Number.EPSILON * high) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
