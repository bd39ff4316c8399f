import { errorsOf, type CodedError } from '../contract/index.js';

export const EVENTS_ERRORS = {
  EVENTS_KIND_CONFLICT: {
    status: 0,
    message: 'the field {path} is read as {first} and as {second} in one source',
    advice:
      'give the models that read it differently a source of their own, or build their baselines with --numeric or --categorical so that they agree',
  },
} as const;

export const eventsError = errorsOf(EVENTS_ERRORS);

/** One field cannot be a number for one model and a category for another while both share the columns of a source. */
export function kindConflict(path: string, first: string, second: string): CodedError {
  return eventsError('EVENTS_KIND_CONFLICT', { path, first, second });
}
