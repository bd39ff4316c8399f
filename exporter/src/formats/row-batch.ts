import type { Field } from '../events/index.js';
import type { CategoryCodes } from './category-codes.js';
import type { Columns, DecoderOptions, RowSink } from './format.js';

/** The columns of a decoder and the row that is filled next. */
export class RowBatch {
  readonly columns: Columns;
  /** Row to fill; rows before it are accepted and not handed over yet. */
  row = 0;
  readonly #rows: number;

  constructor({ fields, batchRows }: DecoderOptions, categories: readonly (CategoryCodes | null)[]) {
    this.#rows = batchRows;
    this.columns = {
      values: fields.map((field) => columnOf(field, batchRows)),
      absent: fields.map(({ kind }) => (kind === 'category' ? null : new Uint8Array(batchRows))),
      dictionaries: categories.map((codes) => codes && codes.values),
      offsets: new Float64Array(batchRows),
      extras: new Uint16Array(batchRows),
    };
  }

  /** Accepts the row; hands the batch over when it is full. */
  accept(sink: RowSink): void {
    if (++this.row === this.#rows) this.flush(sink);
  }

  /** Hands over what is there. */
  flush(sink: RowSink): void {
    const n = this.row;
    // Before the call: a sink that throws must not get the same rows again.
    this.row = 0;
    if (n > 0) sink.rows(n);
  }
}

function columnOf({ kind }: Field, rows: number): Columns['values'][number] {
  if (kind === 'category') return new Int32Array(rows);
  return kind === 'id' ? new Uint32Array(2 * rows) : new Float64Array(rows);
}
