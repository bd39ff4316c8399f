import type { CategoryCodes } from '../category-codes.js';
import { durationOfText } from '../duration-text.js';
import { timeOfNumber, timeOfText } from '../event-time.js';
import { ABSENT_MISSING, ABSENT_NULL, ABSENT_OTHER, CODE_MISSING, CODE_NULL, type Columns, type Field, type TimeUnit } from '../format.js';
import { IdColumn } from '../id-column.js';
import { NumberReader } from '../number-reader.js';
import { CSV_NUMBER, cellText } from './cell-text.js';
import type { RecordSplitter } from './record-splitter.js';

/** Reads the cells of one field into its column: an empty cell is null, a column that the header has not is missing. */
export interface CellReader {
  read(b: Buffer, splitter: RecordSplitter, cell: number, row: number): void;
  miss(row: number): void;
}

/** @param numbers how numbers are written */
export function cellReader(field: Field, f: number, columns: Columns, codes: CategoryCodes | null, numbers: CellNumbers): CellReader {
  const values = columns.values[f];
  if (field.kind === 'category') return new CategoryCell(values as Int32Array, codes as CategoryCodes);
  // Columns of numbers and times are Float64Array and have their array of reasons (RowBatch).
  const absent = columns.absent[f] as Uint8Array;
  if (field.kind === 'id') return new IdCell(new IdColumn(field.key, values as Uint32Array, absent));
  if (field.kind === 'duration') return new DurationCell(values as Float64Array, absent);
  return field.kind === 'time'
    ? new TimeCell(values as Float64Array, absent, field.unit, numbers)
    : new NumberCell(values as Float64Array, absent, numbers);
}

/** What separates the fraction of a number: a point, a comma, or in each number either of them. */
export type DecimalMark = '.' | ',' | 'auto';

/** A number with a decimal comma. A comma that separates thousands cannot be told from it: such logs are not read with commas. */
const COMMA_NUMBER = /^[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?$/;

const COMMA = 44;
const POINT = 46;
const NO_DIGIT = 10;
/** Longer than any number that a program prints. */
const SCRATCH_BYTES = 64;

/** The number in a cell; NaN when it is none. */
export class CellNumbers {
  readonly #numbers = new NumberReader();
  readonly #mark: DecimalMark;
  readonly #scratch = Buffer.alloc(SCRATCH_BYTES);

  constructor(mark: DecimalMark) {
    this.#mark = mark;
  }

  read(b: Buffer, splitter: RecordSplitter, cell: number): number {
    const start = splitter.starts[cell] as number;
    const end = splitter.ends[cell] as number;
    // What follows a cell may be a digit where the stream ends; then, as for all that is no JSON number, the text decides.
    const value = this.#numbers.read(b, start);
    if (this.#numbers.end === end) return this.#mark === ',' && hasPoint(b, start, end) ? NaN : value;
    if (this.#mark !== '.') {
      const withPoint = this.#readWithComma(b, start, end);
      if (withPoint === withPoint) return withPoint;
    }
    const text = b.toString('latin1', start, end);
    if (this.#mark !== ',' && CSV_NUMBER.test(text)) return Number(text);
    return this.#mark !== '.' && COMMA_NUMBER.test(text) ? Number(text.replace(',', '.')) : NaN;
  }

  /**
   * The usual numbers, with their comma made a point; NaN for all that the text must decide. Gained: 2.9 times the records a second
   * of a file with 13 such numbers each (tools/bench-formats.ts, row csv).
   */
  #readWithComma(b: Buffer, start: number, end: number): number {
    const length = end - start;
    if (length >= SCRATCH_BYTES) return NaN;
    const scratch = this.#scratch;
    for (let i = 0; i < length; i++) {
      const c = b[start + i] as number;
      if (c === POINT) return NaN;
      scratch[i] = c === COMMA ? POINT : c;
    }
    scratch[length] = NO_DIGIT;
    const value = this.#numbers.read(scratch, 0);
    return this.#numbers.end === length ? value : NaN;
  }
}

function hasPoint(b: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (b[i] === POINT) return true;
  return false;
}

class NumberCell implements CellReader {
  readonly #numbers: CellNumbers;

  constructor(
    readonly values: Float64Array,
    readonly absent: Uint8Array,
    numbers: CellNumbers,
  ) {
    this.#numbers = numbers;
  }

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
  readonly #numbers: CellNumbers;

  constructor(
    readonly values: Float64Array,
    readonly absent: Uint8Array,
    readonly unit: TimeUnit,
    numbers: CellNumbers,
  ) {
    this.#numbers = numbers;
  }

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

/** An id, as it is written: `017` is another one than `17`. */
class IdCell implements CellReader {
  constructor(readonly ids: IdColumn) {}

  read(b: Buffer, splitter: RecordSplitter, cell: number, row: number): void {
    const start = splitter.starts[cell] as number;
    const end = splitter.ends[cell] as number;
    let at = start;
    while (at < end && (b[at] as number) < 128) at++;
    if (at === end && splitter.doubled[cell] !== 1) this.ids.ascii(b, start, end, row);
    else this.ids.text(cellText(b, splitter, cell), row);
  }

  miss(row: number): void {
    this.ids.absent[row] = ABSENT_MISSING;
  }
}

/** Why the value of a cell is NaN, if it is. */
function absence({ starts, ends }: RecordSplitter, cell: number): number {
  return starts[cell] === ends[cell] ? ABSENT_NULL : ABSENT_OTHER;
}
