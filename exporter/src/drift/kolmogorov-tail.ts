import { durbinProbability } from './durbin-probability.js';
import { pelzGoodProbability } from './pelz-good-probability.js';
import { smirnovTail } from './smirnov-tail.js';

/** Sample size up to which the matrix method serves everywhere but in the tail. */
const SMALL_SAMPLE = 140;
/** n d^2 from which twice the one-sided tail is right to more than five digits, for small samples and for larger ones. */
const TAIL_FROM_SMALL = 4;
const TAIL_FROM = 2.2;
/** n d^2 from which the tail is below the smallest double. */
const NOTHING_FROM = 370;
/** Largest sample, and largest n d^1.5, for which the matrix stays small enough. */
const MATRIX_SAMPLE = 100_000;
const MATRIX_UP_TO = 1.4;

/**
 * Upper tail of Kolmogorov's one-sample distance for a finite sample: P(D_n >= d).
 *
 * Formula: Durbin's matrix for small n or small d, twice Smirnov's one-sided tail far out, Pelz and Good's expansion
 *          between; the choice by n and n d^2 is that of the source. Relative error at most about 1e-5.
 * Shape:   n a whole number >= 1.
 * Unit:    a probability.
 * Source:  Simard and L'Ecuyer 2011, J. Stat. Software 39(11). Agrees with scipy 1.17.1 stats.kstwo.sf.
 * @example kolmogorovTail(3, 1 / 3) // 0.7777777777777778
 */
export function kolmogorovTail(n: number, d: number): number {
  const t = n * d;
  if (t <= 0.5) return 1;
  if (d >= 1) return 0;
  if (t <= 1) return 1 - nearZero(n, t);
  if (t >= n - 1) return 2 * Math.exp(n * Math.log1p(-d));
  const square = t * d;
  if (square >= NOTHING_FROM) return 0;
  // From d = 1/2 on both one-sided events exclude each other, and twice the tail is exact.
  if (d >= 0.5 || square > (n <= SMALL_SAMPLE ? TAIL_FROM_SMALL : TAIL_FROM)) return Math.min(1, 2 * smirnovTail(n, d));
  const useMatrix = n <= SMALL_SAMPLE || (n <= MATRIX_SAMPLE && t * Math.sqrt(d) <= MATRIX_UP_TO);
  return Math.min(1, Math.max(0, 1 - (useMatrix ? durbinProbability(n, d) : pelzGoodProbability(n, d))));
}

/** P(D_n < d) for 1/2 <= n d <= 1: n! ((2 n d - 1) / n)^n. */
function nearZero(n: number, t: number): number {
  let product = 1;
  for (let i = 1; i <= n && product > 0; i++) product *= (i / n) * (2 * t - 1);
  return product;
}
