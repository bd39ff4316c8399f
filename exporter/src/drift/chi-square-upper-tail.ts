import { driftError } from './errors.js';
import { stirlingError } from './stirling-error.js';

/** Terms after which the series and the continued fraction have long converged for every df that a table can have. */
const MAX_TERMS = 100_000;
/** Stands in for a zero denominator in the continued fraction (Lentz); far below every real one. */
const TINY = 1e-300;
/** Below this shape the density is taken from the gamma function itself, above from Stirling's formula with its error term. */
const STIRLING_FROM = 15;

/**
 * Upper tail of the chi-square distribution: the probability of a value of x or more.
 *
 * Formula: Q(df / 2, x / 2), the regularised upper incomplete gamma function; left of the mean 1 - P by its power series,
 *          right of it by Legendre's continued fraction. Relative error below 1e-10 down to 1e-300.
 * Shape:   x >= 0 (Infinity gives 0); df a whole number >= 1.
 * Unit:    a probability.
 * Errors:  DRIFT_OUT_OF_RANGE. Never returns NaN.
 * Source:  Abramowitz and Stegun 6.5.29, 6.5.31; the density as in Loader 2000, "Fast and accurate computation of binomial
 *          probabilities". Agrees with scipy 1.17.1 stats.chi2.sf. (@stdlib's gammainc 0.3.1 is off by 1e-3 at df = 500,
 *          x = 2137.75, where its exp underflows, so it is not used.)
 * @example chiSquareUpperTail(3.841458820694124, 1) // 0.05
 */
export function chiSquareUpperTail(x: number, df: number): number {
  if (!(x >= 0)) throw driftError('DRIFT_OUT_OF_RANGE', { call: 'chiSquareUpperTail', name: 'x', required: '>= 0', found: x });
  if (!Number.isInteger(df) || df < 1) {
    throw driftError('DRIFT_OUT_OF_RANGE', { call: 'chiSquareUpperTail', name: 'df', required: 'to be a whole number >= 1', found: df });
  }
  if (x === 0) return 1;
  if (x === Infinity) return 0;
  const shape = df / 2;
  const half = x / 2;
  const density = poissonDensity(shape, half);
  return half < shape + 1 ? 1 - density * lowerSeries(shape, half) : Math.min(1, density * shape * upperFraction(shape, half));
}

/** x^a e^-x / Gamma(a + 1) for a half-integer a, without the cancellation of its logarithms for large a. */
function poissonDensity(a: number, x: number): number {
  if (a < STIRLING_FROM) return Math.exp(a * Math.log(x) - x - Math.log(gammaOfNext(a)));
  const u = (x - a) / a;
  return Math.exp(a * (Math.log1p(u) - u) - stirlingError(a)) / Math.sqrt(2 * Math.PI * a);
}

/** Gamma(a + 1) for a = 0.5, 1, 1.5, ... by its recurrence. */
function gammaOfNext(a: number): number {
  let product = Number.isInteger(a) ? 1 : Math.sqrt(Math.PI);
  for (let factor = Number.isInteger(a) ? 1 : 0.5; factor <= a; factor++) product *= factor;
  return product;
}

/** Sum of x^k / ((a + 1) ... (a + k)) from k = 0: P(a, x) over the density. */
function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < MAX_TERMS && term > sum * Number.EPSILON; k++) {
    term *= x / (a + k);
    sum += term;
  }
  return sum;
}

/** Q(a, x) over a times the density, by the even part of Legendre's continued fraction (modified Lentz). */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let value = d;
  for (let k = 1; k < MAX_TERMS; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = numerator * d + b;
    c = b + numerator / c;
    d = 1 / (Math.abs(d) < TINY ? TINY : d);
    if (Math.abs(c) < TINY) c = TINY;
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) <= Number.EPSILON) break;
  }
  return value;
}
