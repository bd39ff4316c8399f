import type { DriftSettings } from '../contract/index.js';

/**
 * Valid values of a feature that a window needs before the feature gets a verdict; below it the state is "insufficient".
 * Why 500:   without any drift PSI >= 0.1 alone flags 61 % of features at n = 100, 18 % at n = 200 and 0.01 % at n = 500
 *            (docs/measurements/null-simulation.md).
 * Too low:   effect sizes of small windows are noise, and only the test holds them back. Too high: quiet models never get
 *            a verdict.
 * Change it: per model, under drift.min_samples, when its windows usually hold fewer rows.
 * Pinned by: drift/judge-window.test.ts
 */
export const DEFAULT_MIN_SAMPLES = 500;

/**
 * Rate of false discoveries that the tests of one model and window are adjusted to; q must lie below it.
 * Why 0.05:  the convention; with the effect threshold beside it, false verdicts stay under 0.5 % per feature at every n
 *            (docs/measurements/null-simulation.md).
 * Too low:   weak shifts are found late. Too high: significance stops guarding small windows.
 * Change it: per model, under drift.fdr.
 * Pinned by: drift/judge-window.test.ts
 */
export const DEFAULT_FDR = 0.05;

/**
 * PSI from which a significant shift counts as drift.
 * Why 0.1:   the credit-scoring habit for "look at it"; a shift of a normal feature by about 0.32 standard deviations.
 * Too low:   large windows page for shifts that no model notices. Too high: real shifts of a third of a standard deviation
 *            are called stable.
 * Change it: per model, under drift.threshold, or per feature, under drift.thresholds.
 * Pinned by: drift/judge-window.test.ts, docs/measurements/null-simulation.md (power)
 */
export const DEFAULT_EFFECT_THRESHOLD = 0.1;

/**
 * Growth of the missing rate (a difference of ratios) from which it counts as drift.
 * Why 0.05:  one value in twenty that the model no longer sees; smaller changes are left to the data quality counters.
 * Too low:   every hiccup of an upstream join is drift. Too high: a feature can lose much of its values unseen.
 * Change it: per model, under drift.missing_threshold.
 * Pinned by: drift/judge-window.test.ts
 */
export const DEFAULT_MISSING_THRESHOLD = 0.05;

/**
 * Windows in a row in which a feature must drift before its verdict says so.
 * Why 1:     the conjunction of test and effect is quiet enough by itself, and every window more is a window later.
 * Too low:   cannot be lower. Too high: drift is announced late.
 * Change it: per model, under drift.consecutive, where single odd windows are normal.
 * Pinned by: drift/judge-window.test.ts
 */
export const DEFAULT_CONSECUTIVE = 1;

/** Settings of the default policy where nothing is configured. */
export const DEFAULT_DRIFT_SETTINGS: DriftSettings = Object.freeze({
  min_samples: DEFAULT_MIN_SAMPLES,
  fdr: DEFAULT_FDR,
  threshold: DEFAULT_EFFECT_THRESHOLD,
  missing_threshold: DEFAULT_MISSING_THRESHOLD,
  consecutive: DEFAULT_CONSECUTIVE,
  thresholds: {},
  weights: {},
});
