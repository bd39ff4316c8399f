import type { QualityTask } from '../contract/index.js';
import { metricOf, metricsOf } from './metric-table.js';

/**
 * Labelled rows that a window needs for a verdict of quality, and a group for a gap (ranking: lists).
 * Why 200:   from here on the intervals hold what they promise for classes that are not rare (docs/measurements/interval-coverage.md).
 * Too low:   verdicts on windows that say nothing; wide intervals keep them quiet. Too high: quiet models never get a verdict.
 * Change it: per model, under quality.min_samples.
 * Pinned by: quality/score-window.test.ts
 */
export const DEFAULT_MIN_LABELLED = 200;

/**
 * How much worse than the reference a metric may be, for metrics that are shares of 1.
 * Why 0.02:  two in a hundred; smaller losses are seldom worth waking somebody for.
 * Too low:   harmless changes of the traffic count as loss. Too high: a loss that hurts is called kept.
 * Change it: per model, under quality.margin, to what the loss costs. Amounts have no default: only the user knows their unit.
 * Pinned by: quality/score-window.test.ts
 */
export const DEFAULT_MARGIN = 0.02;

/**
 * The score from which a row counts as predicted positive, where the log holds no prediction.
 * Why 0.5:   the cut of most libraries. Change it: per model, under quality.cut, to the cut that the model is used with.
 */
export const DEFAULT_CUT = 0.5;

/** Items of a list that a ranking is judged by. Why 10: a first page. Change it: per model, under quality.at. */
export const DEFAULT_AT = 10;

/**
 * Age from which the labels of a window are taken for complete, whatever their share.
 * Why 7d:    most outcomes that are known at all (clicks, chargebacks reported, tickets closed) are known within a week.
 * Too low:   windows are judged on early labels, which are biased. Too high: a loss of quality is told late.
 * Change it: per model, under quality.label_delay, to the lag that aiops_label_lag_seconds shows.
 * Pinned by: config/quality-settings.test.ts
 */
export const DEFAULT_LABEL_DELAY = '7d';

/**
 * Share of labelled predictions from which a window is judged before its labels are of that age.
 * Why 0.8:   the missing fifth can move a share by a few points at most where it is like the rest.
 * Too low:   as with a delay that is too short. Too high: one lost label in a batch makes every window wait for the delay.
 * Change it: per model, under quality.coverage. Pinned by: config/quality-settings.test.ts
 */
export const DEFAULT_COVERAGE = 0.8;

/**
 * Share of the predictions that is kept for the join.
 * Why 1:     nothing is lost. Too low: intervals are wide. It cannot be higher.
 * Change it: per model, under quality.join_sample, when the store is too large. Pinned by: config/quality-settings.test.ts
 */
export const DEFAULT_JOIN_SAMPLE = 1;

/**
 * How long a prediction waits for its label.
 * Why 30d:   a billing month, after which most late labels have come.
 * Too low:   late labels find nothing and are only counted. Too high: the store holds more.
 * Change it: per model, under quality.label_horizon. Pinned by: config/quality-settings.test.ts
 */
export const DEFAULT_LABEL_HORIZON = '30d';

/** The margin of a metric where none is set; null for amounts. */
export function defaultMargin(task: QualityTask, metric: string): number | null {
  return metricOf(task, metric)?.unit === 'ratio' ? DEFAULT_MARGIN : null;
}

/** The metric that decides where none is named: the first of the task. */
export function defaultMetric(task: QualityTask): string {
  return (metricsOf(task)[0] as { name: string }).name;
}
