import type { CategoryCodes } from '../category-codes.js';
import { durationOfText } from '../duration-text.js';
import { timeOfNumber, timeOfText } from '../event-time.js';
import { ABSENT_MISSING, ABSENT_NULL, ABSENT_OTHER, CODE_MISSING, CODE_NULL, type Columns, type Field, type TimeUnit } from '../format.js';
import { NumberReader } from '../number-reader.js';
import { cellText } from './cell-text.js';
import type { RecordSplitter } from './record-splitter.js';

/**
 * A number in a cell: decimal, with an optional sign, fraction and exponent. Beside JSON's numbers these are `+1`, `.5`, `5.` and
 * `007`, as DuckDB reads them, which makes the baseline from the same files. No hexadecimal, no NaN or Infinity, no spaces.
 */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Reads the cells of one field into its column: an empty cell is null, a column that the header has not is missing. */
export interface CellReader {
  read(b: Buffer, splitter: RecordSplitter, cell: number, row: number): void;
  miss(row: number): void;
}

export function cellReader(field: Field, f: number, columns: Columns, codes: CategoryCodes | null): CellReader {
  const values = columns.values[f];
  if (field.kind === 'category') return new CategoryCell(values as Int32Array, codes as CategoryCodes);
  // Columns of numbers and times are Float64Array and have their array of reasons (RowBatch).
  const absent = columns.absent[f] as Uint8Array;
  if (field.kind === 'duration') return new DurationCell(values as Float64Array, absent);
  return field.kind === 'time' ? new TimeCell(values as Float64Array, absent, field.unit) : new NumberCell(values as Float64Array, absent);
}

/** The number in a cell; NaN when it is none. */
export class CellNumbers {
  readonly #numbers = new NumberReader();

  read(b: Buffer, splitter: RecordSplitter, cell: number): number {
    const start = splitter.starts[cell] as number;
    const end = splitter.ends[cell] as number;
    // What follows a cell may be a digit where the stream ends; then, as for all that is no JSON number, the text decides.
    const value = this.#numbers.read(b, start);
    if (this.#numbers.end === end) return value;
    const text = b.toString('latin1', start, end);
    return NUMBER.test(text) ? Number(text) : NaN;
  }
}

class NumberCell implements CellReader {
  readonly #numbers = new CellNumbers();

  constructor(
    readonly values: Float64Array,
    readonly absent: Uint8Array,
  ) {}

  read(b: Buffer, splitter: RecordSplitter, cell: number, row: number): void {
    this.values[row] = this.#numbers.read(b, splitter, cell);
    this.absent[row] = absence(splitter, cell);
  }

  miss(row: number): void {
    this.values[row] = NaN;
    this.absent[row] = ABSENT_MISSING;
  }
}

class DurationCell implements CellReader {
  constructor(
    readonly values: Float64Array,
    readonly absent: Uint8Array,
  ) {}

  read(b: Buffer, splitter: RecordSplitter, cell: number, row: number): void {
    this.values[row] = durationOfText(cellText(b, splitter, cell));
    this.absent[row] = absence(splitter, cell);
  }

  miss(row: number): void {
    this.values[row] = NaN;
    this.absent[row] = ABSENT_MISSING;
  }
}

class TimeCell implements CellReader {
  readonly #numbers = new CellNumbers();

  constructor(
    readonly values: Float64Array,
    readonly absent: Uint8Array,
    readonly unit: TimeUnit,
  ) {}

  read(b: Buffer, splitter: RecordSplitter, cell: number, row: number): void {
    const number = this.#numbers.read(b, splitter, cell);
    const isNumber = !Number.isNaN(number);
    this.values[row] = isNumber ? timeOfNumber(number, this.unit) : timeOfText(cellText(b, splitter, cell));
    this.absent[row] = absence(splitter, cell);
  }

  miss(row: number): void {
    this.values[row] = NaN;
    this.absent[row] = ABSENT_MISSING;
  }
}

class CategoryCell implements CellReader {
  constructor(
    readonly values: Int32Array,
    readonly codes: CategoryCodes,
  ) {}

  read(b: Buffer, splitter: RecordSplitter, cell: number, row: number): void {
    const isEmpty = splitter.starts[cell] === splitter.ends[cell];
    this.values[row] = isEmpty ? CODE_NULL : this.codes.codeOf(cellText(b, splitter, cell));
  }

  miss(row: number): void {
    this.values[row] = CODE_MISSING;
  }
}

/** Why the value of a cell is NaN, if it is. */
function absence({ starts, ends }: RecordSplitter, cell: number): number {
  return starts[cell] === ends[cell] ? ABSENT_NULL : ABSENT_OTHER;
}
