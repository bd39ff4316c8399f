import { countTotals } from './bin-counts.js';
import { driftError } from './errors.js';

/** One feature (or the prediction): the reference and one window, counted over the same judged bins. */
export interface FeatureTable {
  readonly feature: string;
  readonly type: 'numeric' | 'categorical';
  readonly bins: readonly string[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
  readonly referenceMissing: number;
  readonly currentMissing: number;
  readonly referenceInvalid: number;
  readonly currentInvalid: number;
}

/** Row totals of a table. `valid` values lie in bins; `seen` are valid, missing and invalid ones together. */
export interface TableTotals {
  readonly referenceValid: number;
  readonly currentValid: number;
  readonly referenceSeen: number;
  readonly currentSeen: number;
}

/**
 * Checks a table and sums its rows.
 *
 * Errors: DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT.
 */
export function tableTotals(table: FeatureTable): TableTotals {
  const call = 'judgeWindow';
  if (table.bins.length !== table.reference.length) {
    throw driftError('DRIFT_LENGTH_MISMATCH', { call, reference: table.bins.length, current: table.reference.length });
  }
  const valid = countTotals(call, table.reference, table.current);
  const absent = countTotals(call, [table.referenceMissing, table.referenceInvalid], [table.currentMissing, table.currentInvalid]);
  return {
    referenceValid: valid.reference,
    currentValid: valid.current,
    referenceSeen: valid.reference + absent.reference,
    currentSeen: valid.current + absent.current,
  };
}
