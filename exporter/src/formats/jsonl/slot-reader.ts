import type { CategoryCodes } from '../category-codes.js';
import { ABSENT_MISSING, ABSENT_NULL, ABSENT_OTHER, CODE_MISSING, CODE_NULL, CODE_OTHER, type Columns, type Field } from '../format.js';
import { IdColumn } from '../id-column.js';
import { skipString, skipValue } from './byte-walk.js';
import { CategoryTable } from './category-table.js';
import { NumberReader } from '../number-reader.js';
import { DurationReader } from './duration-reader.js';
import { TimeReader } from './time-reader.js';

const SPACE = 32;
const QUOTE = 34;
const MINUS = 45;
const ZERO = 48;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const LOWER_N = 110;
const OPEN_OBJECT = 123;

/** Reads values from bytes into the column of one field. */
export type SlotReader = NumberSlot | TimeSlot | CategorySlot | IdSlot;

export function slotReader(field: Field, f: number, columns: Columns, codes: CategoryCodes | null): SlotReader {
  const values = columns.values[f];
  if (field.kind === 'category') return new CategorySlot(values as Int32Array, new CategoryTable(codes as CategoryCodes));
  // Columns of numbers and times are Float64Array and have their array of reasons (RowBatch).
  const absent = columns.absent[f] as Uint8Array;
  if (field.kind === 'id') return new IdSlot(new IdColumn(field.key, values as Uint32Array, absent));
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

/** An id. A text of plain ASCII is hashed where it stands; the generated scanners call this as well. */
export class IdSlot {
  readonly #numbers = new NumberReader();

  constructor(readonly ids: IdColumn) {}

  get values(): Uint32Array {
    return this.ids.values;
  }

  get absent(): Uint8Array {
    return this.ids.absent;
  }

  read(b: Buffer, _v: DataView, p: number, row: number, maxDepth: number): number {
    const first = b[p] as number;
    if (first === QUOTE) return this.#text(b, p + 1, row);
    if ((first - ZERO) >>> 0 < 10 || first === MINUS) {
      const value = this.#numbers.read(b, p);
      if (this.#numbers.end >= 0) this.ids.number(value, row);
      return this.#numbers.end;
    }
    this.absent[row] = first === LOWER_N ? ABSENT_NULL : ABSENT_OTHER;
    return skipValue(b, p, maxDepth);
  }

  miss(row: number): void {
    this.absent[row] = ABSENT_MISSING;
  }

  #text(b: Buffer, p: number, row: number): number {
    let at = p;
    let c = b[at] as number;
    for (; c !== QUOTE && c >= SPACE && c < 128 && c !== BACKSLASH; c = b[++at] as number);
    if (c === QUOTE) {
      this.ids.ascii(b, p, at, row);
      return at + 1;
    }
    const end = skipString(b, p);
    if (end >= 0) this.ids.text(JSON.parse(b.toString('utf8', p - 1, end)) as string, row);
    return end;
  }
}
