import { requireSameLength } from '../errors.js';
import type { Confusion } from './confusion.js';

/** What is expected of a classifier whose labels have not come. */
export interface EstimatedPerformance {
  readonly confusion: Confusion;
  /** Null where one class is not expected at all. */
  readonly rocAuc: number | null;
}

/**
 * Performance without labels, from calibrated probabilities (confidence-based performance estimation, CBPE).
 *
 * Formula: tp = sum of p over rows predicted 1, fp = sum of 1 - p over them, fn and tn likewise over the others. AUC: the trapezoids under the
 *          expected ROC curve, swept down the distinct scores; rows of one score come together.
 * Shape:   one entry a row: p, the calibrated probability of class 1; the score of the model, which orders the rows; the predicted class.
 * Returns: null without rows. Errors: QUALITY_LENGTH_MISMATCH.
 * Source:  NannyML's CBPE; it walks row by row and rounds sums to 5 digits, and agrees to about 1e-5 where scores do not tie.
 * Not for: concept drift: when the meaning of the inputs changes, p is wrong and this does not see it.
 * @example estimatePerformance([0.9, 0.2], [0.9, 0.2], [1, 0])?.confusion.tp // 0.9
 */
export function estimatePerformance(
  p: ArrayLike<number>,
  score: ArrayLike<number>,
  predicted: ArrayLike<number>,
): EstimatedPerformance | null {
  requireSameLength('estimatePerformance', p, score);
  requireSameLength('estimatePerformance', p, predicted);
  if (p.length === 0) return null;
  let [tp, fp, fn, tn] = [0, 0, 0, 0];
  for (let i = 0; i < p.length; i++) {
    const chance = p[i] as number;
    if (predicted[i] === 1) {
      tp += chance;
      fp += 1 - chance;
    } else {
      fn += chance;
      tn += 1 - chance;
    }
  }
  return { confusion: { tp, fp, fn, tn }, rocAuc: expectedAuc(p, score) };
}

function expectedAuc(p: ArrayLike<number>, score: ArrayLike<number>): number | null {
  const order = Uint32Array.from({ length: p.length }, (_, i) => i).sort((a, b) => (score[b] as number) - (score[a] as number));
  let [positives, negatives, area] = [0, 0, 0];
  for (let k = 0; k < order.length;) {
    const threshold = score[order[k] as number];
    const [before, behind] = [positives, negatives];
    while (k < order.length && score[order[k] as number] === threshold) {
      const chance = p[order[k++] as number] as number;
      positives += chance;
      negatives += 1 - chance;
    }
    area += ((negatives - behind) * (before + positives)) / 2;
  }
  return positives > 0 && negatives > 0 ? area / (positives * negatives) : null;
}
