import { requireSameLength } from '../errors.js';

/** The area under the ROC curve and how sure it is. */
export interface RocAuc {
  /** Null where a class has no row. */
  readonly value: number | null;
  /** By DeLong; null where a class has fewer than two rows. */
  readonly variance: number | null;
}

/**
 * Area under the ROC curve: the chance that a positive row scores higher than a negative one, ties counted by half.
 *
 * Formula: mean over positives of V10 = (rank among all - rank among positives) / negatives, with midranks; variance =
 *          var(V10) / positives + var(V01) / negatives with divisors n - 1, V01 likewise over the negatives.
 * Shape:   one entry a row: 1 or 0, and a finite score that grows with the chance of 1.
 * Errors:  QUALITY_LENGTH_MISMATCH.
 * Source:  DeLong, DeLong and Clarke-Pearson 1988, Biometrics 44(3), in the fast form of Sun and Xu 2014.
 * Not for: probabilities that are to be calibrated: any growing function of the score has the same area.
 * @example rocAuc([1, 0, 1, 0], [0.9, 0.4, 0.3, 0.1]).value // 0.75
 */
export function rocAuc(actual: ArrayLike<number>, score: ArrayLike<number>): RocAuc {
  requireSameLength('rocAuc', actual, score);
  const positives: number[] = [];
  const negatives: number[] = [];
  for (let i = 0; i < actual.length; i++) (actual[i] === 1 ? positives : negatives).push(score[i] as number);
  const [m, n] = [positives.length, negatives.length];
  if (m === 0 || n === 0) return { value: null, variance: null };
  const among = midranks([...positives, ...negatives]);
  const own = [midranks(positives), midranks(negatives)] as const;
  const v10 = Float64Array.from(own[0], (rank, i) => ((among[i] as number) - rank) / n);
  const v01 = Float64Array.from(own[1], (rank, j) => 1 - ((among[m + j] as number) - rank) / m);
  const value = v10.reduce((sum, v) => sum + v, 0) / m;
  return { value, variance: m > 1 && n > 1 ? varianceOf(v10) / m + varianceOf(v01) / n : null };
}

/** Ranks from 1; equal values share the mean of theirs. */
function midranks(values: readonly number[]): Float64Array {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number));
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) to++;
    for (let k = from; k < to; k++) ranks[order[k] as number] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

/** Divisor n - 1; two passes. */
function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);
}
