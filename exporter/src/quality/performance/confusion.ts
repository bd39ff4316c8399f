import { requireSameLength } from '../errors.js';

/** A binary confusion matrix. Counts of rows, or their expectation where labels are estimated. */
export interface Confusion {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly tn: number;
}

/**
 * Counts of a binary classifier.
 *
 * Shape:  one entry a row, 1 for the positive class and 0 for the other.
 * Errors: QUALITY_LENGTH_MISMATCH.
 * @example confusionOf([1, 0, 1], [1, 1, 0]) // { tp: 1, fp: 1, fn: 1, tn: 0 }
 */
export function confusionOf(actual: ArrayLike<number>, predicted: ArrayLike<number>): Confusion {
  requireSameLength('confusionOf', actual, predicted);
  let [tp, fp, fn, tn] = [0, 0, 0, 0];
  for (let i = 0; i < actual.length; i++) {
    if (predicted[i] === 1 && actual[i] === 1) tp++;
    else if (predicted[i] === 1) fp++;
    else if (actual[i] === 1) fn++;
    else tn++;
  }
  return { tp, fp, fn, tn };
}

/** (tp + tn) / n; null without rows. */
export function accuracyOf({ tp, fp, fn, tn }: Confusion): number | null {
  return ratio(tp + tn, tp + fp + fn + tn);
}

/** tp / (tp + fp); null where nothing was predicted positive. */
export function precisionOf({ tp, fp }: Confusion): number | null {
  return ratio(tp, tp + fp);
}

/** tp / (tp + fn); null without positives. */
export function recallOf({ tp, fn }: Confusion): number | null {
  return ratio(tp, tp + fn);
}

/** tn / (tn + fp); null without negatives. */
export function specificityOf({ tn, fp }: Confusion): number | null {
  return ratio(tn, tn + fp);
}

/** 2 tp / (2 tp + fp + fn): 0 where no positive was found and there is any error; null where there is none to find and none was predicted. */
export function f1Of({ tp, fp, fn }: Confusion): number | null {
  return ratio(2 * tp, 2 * tp + fp + fn);
}

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
