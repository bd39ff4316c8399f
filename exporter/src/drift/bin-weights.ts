import { driftError } from './errors.js';

/** Totals of two rows of counts or shares over the same bins. */
export interface WeightTotals {
  readonly reference: number;
  readonly current: number;
}

/**
 * Checks that two rows can be compared bin by bin, and sums them.
 *
 * Shape:  two arrays of one length, numbers >= 0 in bin order: counts or shares.
 * Errors: DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT (negative, NaN or infinite).
 */
export function weightTotals(call: string, reference: ArrayLike<number>, current: ArrayLike<number>): WeightTotals {
  if (reference.length !== current.length) {
    throw driftError('DRIFT_LENGTH_MISMATCH', { call, reference: reference.length, current: current.length });
  }
  return { reference: sumOf(call, 'reference', reference), current: sumOf(call, 'current', current) };
}

/**
 * Visits the shares of two rows bin by bin; each side is divided by its own total.
 *
 * Returns false, without a visit, where a side is empty: then no share exists.
 */
export function forEachShare(
  call: string,
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  visit: (p: number, q: number) => void,
): boolean {
  const totals = weightTotals(call, reference, current);
  if (totals.reference === 0 || totals.current === 0) return false;
  for (let i = 0; i < reference.length; i++) visit((reference[i] ?? 0) / totals.reference, (current[i] ?? 0) / totals.current);
  return true;
}

function sumOf(call: string, side: string, weights: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] ?? NaN;
    if (!(weight >= 0) || weight === Infinity)
      throw driftError('DRIFT_BAD_COUNT', { call, side, position: i, required: 'finite numbers >= 0' });
    sum += weight;
  }
  return sum;
}
