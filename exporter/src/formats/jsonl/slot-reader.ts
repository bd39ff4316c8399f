import type { CategoryCodes } from '../category-codes.js';
import { ABSENT_MISSING, ABSENT_NULL, ABSENT_OTHER, CODE_MISSING, CODE_NULL, CODE_OTHER, type Columns, type Field } from '../format.js';
import { skipValue } from './byte-walk.js';
import { CategoryTable } from './category-table.js';
import { NumberReader } from '../number-reader.js';
import { DurationReader } from './duration-reader.js';
import { TimeReader } from './time-reader.js';

const QUOTE = 34;
const MINUS = 45;
const ZERO = 48;
const OPEN_LIST = 91;
const LOWER_N = 110;
const OPEN_OBJECT = 123;

/** Reads values from bytes into the column of one field. */
export type SlotReader = NumberSlot | TimeSlot | CategorySlot;

export function slotReader(field: Field, f: number, columns: Columns, codes: CategoryCodes | null): SlotReader {
  const values = columns.values[f];
  if (field.kind === 'category') return new CategorySlot(values as Int32Array, new CategoryTable(codes as CategoryCodes));
  // Columns of numbers and times are Float64Array and have their array of reasons (RowBatch).
  const absent = columns.absent[f] as Uint8Array;
  if (field.kind === 'time') return new TimeSlot(values as Float64Array, absent, new TimeReader(field.unit));
  if (field.kind === 'duration') return new TimeSlot(values as Float64Array, absent, new DurationReader());
  return new NumberSlot(values as Float64Array, absent);
}

/** In each: `read` reads the value at b[p] into a row and returns the offset behind it, or -1 where the referee must look at the record. */
export class NumberSlot {
  readonly #numbers = new NumberReader();

  constructor(
    readonly values: Float64Array,
    readonly absent: Uint8Array,
  ) {}

  read(b: Buffer, _v: DataView, p: number, row: number, maxDepth: number): number {
    const first = b[p] as number;
    if ((first - ZERO) >>> 0 < 10 || first === MINUS) {
      this.values[row] = this.#numbers.read(b, p);
      return this.#numbers.end;
    }
    this.values[row] = NaN;
    this.absent[row] = first === LOWER_N ? ABSENT_NULL : ABSENT_OTHER;
    return skipValue(b, p, maxDepth);
  }

  miss(row: number): void {
    this.values[row] = NaN;
    this.absent[row] = ABSENT_MISSING;
  }
}

/** A time, or a duration with its unit: what is read by an object that says where the value ends and why there is none. */
export class TimeSlot {
  constructor(
    readonly values: Float64Array,
    readonly absent: Uint8Array,
    readonly reader: Pick<TimeReader, 'read' | 'end' | 'absent'>,
  ) {}

  read(b: Buffer, v: DataView, p: number, row: number, maxDepth: number): number {
    this.values[row] = this.reader.read(b, v, p, maxDepth);
    this.absent[row] = this.reader.absent;
    return this.reader.end;
  }

  miss(row: number): void {
    this.values[row] = NaN;
    this.absent[row] = ABSENT_MISSING;
  }
}

export class CategorySlot {
  constructor(
    readonly values: Int32Array,
    readonly table: CategoryTable,
  ) {}

  read(b: Buffer, v: DataView, p: number, row: number, maxDepth: number): number {
    const first = b[p];
    if (first === LOWER_N || first === OPEN_OBJECT || first === OPEN_LIST) {
      this.values[row] = first === LOWER_N ? CODE_NULL : CODE_OTHER;
      return skipValue(b, p, maxDepth);
    }
    const code = first === QUOTE ? this.table.text(b, v, p + 1) : this.table.scalar(b, p);
    this.values[row] = code;
    return code < 0 ? -1 : this.table.end;
  }

  miss(row: number): void {
    this.values[row] = CODE_MISSING;
  }
}
