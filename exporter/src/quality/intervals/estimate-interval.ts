import { logitInterval, normalInterval, type Interval } from './interval.js';

/**
 * The variance of a value around its estimate, where the calibrated chances are right.
 *
 * Formula: each label is 1 with its chance p, apart from the others, so the variance of the value is the sum of p (1 - p) move^2, with
 *          `move` what the value changes by when the label of the row turns from 0 to 1 (delta method for ratios).
 * Shape:   one chance and one move a row.
 * Source:  the variance of a sum of independent labels (Poisson binomial law); the delta method.
 */
export function labelVariance(p: Float64Array, moves: Float64Array): number {
  let variance = 0;
  for (let i = 0; i < p.length; i++) variance += (p[i] as number) * (1 - (p[i] as number)) * (moves[i] as number) ** 2;
  return variance;
}

/**
 * An estimate without labels, with the interval in which the value with labels should lie.
 *
 * Formula: on the log-odds for shares between 0 and 1, else by the normal law within the range.
 * Shape:   the variance of the labels and that of the estimate itself (estimateSpread). No bounds where both are 0: that would claim
 *          to be certain.
 */
export function estimateInterval(value: number, variance: number, z: number, range: readonly [number | null, number | null]): Interval {
  if (!(variance > 0)) return { value, lower: null, upper: null };
  const isShare = range[0] === 0 && range[1] === 1 && value > 0 && value < 1;
  return isShare ? logitInterval(value, variance, z) : normalInterval(value, variance, z, range);
}

/** An estimate, the variance that chance gives its labels, and the value that was then found. */
export interface EstimatedAndFound {
  readonly estimate: number;
  readonly variance: number;
  readonly found: number;
}

/**
 * How far estimates were from the truth beyond what chance explains: the standard deviation of their own error.
 *
 * Formula: sqrt(max(0, mean of (found - estimate)^2 - mean of the variances)) over the chunks of the reference (moments).
 * Returns: 0 without chunks.
 * Source:  the between-study variance of a random-effects model by moments (Hedges 1983), and its use for a prediction interval (Higgins,
 *          Thompson and Spiegelhalter 2009).
 */
export function estimateSpread(chunks: readonly EstimatedAndFound[]): number {
  if (chunks.length === 0) return 0;
  const excess = chunks.reduce((sum, { estimate, variance, found }) => sum + (found - estimate) ** 2 - variance, 0);
  return Math.sqrt(Math.max(0, excess / chunks.length));
}
