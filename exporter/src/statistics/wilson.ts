/** A share with its interval. */
export interface ShareInterval {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** The standard normal quantile of a two-sided interval of 95 %. */
export const Z95 = 1.959963984540054;

/**
 * Wilson's score interval of a proportion, without continuity correction.
 *
 * Formula: (x + z^2/2 -+ z sqrt(x (n - x) / n + z^2/4)) / (n + z^2); exactly 0 at x = 0 and exactly 1 at x = n.
 * Shape:   0 <= successes <= n, which may be fractional; z >= 0. Null without trials.
 * Source:  Wilson 1927, JASA 22. Agrees with scipy 1.17.1 binomtest(...).proportion_ci(method='wilson').
 * @example wilson(0, 10, 1.959963984540054) // { value: 0, lower: 0, upper: 0.2775327998628892 }
 */
export function wilson(successes: number, n: number, z: number): ShareInterval | null {
  if (n <= 0) return null;
  const x = successes;
  const middle = x + (z * z) / 2;
  const spread = z * Math.sqrt((x * (n - x)) / n + (z * z) / 4);
  // The lower limit as x^2 / (n ...) form: middle - spread would cancel for few successes among many.
  const lowOf = (count: number): number => (count <= 0 ? 0 : (count * count) / n / (count + (z * z) / 2 + spread));
  const upper = x >= n ? 1 : n - x < x ? 1 - lowOf(n - x) : (middle + spread) / (n + z * z);
  return { value: x / n, lower: lowOf(x), upper };
}
