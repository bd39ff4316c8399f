import { LAST_CELL, binOf, type NumericBinner } from './numeric-binner.js';

/**
 * Adds the values `values[from..to)` to `counts`: one slot per bin, then `missing`, then `invalid`, which is where a value that is not
 * finite goes. The same bins as `countNumeric`, for values that come without a mask (a column of a file, its nulls left out).
 */
export function countValues(values: Float64Array, from: number, to: number, binner: NumericBinner, counts: Float64Array): void {
  const { edges, first, lo, hi, inverse } = binner;
  const invalid = edges.length + 1;
  for (let i = from; i < to; i++) {
    const x = values[i] as number;
    let slot = invalid;
    if (x - x === 0) {
      if (first === null) slot = binOf(binner, x);
      else {
        slot = first[x < lo ? 0 : x >= hi ? LAST_CELL : 1 + (((x - lo) * inverse) | 0)] as number;
        while (x >= (edges[slot] as number)) slot++;
      }
    }
    (counts[slot] as number)++;
  }
}
