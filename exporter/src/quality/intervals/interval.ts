/** A value with its interval; bounds are null where the method has none. */
export interface Interval {
  readonly value: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * An interval by the normal law, kept within the range that the value can have.
 *
 * Formula: value -+ z sqrt(variance).
 * @example normalInterval(0.5, 0.01, 2) // { value: 0.5, lower: 0.3, upper: 0.7 }
 */
export function normalInterval(
  value: number,
  variance: number,
  z: number,
  [least, most]: readonly [number | null, number | null] = [null, null],
): Interval {
  const half = z * Math.sqrt(variance);
  return { value, lower: Math.max(value - half, least ?? -Infinity), upper: Math.min(value + half, most ?? Infinity) };
}

/**
 * An interval of a share by the normal law on its log-odds, so that it stays between 0 and 1 and is not symmetric near them.
 *
 * Formula: expit(logit(v) -+ z sqrt(variance) / (v (1 - v))), by the delta method.
 * Shape:   0 < value < 1. Source: Pepe 2003, The Statistical Evaluation of Medical Tests, section 5.2 (for areas under ROC curves).
 */
export function logitInterval(value: number, variance: number, z: number): Interval {
  const odds = Math.log(value / (1 - value));
  const half = (z * Math.sqrt(variance)) / (value * (1 - value));
  const expit = (at: number): number => 1 / (1 + Math.exp(-at));
  return { value, lower: expit(odds - half), upper: expit(odds + half) };
}
