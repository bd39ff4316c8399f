import { requireSameLength } from '../errors.js';

/**
 * Average precision: the area under the precision-recall curve as a step function.
 *
 * Formula: sum over the distinct scores, from the highest, of (R_k - R_(k-1)) P_k.
 * Shape:   one entry a row: 1 or 0, and a score. Null without positives.
 * Errors:  QUALITY_LENGTH_MISMATCH.
 * Source:  as scikit-learn's average_precision_score; no interpolation, which would be too good.
 * @example averagePrecision([1, 0, 1], [0.9, 0.8, 0.7]) // 0.8333333333333333
 */
export function averagePrecision(actual: ArrayLike<number>, score: ArrayLike<number>): number | null {
  requireSameLength('averagePrecision', actual, score);
  const order = Uint32Array.from({ length: actual.length }, (_, i) => i).sort((a, b) => (score[b] as number) - (score[a] as number));
  let positives = 0;
  for (let i = 0; i < actual.length; i++) if (actual[i] === 1) positives++;
  if (positives === 0) return null;
  let [found, sum] = [0, 0];
  for (let k = 0; k < order.length;) {
    const threshold = score[order[k] as number];
    const before = found;
    while (k < order.length && score[order[k] as number] === threshold) if (actual[order[k++] as number] === 1) found++;
    sum += ((found - before) / positives) * (found / k);
  }
  return sum;
}
