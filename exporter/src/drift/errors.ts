import { errorsOf } from '../contract/index.js';

/** Every way in which the functions of this room can be misused. Too little data is a value, never one of these. */
export const DRIFT_ERRORS = {
  DRIFT_EMPTY_SAMPLE: {
    status: 0,
    message: '{call} requires at least one value (the {side} sample holds none)',
    advice: 'leave the comparison out where there is nothing to compare',
  },
  DRIFT_NOT_FINITE: {
    status: 0,
    message: '{call} requires finite numbers (the {side} sample holds another one at position {position})',
    advice: 'count missing and invalid values beside the sample instead of passing them',
  },
  DRIFT_LENGTH_MISMATCH: {
    status: 0,
    message: '{call} requires one count per bin on both sides (reference {reference}, current {current})',
    advice: 'count both sides over the bins of one baseline',
  },
  DRIFT_BAD_COUNT: {
    status: 0,
    message: '{call} requires {required} (the {side} side holds something else at position {position})',
    advice: 'pass the counts of a profile unchanged',
  },
  DRIFT_OUT_OF_RANGE: {
    status: 0,
    message: '{call} requires {name} {required} (found {found})',
    advice: 'correct the argument',
  },
} as const;

export const driftError = errorsOf(DRIFT_ERRORS);
