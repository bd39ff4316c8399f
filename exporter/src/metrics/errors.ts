import { errorsOf } from '../contract/index.js';

export const METRICS_ERRORS = {
  METRICS_LABELS: {
    status: 0,
    message: 'a series of {family} requires the labels {required}, found {found}',
    advice: 'give each label set exactly the labels that the catalogue declares for the family',
  },
  METRICS_TYPE: {
    status: 0,
    message: '{family} is a {type} in the catalogue, not a {wanted}',
    advice: 'use series() for counters and gauges and histogram() for histograms',
  },
  METRICS_OWNER: {
    status: 0,
    message: '{family} is printed with the process families and cannot have series in the hot exposition',
    advice: 'set it through ProcessMetrics: a family that is printed twice breaks the whole scrape',
  },
  METRICS_BOUNDS: {
    status: 0,
    message: 'the buckets of {family} require ascending finite upper bounds, found {found}',
    advice: 'leave out +Inf (it is added) and sort the bounds',
  },
  METRICS_INCREMENT: {
    status: 0,
    message: '{family} can grow by a finite number of at least 0, found {found}',
    advice: 'check the number before counting it: one NaN would poison the counter for ever',
  },
  METRICS_BUDGET: {
    status: 0,
    message: 'fitBudget requires finite numbers of at least 0 for the budget and every cost, found {found}',
    advice: 'pass the number of series as counted by the owner of the families',
  },
} as const;

export const metricsError = errorsOf(METRICS_ERRORS);
