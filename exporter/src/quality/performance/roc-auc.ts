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
 * Formula: mean over positives of V10 = the share of the negatives below the row, ties by half; variance =
 *          var(V10) / positives + var(V01) / negatives with divisors n - 1, V01 likewise over the negatives.
 * Shape:   one entry a row: 1 or 0, and a finite score that grows with the chance of 1.
 * Errors:  QUALITY_LENGTH_MISMATCH.
 * Source:  DeLong, DeLong and Clarke-Pearson 1988, Biometrics 44(3); by sorting, as in Sun and Xu 2014.
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

/** For each row the share of the other class that it is on the right side of; ties count by half. In the order of the scores, ascending. */
export interface Placements {
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
}

/** V10 and V01 of rocAuc; null where a class has no row. */
export function placementsOf(actual: ArrayLike<number>, score: ArrayLike<number>): Placements | null {
  const own: number[][] = [[], []];
  for (let i = 0; i < actual.length; i++) own[actual[i] === 1 ? 1 : 0]?.push(score[i] as number);
  // Typed arrays sort as numbers, and several times faster than with a function that compares.
  const [negatives, positives] = own.map((scores) => Float64Array.from(scores).sort()) as [Float64Array, Float64Array];
  if (positives.length === 0 || negatives.length === 0) return null;
  return { positives: sharesBelow(positives, negatives), negatives: sharesBelow(negatives, positives).map((share) => 1 - share) };
}

/** For each value the share of the others below it, equal ones by half. Both ascending. */
function sharesBelow(values: Float64Array, others: Float64Array): Float64Array {
  let [below, upTo] = [0, 0];
  return values.map((value) => {
    while (below < others.length && (others[below] as number) < value) below++;
    while (upTo < others.length && (others[upTo] as number) <= value) upTo++;
    return (below + upTo) / 2 / others.length;
  });
}

/** Divisor n - 1; two passes. */
function varianceOf(values: Float64Array): number {
  const mean = meanOf(values);
  return values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}
