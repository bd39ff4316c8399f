import { chiSquareUpperTail } from './chi-square-upper-tail.js';
import { driftError } from './errors.js';

/** Newton's steps converge from one side within about ten; the bound only ends a loop that rounding could keep alive. */
const MAX_STEPS = 60;

/**
 * The z between whose negative and itself a standard normal value lies with the given confidence.
 *
 * Formula: the root of 2 (1 - Phi(z)) = 1 - confidence, by Newton's method on the logarithm of the tail, which is concave.
 * Shape:   0 < confidence < 1.
 * Unit:    standard deviations; relative error below 1e-13.
 * Errors:  DRIFT_OUT_OF_RANGE.
 * @example twoSidedNormalQuantile(0.95) // 1.959963984540054
 */
export function twoSidedNormalQuantile(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) {
    throw driftError('DRIFT_OUT_OF_RANGE', {
      call: 'twoSidedNormalQuantile',
      name: 'confidence',
      required: 'between 0 and 1',
      found: confidence,
    });
  }
  const tail = 1 - confidence;
  let z = 1;
  for (let step = 0; step < MAX_STEPS; step++) {
    const p = twoSidedNormalTail(z);
    const density = 2 * Math.exp(-0.5 * z * z) * Math.sqrt(0.5 / Math.PI);
    const next = z + (p / density) * Math.log(p / tail);
    // The first step may overshoot to the left of 0 for a confidence near 0; halving keeps the sign.
    const bounded = next > 0 ? next : z / 2;
    if (Math.abs(bounded - z) <= 4 * Number.EPSILON * z) return bounded;
    z = bounded;
  }
  return z;
}

/**
 * Two-sided tail of the standard normal distribution: P(|Z| >= |z|), with its digits down to 1e-300.
 *
 * @example twoSidedNormalTail(1.959963984540054) // 0.05
 */
export function twoSidedNormalTail(z: number): number {
  return chiSquareUpperTail(z * z, 1);
}
