import { quantileSorted } from 'simple-statistics';
import { driftError } from './errors.js';
import { sortedSample } from './sorted-sample.js';

/**
 * Quantiles of a sample.
 *
 * Formula: `linear` (type 7): linear interpolation at position (n - 1) q of the sorted values;
 *          `inverted_cdf` (type 1): the smallest value x with F(x) >= q, so always a value of the sample.
 * Shape:   values in any order, not changed; probabilities in [0, 1]; one result per probability.
 * Unit:    that of the values.
 * Errors:  DRIFT_EMPTY_SAMPLE, DRIFT_NOT_FINITE, DRIFT_OUT_OF_RANGE.
 * Source:  Hyndman and Fan 1996. Agrees with numpy 2.4.6 quantile(method=...).
 * @example quantiles([4, 1, 3, 2], [0.5, 1]) // [2.5, 4]
 */
export function quantiles(
  values: ArrayLike<number>,
  probabilities: readonly number[],
  method: 'linear' | 'inverted_cdf' = 'linear',
): number[] {
  const outside = probabilities.find((q) => !(q >= 0 && q <= 1));
  if (outside !== undefined) {
    throw driftError('DRIFT_OUT_OF_RANGE', { call: 'quantiles', name: 'probability', required: 'in [0, 1]', found: outside });
  }
  const sorted = Array.from(sortedSample('quantiles', 'only', values));
  const n = sorted.length;
  return probabilities.map(
    (q) => (method === 'linear' ? quantileSorted(sorted, q) : (sorted[Math.max(0, Math.ceil(n * q) - 1)] as number)), // q <= 1 keeps it inside
  );
}
