import { sortDoubles } from '../profile/index.js';
import { driftError } from './errors.js';

/**
 * A sample in ascending order, in an array of its own.
 *
 * Errors: DRIFT_EMPTY_SAMPLE, DRIFT_NOT_FINITE.
 * @example sortedSample('quantiles', 'only', [10, 9, 1]) // [1, 9, 10]
 */
export function sortedSample(call: string, side: string, values: ArrayLike<number>): Float64Array {
  if (values.length === 0) throw driftError('DRIFT_EMPTY_SAMPLE', { call, side });
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) throw driftError('DRIFT_NOT_FINITE', { call, side, position: i });
  }
  return sortDoubles(new Float64Array(values));
}
