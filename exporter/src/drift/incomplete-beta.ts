import { gammaln } from 'simple-statistics';

/** Terms after which the continued fraction has converged for counts up to about 10^8; it needs about their root. */
const MAX_TERMS = 100_000;
/** Stands in for a zero denominator (Lentz). */
const TINY = 1e-300;

/**
 * Regularised incomplete beta function I_x(a, b): the probability of a or more successes among a + b - 1 trials at rate x.
 *
 * Formula: the continued fraction, taken from the side where it converges fast; I_x(a, b) = 1 - I_{1-x}(b, a).
 * Shape:   0 <= x <= 1, a and b > 0.
 * Unit:    a probability.
 * Source:  Abramowitz and Stegun 26.5.8 (modified Lentz).
 * @example incompleteBeta(0.5, 2, 3) // 0.6875
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(gammaln(a + b) - gammaln(a) - gammaln(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  return front * betaFraction(x, a, b);
}

function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / apartFromZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let k = 1; k < MAX_TERMS; k++) {
    const even = (k * (b - k) * x) / ((a + 2 * k - 1) * (a + 2 * k));
    d = 1 / apartFromZero(1 + even * d);
    c = apartFromZero(1 + even / c);
    value *= c * d;
    const odd = (-(a + k) * (a + b + k) * x) / ((a + 2 * k) * (a + 2 * k + 1));
    d = 1 / apartFromZero(1 + odd * d);
    c = apartFromZero(1 + odd / c);
    value *= c * d;
    if (Math.abs(c * d - 1) <= 2 * Number.EPSILON) break;
  }
  return value;
}

function apartFromZero(x: number): number {
  return Math.abs(x) < TINY ? TINY : x;
}
