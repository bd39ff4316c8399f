import type { CategoryCodes } from '../category-codes.js';
import { durationOfText } from '../duration-text.js';
import { timeOfNumber, timeOfText } from '../event-time.js';
import { IdColumn } from '../id-column.js';
import {
  ABSENT_MISSING,
  ABSENT_NULL,
  ABSENT_OTHER,
  CODE_MISSING,
  CODE_NULL,
  CODE_OTHER,
  type Columns,
  type Field,
  type TimeUnit,
} from '../format.js';

/** Writes what JSON.parse gave for one field into its column; undefined stands for a field that the record has not. */
export interface ColumnWriter {
  write(value: unknown, row: number): void;
}

export function columnWriter(field: Field, f: number, columns: Columns, codes: CategoryCodes | null): ColumnWriter {
  const values = columns.values[f];
  const absent = columns.absent[f];
  if (field.kind === 'category') return new CategoryWriter(values as Int32Array, codes as CategoryCodes);
  if (field.kind === 'id') return new IdWriter(new IdColumn(field.key, values as Uint32Array, absent as Uint8Array));
  // Columns of numbers and times are Float64Array and have their array of reasons (RowBatch).
  if (field.kind === 'time') return new TimeWriter(values as Float64Array, absent as Uint8Array, field.unit);
  if (field.kind === 'duration') return new DurationWriter(values as Float64Array, absent as Uint8Array);
  return new NumberWriter(values as Float64Array, absent as Uint8Array);
}

class NumberWriter implements ColumnWriter {
  constructor(
    readonly values: Float64Array,
    readonly absent: Uint8Array,
  ) {}

  write(value: unknown, row: number): void {
    if (typeof value === 'number') {
      this.values[row] = value;
      return;
    }
    this.values[row] = NaN;
    this.absent[row] = absence(value);
  }
}

class TimeWriter implements ColumnWriter {
  constructor(
    readonly values: Float64Array,
    readonly absent: Uint8Array,
    readonly unit: TimeUnit,
  ) {}

  write(value: unknown, row: number): void {
    this.absent[row] = absence(value);
    this.values[row] = typeof value === 'string' ? timeOfText(value) : typeof value === 'number' ? timeOfNumber(value, this.unit) : NaN;
  }
}

class DurationWriter implements ColumnWriter {
  constructor(
    readonly values: Float64Array,
    readonly absent: Uint8Array,
  ) {}

  write(value: unknown, row: number): void {
    this.absent[row] = absence(value);
    this.values[row] = typeof value === 'string' ? durationOfText(value) : NaN;
  }
}

class CategoryWriter implements ColumnWriter {
  constructor(
    readonly values: Int32Array,
    readonly codes: CategoryCodes,
  ) {}

  write(value: unknown, row: number): void {
    if (value === undefined) this.values[row] = CODE_MISSING;
    else if (value === null) this.values[row] = CODE_NULL;
    // Numbers by value, so that 200 and 2e2 are one category.
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      this.values[row] = this.codes.codeOf(String(value));
    else this.values[row] = CODE_OTHER;
  }
}

class IdWriter implements ColumnWriter {
  constructor(readonly ids: IdColumn) {}

  write(value: unknown, row: number): void {
    if (typeof value === 'string') this.ids.text(value, row);
    else if (typeof value === 'number') this.ids.number(value, row);
    else this.ids.absent[row] = absence(value);
  }
}

function absence(value: unknown): number {
  return value === undefined ? ABSENT_MISSING : value === null ? ABSENT_NULL : ABSENT_OTHER;
}
