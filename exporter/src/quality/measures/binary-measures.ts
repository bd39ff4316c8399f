import { aucInterval } from '../intervals/auc-interval.js';
import { averagePrecisionInterval } from '../intervals/average-precision-interval.js';
import { f1Interval } from '../intervals/f1-interval.js';
import { meanInterval } from '../intervals/mean-interval.js';
import { wilson } from '../../statistics/index.js';
import { confusionOf, type Confusion } from '../performance/confusion.js';
import { calibrationError, logLossOf } from '../performance/probability-scores.js';
import type { BinaryRows } from './binary-rows.js';
import { measureOf, type MeasureTable } from './measure.js';

/** Labelled rows of a binary classifier: the counts of those that have a prediction, and those that have a score. */
export interface BinaryView {
  /** Rows with a label, and with a prediction or a score. */
  readonly labelled: number;
  readonly confusion: Confusion;
  readonly actual: Uint8Array;
  readonly scores: Float64Array;
  /** Whether every score can be a probability. */
  readonly areProbabilities: boolean;
}

/** What can be measured of rows with a label. */
export function binaryView({ scores, predicted, actual }: BinaryRows): BinaryView {
  const labelled = [...actual.keys()].filter((i) => (actual[i] as number) >= 0);
  const answered = labelled.filter((i) => (predicted[i] as number) >= 0);
  const scored = labelled.filter((i) => !Number.isNaN(scores[i]));
  const own = Float64Array.from(scored, (i) => scores[i] as number);
  return {
    labelled: labelled.filter((i) => (predicted[i] as number) >= 0 || !Number.isNaN(scores[i])).length,
    confusion: confusionOf(
      answered.map((i) => actual[i] as number),
      answered.map((i) => predicted[i] as number),
    ),
    actual: Uint8Array.from(scored, (i) => actual[i] as number),
    scores: own,
    areProbabilities: own.every((p) => p >= 0 && p <= 1),
  };
}

/** The measures of a binary classifier. Those of probabilities are not defined where a score lies outside of [0, 1]. */
export const BINARY_MEASURES: MeasureTable<BinaryView> = {
  roc_auc: ({ actual, scores }, z) => measureOf('roc_auc', aucInterval(actual, scores, z), scores.length),
  accuracy: ({ confusion: { tp, fp, fn, tn } }, z) => share('accuracy', tp + tn, tp + fp + fn + tn, z),
  precision: ({ confusion: { tp, fp } }, z) => share('precision', tp, tp + fp, z),
  recall: ({ confusion: { tp, fn } }, z) => share('recall', tp, tp + fn, z),
  specificity: ({ confusion: { tn, fp } }, z) => share('specificity', tn, tn + fp, z),
  f1: ({ confusion: { tp, fp, fn } }, z) => measureOf('f1', f1Interval(tp, fp + fn, z), tp + fp + fn),
  average_precision: ({ actual, scores }, z) => measureOf('average_precision', averagePrecisionInterval(actual, scores, z), scores.length),
  log_loss: (view, z) => ofProbabilities('log_loss', view, (y, p) => logLossOf(y, p), z, null),
  brier: (view, z) => ofProbabilities('brier', view, (y, p) => (p - y) ** 2, z, 1),
  ece: ({ actual, scores, areProbabilities }) => {
    const value = areProbabilities ? calibrationError(actual, scores) : null;
    return measureOf('ece', value === null ? null : { value, lower: null, upper: null }, scores.length);
  },
};

function share(metric: string, part: number, whole: number, z: number): ReturnType<typeof measureOf> {
  return measureOf(metric, wilson(part, whole, z), whole);
}

function ofProbabilities(
  metric: string,
  { actual, scores, areProbabilities }: BinaryView,
  costOf: (y: number, p: number) => number,
  z: number,
  most: number | null,
): ReturnType<typeof measureOf> {
  const costs = scores.map((p, i) => costOf(actual[i] as number, p));
  return measureOf(metric, areProbabilities ? meanInterval(costs, z, [0, most]) : null, scores.length);
}
