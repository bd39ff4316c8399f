import { errorsOf } from '../contract/index.js';

export const PIPELINE_ERRORS = {
  PIPELINE_STATE_UNREADABLE: {
    status: 0,
    message: 'the stored state of {what} cannot be read by this release',
    advice: 'start the release that wrote it; or move the store folder aside to begin with empty totals (counters then start at 0)',
  },
  PIPELINE_PAIRS_UNREADABLE: {
    status: 0,
    message: 'the stored halves of inferences of source {source} cannot be read',
    advice: 'run aiops doctor to see whether the disk damaged the store; or rename the source to begin it anew',
  },
  PIPELINE_LABELS_UNREADABLE: {
    status: 0,
    message: 'the stored predictions and labels of model {model} cannot be read',
    advice: 'run aiops doctor to see whether the disk damaged the store; or take models.*.quality out to go on without labels',
  },
} as const;

export const pipelineError = errorsOf(PIPELINE_ERRORS);
