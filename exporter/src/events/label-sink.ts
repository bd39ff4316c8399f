import type { Columns } from './columns.js';
import type { ColumnPlan } from './column-plan.js';
import type { Batch } from './reducer.js';

/**
 * Accepted inferences of one model version and one window, for the join of labels: the rows `order[from..to)`.
 *
 * Columns, by `batch.plan.roles` (-1: the log does not have it):
 *   requestId    Uint32Array, low half of row r at 2r, high half at 2r+1; there only where `absent` says PRESENT
 *   time         milliseconds since 1970
 *   prediction   Int32Array of codes where `dictionaries` has texts for the column, else Float64Array, NaN for none
 *   score        Float64Array; the prediction itself where the log has no prediction but a score
 *   label        Int32Array of codes into `dictionaries`; labelNumber: Float64Array. The task of the model says which one counts.
 *                Null in the record is: not known yet. A code without a text is one of too many classes: take it for absent
 *   values       Float64Array each, one for each of the map's values
 *
 * Where `batch.columns.parts` is there, only rows with PART_ANSWER hold an answer (of a request that is logged apart, the other half).
 * Valid during the call, as the columns are.
 */
export interface PredictionRows {
  readonly model: string;
  readonly version: string;
  /** The window that holds their times: [startMs, endMs). */
  readonly startMs: number;
  readonly endMs: number;
  readonly batch: Batch;
  readonly order: Int32Array;
  readonly from: number;
  readonly to: number;
}

/** Accepted labels of one model: the rows `order[from..to)`. The columns are those above, without prediction and score. */
export interface LabelRows {
  readonly model: string;
  readonly columns: Columns;
  readonly plan: ColumnPlan;
  readonly order: Int32Array;
  readonly from: number;
  readonly to: number;
  /** When they are read: the time of labels whose records have none (role -1, or NaN). Milliseconds since 1970. */
  readonly arrivalMs: number;
}

/** What joins labels and predictions. Rows come in the order of the log, each once between two commits; nothing of them may be kept but numbers. */
export interface LabelSink {
  predictions(rows: PredictionRows): void;
  labels(rows: LabelRows): void;
}
