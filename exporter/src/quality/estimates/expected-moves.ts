import { logLossOf } from '../performance/probability-scores.js';
import type { EstimatedPerformance } from '../performance/estimate-performance.js';
import type { EstimatedMetric } from './estimate-measures.js';

/** Rows whose labels have not come: the calibrated chance of the positive class, the score of the model, and the predicted class. */
export interface UnlabelledRows {
  readonly p: Float64Array;
  readonly scores: Float64Array;
  readonly predicted: Int8Array;
}

/** What the metric changes by when the label of each row turns from 0 to 1: its derivative by the chance of the row. */
export type MovesOf = (rows: UnlabelledRows, estimated: EstimatedPerformance, value: number) => Float64Array;

/**
 * Derivatives of the estimates, for labelVariance. With P and N the expected rows of each class, and U those predicted positive:
 * accuracy (row predicted 1 / 0) 1 / n, -1 / n; precision 1 / U, 0; recall (1 - r) / P, -r / P; specificity s / N, -(1 - s) / N;
 * F1 (2 - f) / (P + U), -f / (P + U); the Brier score (1 - 2 s) / n and the log loss likewise, for the score s of the row.
 */
export const EXPECTED_MOVES: Readonly<Record<EstimatedMetric, MovesOf>> = {
  accuracy: ({ predicted }) => byClass(predicted, 1 / predicted.length, -1 / predicted.length),
  precision: ({ predicted }, { confusion: { tp, fp } }) => byClass(predicted, 1 / (tp + fp), 0),
  recall: ({ predicted }, { confusion: { tp, fn } }, r) => byClass(predicted, (1 - r) / (tp + fn), -r / (tp + fn)),
  specificity: ({ predicted }, { confusion: { tn, fp } }, s) => byClass(predicted, s / (tn + fp), -(1 - s) / (tn + fp)),
  f1: ({ predicted }, { confusion: { tp, fp, fn } }, f) => byClass(predicted, (2 - f) / (2 * tp + fp + fn), -f / (2 * tp + fp + fn)),
  brier: ({ scores }) => scores.map((s) => (1 - 2 * s) / scores.length),
  log_loss: ({ scores }) => scores.map((s) => (logLossOf(1, s) - logLossOf(0, s)) / scores.length),
  roc_auc: areaMoves,
};

function byClass(predicted: Int8Array, positive: number, negative: number): Float64Array {
  return Float64Array.from(predicted, (said) => (said === 1 ? positive : negative));
}

/**
 * Of the area: a row that turns positive wins the pairs with the negatives below it and loses those that it won as a negative, and both
 * classes change their size: (below - above) / (P N) - area / P + area / N, ties by half.
 */
function areaMoves({ p, scores }: UnlabelledRows, { confusion: { tp, fp, fn, tn } }: EstimatedPerformance, area: number): Float64Array {
  const [positives, negatives] = [tp + fn, fp + tn];
  const order = Uint32Array.from({ length: p.length }, (_, i) => i).sort((a, b) => (scores[b] as number) - (scores[a] as number));
  const moves = new Float64Array(p.length);
  let [positivesAbove, negativesAbove] = [0, 0];
  for (let k = 0; k < order.length;) {
    const from = k;
    let [positivesHere, negativesHere] = [0, 0];
    for (const score = scores[order[k] as number]; k < order.length && scores[order[k] as number] === score; k++) {
      positivesHere += p[order[k] as number] as number;
      negativesHere += 1 - (p[order[k] as number] as number);
    }
    const below = negatives - negativesAbove - negativesHere / 2;
    const above = positivesAbove + positivesHere / 2;
    const move = (below - above) / (positives * negatives) - area / positives + area / negatives;
    for (let j = from; j < k; j++) moves[order[j] as number] = move;
    positivesAbove += positivesHere;
    negativesAbove += negativesHere;
  }
  return moves;
}
