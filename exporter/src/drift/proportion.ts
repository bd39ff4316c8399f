import { driftError } from './errors.js';

/** Successes among n trials. */
export interface Proportion {
  readonly successes: number;
  readonly n: number;
}

/** Limits of a ratio or of a difference of ratios. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Checks a proportion: whole numbers with 0 <= successes <= n.
 *
 * Errors: DRIFT_OUT_OF_RANGE.
 */
export function requireProportion(call: string, { successes, n }: Proportion): void {
  if (!Number.isSafeInteger(n) || n < 0)
    throw driftError('DRIFT_OUT_OF_RANGE', { call, name: 'n', required: 'to be a whole number >= 0', found: n });
  if (!Number.isSafeInteger(successes) || successes < 0 || successes > n) {
    throw driftError('DRIFT_OUT_OF_RANGE', { call, name: 'successes', required: `to be a whole number in [0, ${n}]`, found: successes });
  }
}
