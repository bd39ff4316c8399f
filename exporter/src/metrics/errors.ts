import { errorsOf } from '../contract/index.js';

export const METRICS_ERRORS = {
  METRICS_LABELS: {
    status: 0,
    message: 'the family {family} requires the labels {wanted}, found {found}',
    advice: 'give every label of the family, and no other; the catalogue in contract/metrics is the only list of labels',
  },
  METRICS_TYPE: {
    status: 0,
    message: 'the family {family} is a {found}, it was used as a {wanted}',
    advice: 'use the catalogue type of the family',
  },
} as const;

export const metricsError = errorsOf(METRICS_ERRORS);
