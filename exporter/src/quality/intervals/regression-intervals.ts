import { regressionErrors } from '../performance/regression-errors.js';
import type { Interval } from './interval.js';
import { meanInterval } from './mean-interval.js';

/**
 * The root mean squared error with its interval: the roots of the bounds of the mean squared error.
 *
 * Shape: one finite entry a row. Null without rows; no bounds for one. Source: the mean by the normal law, moved through a growing function.
 */
export function rmseInterval(actual: Float64Array, predicted: Float64Array, z: number): Interval | null {
  const squared = meanInterval(
    actual.map((y, i) => ((predicted[i] as number) - y) ** 2),
    z,
    [0, null],
  );
  const rootOf = (bound: number | null): number | null => (bound === null ? null : Math.sqrt(bound));
  return squared && { value: Math.sqrt(squared.value), lower: rootOf(squared.lower), upper: rootOf(squared.upper) };
}

/**
 * The coefficient of determination with its interval.
 *
 * Formula: 1 - R2 = m / v, the ratio of the mean squared error to the variance of the target. By the delta method a row moves log(m / v) by
 *          e^2 / m - d^2 / v, with e its error and d its distance from the mean target; so the bounds are
 *          1 - exp(log(m / v) +- z sqrt(sum of the squares of these) / n).
 * Shape:   one finite entry a row. Null where all targets are equal; where every error is 0 there are no bounds.
 * Source:  delta method for a ratio of means; on the log, because 1 - R2 cannot be below 0.
 */
export function rSquaredInterval(actual: Float64Array, predicted: Float64Array, z: number): Interval | null {
  const value = regressionErrors(actual, predicted)?.r2 ?? null;
  if (value === null) return null;
  if (value >= 1) return { value, lower: null, upper: null };
  const n = actual.length;
  const errors = actual.map((y, i) => ((predicted[i] as number) - y) ** 2);
  const mean = meanOf(actual);
  const distances = actual.map((y) => (y - mean) ** 2);
  const [m, v] = [meanOf(errors), meanOf(distances)];
  let squares = 0;
  for (let i = 0; i < n; i++) squares += ((errors[i] as number) / m - (distances[i] as number) / v) ** 2;
  const half = (z * Math.sqrt(squares)) / n;
  return { value, lower: 1 - (1 - value) * Math.exp(half), upper: 1 - (1 - value) * Math.exp(-half) };
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
