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
  const placed = placementsOf(actual, score);
  if (!placed) return { value: null, variance: null };
  const { positives, negatives } = placed;
  const [m, n] = [positives.length, negatives.length];
  const variance = m > 1 && n > 1 ? varianceOf(positives) / m + varianceOf(negatives) / n : null;
  return { value: meanOf(positives), variance };
}

/** For each row the share of the other class that it is on the right side of; ties count by half. */
export interface Placements {
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
}

/** V10 and V01 of rocAuc; null where a class has no row. */
export function placementsOf(actual: ArrayLike<number>, score: ArrayLike<number>): Placements | null {
  const positives: number[] = [];
  const negatives: number[] = [];
  for (let i = 0; i < actual.length; i++) (actual[i] === 1 ? positives : negatives).push(score[i] as number);
  const [m, n] = [positives.length, negatives.length];
  if (m === 0 || n === 0) return null;
  const among = midranks([...positives, ...negatives]);
  const own = [midranks(positives), midranks(negatives)] as const;
  return {
    positives: own[0].map((rank, i) => ((among[i] as number) - rank) / n),
    negatives: own[1].map((rank, j) => 1 - ((among[m + j] as number) - rank) / m),
  };
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
  const mean = meanOf(values);
  return values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}
