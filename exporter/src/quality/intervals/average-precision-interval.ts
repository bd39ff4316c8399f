import { averagePrecision } from '../performance/average-precision.js';
import { logitInterval, type Interval } from './interval.js';
import { MIN_CLASS_ROWS } from './min-class-rows.js';
import { wilson } from '../../statistics/index.js';

/**
 * Average precision with its interval.
 *
 * Formula: the delta method over rows. With TP and FP the counts at and above a score, precision there moves by FP / (TP + FP)^2 for a
 *          positive row more and by -TP / (TP + FP)^2 for a negative one; so row j moves the average by
 *          ([j positive] (precision(s_j) - AP) + sum over positives i with s_i <= s_j of that move at s_i) / positives, and the variance
 *          is the sum of the squares. On the log-odds, so that it stays in [0, 1]; where the variance is 0, Wilson over the positives.
 * Shape:   as averagePrecision. Null without positives; no bounds with fewer than MIN_CLASS_ROWS.
 * Source:  the influence function of the plug-in estimate; compare Boyd, Eng and Page 2013 (ECML), who fit a binomial over positives.
 */
export function averagePrecisionInterval(actual: ArrayLike<number>, score: ArrayLike<number>, z: number): Interval | null {
  const value = averagePrecision(actual, score);
  if (value === null) return null;
  const { variance, positives } = spreadOf(actual, score, value);
  if (positives < MIN_CLASS_ROWS) return { value, lower: null, upper: null };
  if (variance > 0 && value < 1) return logitInterval(value, variance, z);
  const bound = wilson(value * positives, positives, z);
  return bound && { ...bound, value };
}

/** Rows of one score, from the highest score down. */
interface Tie {
  readonly positives: number;
  readonly negatives: number;
  readonly precision: number;
  /** Moves of the precision here for one more row of each class at or above. */
  readonly byPositive: number;
  readonly byNegative: number;
}

function spreadOf(actual: ArrayLike<number>, score: ArrayLike<number>, value: number): { variance: number; positives: number } {
  const { ties, positives } = tiesOf(actual, score);
  let [byPositive, byNegative, squares] = [0, 0, 0];
  for (const tie of ties.reverse()) {
    byPositive += tie.positives * tie.byPositive;
    byNegative += tie.positives * tie.byNegative;
    squares += tie.positives * (tie.precision - value + byPositive) ** 2 + tie.negatives * byNegative ** 2;
  }
  return { variance: squares / positives ** 2, positives };
}

function tiesOf(actual: ArrayLike<number>, score: ArrayLike<number>): { ties: Tie[]; positives: number } {
  const order = Uint32Array.from({ length: actual.length }, (_, i) => i).sort((a, b) => (score[b] as number) - (score[a] as number));
  const ties: Tie[] = [];
  let [tp, fp] = [0, 0];
  for (let k = 0; k < order.length;) {
    const threshold = score[order[k] as number];
    const before = [tp, fp] as const;
    while (k < order.length && score[order[k] as number] === threshold) {
      if (actual[order[k++] as number] === 1) tp++;
      else fp++;
    }
    const all = tp + fp;
    const moves = { precision: tp / all, byPositive: fp / all ** 2, byNegative: -tp / all ** 2 };
    ties.push({ positives: tp - before[0], negatives: fp - before[1], ...moves });
  }
  return { ties, positives: tp };
}
