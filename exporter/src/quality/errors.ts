import { errorsOf } from '../contract/index.js';

/** Every way in which the measures of this room can be misused. Too little data is a value (null), never one of these. */
export const QUALITY_ERRORS = {
  QUALITY_LENGTH_MISMATCH: {
    status: 0,
    message: '{call} requires lists of one length (found {first} and {second})',
    advice: 'pass one entry for each row in every list',
  },
  QUALITY_EMPTY: {
    status: 0,
    message: '{call} requires at least one row',
    advice: 'leave the fit out where there is nothing to fit',
  },
  QUALITY_NOT_FINITE: {
    status: 0,
    message: '{call} requires finite numbers (another one is at position {position})',
    advice: 'leave rows without a usable number out, and count them beside',
  },
} as const;

export const qualityError = errorsOf(QUALITY_ERRORS);

/** Errors: QUALITY_LENGTH_MISMATCH. */
export function requireSameLength(call: string, first: ArrayLike<unknown>, second: ArrayLike<unknown>): void {
  if (first.length !== second.length) throw qualityError('QUALITY_LENGTH_MISMATCH', { call, first: first.length, second: second.length });
}
