import { countTotals, crossDifference } from './bin-counts.js';

/**
 * Expected window count below which a bin is pooled with the other rare ones before a chi-square test.
 * Why 5:     the usual validity rule of the chi-square approximation (Cochran 1954; also in scipy's documentation).
 * Too low:   a single rare category can make a tiny p-value. Too high: shifts among rare categories are not seen.
 * Change it: not configurable; golden vectors pin it.
 * Pinned by: drift/golden.test.ts (chi-square)
 */
export const MIN_EXPECTED_COUNT = 5;

/** A 2 x K table after pooling; `dropped`, `pooled` and `kept` are positions in the input. */
export interface PooledTable {
  readonly dropped: readonly number[];
  readonly pooled: readonly number[];
  readonly kept: readonly number[];
  /** The kept columns in their order, then the pooled one if anything was pooled. */
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/**
 * Puts the bins that the window is too small for into one last column.
 *
 * Formula: one pass; a column is pooled where its expected count in the current row is under `minExpected`, strictly:
 *          (r + w) M < minExpected (N + M), decided in whole numbers (in floating point an exact 5 can come out as 4.999).
 * Shape:   two rows of counts over the same bins; `minExpected` a whole number.
 * The pooled column stays even if its own expected count is under the limit, or if only one bin went into it, so that a new
 * category keeps its signal. Columns empty in both rows are dropped.
 * Errors:  DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT.
 * @example poolRareBins([500, 300, 8, 4], [50, 30, 1, 2]).reference // [500, 300, 12]
 */
export function poolRareBins(reference: ArrayLike<number>, current: ArrayLike<number>, minExpected = MIN_EXPECTED_COUNT): PooledTable {
  const totals = countTotals('poolRareBins', reference, current);
  const all = totals.reference + totals.current;
  const dropped: number[] = [];
  const pooled: number[] = [];
  const kept: number[] = [];
  for (let i = 0; i < reference.length; i++) {
    const column = (reference[i] ?? 0) + (current[i] ?? 0);
    if (column === 0) dropped.push(i);
    else if (crossDifference(column, totals.current, minExpected, all) < 0) pooled.push(i);
    else kept.push(i);
  }
  const row = (counts: ArrayLike<number>): number[] => {
    const columns = kept.map((i) => counts[i] ?? 0);
    if (pooled.length > 0) columns.push(pooled.reduce((sum, i) => sum + (counts[i] ?? 0), 0));
    return columns;
  };
  return { dropped, pooled, kept, reference: row(reference), current: row(current) };
}
