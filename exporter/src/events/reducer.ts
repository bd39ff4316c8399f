import type { Columns } from './columns.js';
import type { ColumnPlan } from './column-plan.js';

/** Divisors that bring the durations of one source to seconds. */
export interface DurationUnits {
  readonly latencyPerSecond: number;
  readonly firstTokenPerSecond: number;
}

/** The rows of one decoded batch, with what is needed to read them. */
export interface Batch {
  readonly columns: Columns;
  readonly plan: ColumnPlan;
  /** Outcome code (index into OUTCOMES) of each row. */
  readonly outcomes: Uint8Array;
  readonly units: DurationUnits;
  /** Currency of the cost column; null where the source maps no cost. */
  readonly costCurrency: string | null;
}

/** What the fold drives: takes the rows `order[from..to)` of a batch. Rows of one call belong to one model version and window. */
export interface Reducer {
  addRows(batch: Batch, order: Int32Array, from: number, to: number): void;
}
