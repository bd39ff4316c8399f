import { driftError } from './errors.js';
import { weightTotals, type WeightTotals } from './bin-weights.js';

/**
 * Checks that two rows are counts over the same bins, and sums them.
 *
 * Shape:  two arrays of one length, integers >= 0; each row sums to at most 2^53 - 1, so that sums are exact.
 * Errors: DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT.
 */
export function countTotals(call: string, reference: ArrayLike<number>, current: ArrayLike<number>): WeightTotals {
  const totals = weightTotals(call, reference, current);
  for (const [side, row] of [
    ['reference', reference],
    ['current', current],
  ] as const) {
    for (let position = 0; position < row.length; position++) {
      if (!Number.isInteger(row[position])) throw driftError('DRIFT_BAD_COUNT', { call, side, position, required: 'whole numbers >= 0' });
    }
    if (!Number.isSafeInteger(totals[side])) {
      throw driftError('DRIFT_BAD_COUNT', { call, side, position: row.length - 1, required: 'counts that sum to less than 2^53' });
    }
  }
  return totals;
}

/**
 * a * b - c * d for whole numbers, exact before it is rounded once to a double.
 *
 * Why: cross products of counts leave 2^53 behind at about 10^8 rows, and their difference is what the tests are about.
 */
export function crossDifference(a: number, b: number, c: number, d: number): number {
  const left = a * b;
  const right = c * d;
  if (left <= Number.MAX_SAFE_INTEGER && right <= Number.MAX_SAFE_INTEGER) return left - right;
  return Number(BigInt(a) * BigInt(b) - BigInt(c) * BigInt(d));
}
