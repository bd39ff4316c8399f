/** A model of the demo history: what it is asked, and how its log looks when nothing is wrong. */
export interface DemoModel {
  readonly name: string;
  /** The log that it writes to, together with other models. */
  readonly source: string;
  /** Version that serves at the beginning. */
  readonly version: string;
  /** Its labels become known, and its quality is judged. */
  readonly isLabelled: boolean;
  /** Its features are of the weekend at the weekend, in the training data too. */
  readonly isSeasonal: boolean;
  /** It is well all the time. */
  readonly isClean: boolean;
}

export const DEMO_MODELS: readonly DemoModel[] = [
  { name: 'churn', source: 'shop', version: '3', isLabelled: true, isSeasonal: false, isClean: false },
  { name: 'fraud', source: 'shop', version: '12', isLabelled: true, isSeasonal: false, isClean: false },
  { name: 'price', source: 'travel', version: '1', isLabelled: false, isSeasonal: false, isClean: false },
  { name: 'basket', source: 'travel', version: '5', isLabelled: false, isSeasonal: true, isClean: false },
  { name: 'credit', source: 'bank', version: '2', isLabelled: true, isSeasonal: false, isClean: true },
  { name: 'demand', source: 'bank', version: '9', isLabelled: false, isSeasonal: false, isClean: true },
];

/**
 * Numeric features, standard normal without drift; `weight` is what they add to the log-odds of the answer, `importance` what the
 * configuration says of them. The first three decide; the others are only looked at.
 */
export const NUMBERS = [
  { name: 'amount', weight: 1.2, importance: 0.35 },
  { name: 'tenure', weight: -1, importance: 0.3 },
  { name: 'visits', weight: 0.5, importance: 0.15 },
  { name: 'distance', weight: 0, importance: 0.05 },
  { name: 'delay', weight: 0, importance: 0.05 },
  { name: 'items', weight: 0, importance: 0.05 },
] as const;
export const CATEGORY = { name: 'channel', values: ['web', 'app', 'phone', 'store'], shares: [0.5, 0.3, 0.15, 0.05], importance: 0.05 };

/** Features that decide, and those that do not. */
export const MAJOR: readonly string[] = ['amount', 'tenure', 'visits'];
export const MINOR: readonly string[] = ['distance', 'delay', 'items'];

/** What a weekend adds to the features that do not decide, of a seasonal model; in standard deviations. */
export const WEEKEND_SHIFT = 0.8;

/** Requests a minute: the mean, and how far it swings over the day. A window of an hour has rows enough for a verdict day and night. */
export const REQUESTS_PER_MINUTE = 14;
export const DAY_SWING = 0.3;
/** Latency without trouble is log-normal: median in ms, and spread of its logarithm. */
export const LATENCY_MS = 60;
export const LATENCY_SPREAD = 0.5;
/** Share of requests that fail without trouble. */
export const ERROR_RATE = 0.001;
/** Objectives of every model: 300 ms for 99 of 100 requests, and an answer for 995 of 1000. */
export const OBJECTIVES = { thresholdMs: 300, latency: 0.99, errors: 0.995 };
/** Labels come after half an hour to an hour and a half, and 1 in 20 never. */
export const LABEL_DELAY_MS = { least: 30 * 60_000, most: 90 * 60_000 };
export const LABELLED_SHARE = 0.95;
