import type { QualityTask } from '../contract/index.js';
import { metricsOf } from './metric-table.js';

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

/** The metric that decides where none is named: the first of the task. */
export function defaultMetric(task: QualityTask): string {
  return (metricsOf(task)[0] as { name: string }).name;
}
