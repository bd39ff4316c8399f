import { normalInterval, type Interval } from './interval.js';

/**
 * The mean of some values with its interval by the normal law: the central limit theorem does for hundreds of rows what a bootstrap would.
 *
 * Formula: mean -+ z sqrt(s^2 / n), s^2 with divisor n - 1, in two passes; within `range`.
 * Shape:   finite values. Null without any; no bounds for one.
 * @example meanInterval([1, 3], 1)?.lower // 1
 */
export function meanInterval(
  values: ArrayLike<number>,
  z: number,
  range: readonly [number | null, number | null] = [null, null],
): Interval | null {
  const n = values.length;
  if (n === 0) return null;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += values[i] as number;
  mean /= n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += ((values[i] as number) - mean) ** 2;
  return n === 1 ? { value: mean, lower: null, upper: null } : normalInterval(mean, squares / (n - 1) / n, z, range);
}
