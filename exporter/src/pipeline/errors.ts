import { errorsOf } from '../contract/index.js';

export const PIPELINE_ERRORS = {
  PIPELINE_STATE_UNREADABLE: {
    status: 0,
    message: 'the stored state of {what} cannot be read by this release',
    advice: 'start the release that wrote it; or move the store folder aside to begin with empty totals (counters then start at 0)',
  },
} as const;

export const pipelineError = errorsOf(PIPELINE_ERRORS);
