import { ABSENT_OTHER, CODE_OTHER, type Batch } from '../events/index.js';
import { LogSketch } from './log-sketch.js';

/** Distinct values that are kept apart; a feature with more of them is binned by quantiles. */
export const BOOTSTRAP_DISTINCT = 20;
/** Categories that are kept apart; later ones are counted together. */
export const BOOTSTRAP_CATEGORIES = 1024;
/** Longest category that can get a bin, hence a label, of its own; longer texts are counted with the rest. */
const LONGEST_CATEGORY = 200;

/** What is learned of one field while the baseline is bootstrapped. Each row is counted once: missing, invalid or a value. */
export interface LearnedField {
  type: 'numeric' | 'categorical';
  missing: number;
  invalid: number;
  sketch: LogSketch;
  /** Counts by value while there are at most BOOTSTRAP_DISTINCT of them; null afterwards. */
  distinct: Map<number, number> | null;
  readonly categories: Map<string, number>;
  /** Rows with a category that is not kept apart. */
  overflow: number;
  min: number;
  max: number;
}

/** A field that was missing in all rows so far. */
export function newField(type: LearnedField['type'], missing: number): LearnedField {
  return {
    type,
    missing,
    invalid: 0,
    sketch: new LogSketch(),
    distinct: new Map(),
    categories: new Map(),
    overflow: 0,
    min: Infinity,
    max: -Infinity,
  };
}

/** Learns the rows `order[from..to)` of a column. A column of the other kind than the field holds nothing valid for it. */
export function learnColumn(field: LearnedField, batch: Batch, column: number, order: Int32Array, from: number, to: number): void {
  const dictionary = batch.columns.dictionaries[column];
  if (!dictionary && field.type === 'categorical') becomeNumeric(field);
  if ((dictionary ? 'categorical' : 'numeric') !== field.type) {
    field.invalid += to - from;
    return;
  }
  if (dictionary) learnCategories(field, dictionary, batch.columns.values[column] as Int32Array, order, from, to);
  else learnNumbers(field, batch, column, order, from, to);
}

function learnCategories(
  field: LearnedField,
  dictionary: readonly string[],
  codes: Int32Array,
  order: Int32Array,
  from: number,
  to: number,
): void {
  for (let k = from; k < to; k++) {
    const code = codes[order[k] as number] as number;
    if (code === CODE_OTHER) field.invalid++;
    else if (code < 0) field.missing++;
    else addCategory(field, dictionary[code], 1);
  }
}

function learnNumbers(field: LearnedField, batch: Batch, column: number, order: Int32Array, from: number, to: number): void {
  const numbers = batch.columns.values[column] as Float64Array;
  const absent = batch.columns.absent[column] as Uint8Array;
  for (let k = from; k < to; k++) {
    const r = order[k] as number;
    const x = numbers[r] as number;
    if (Number.isFinite(x)) addNumber(field, x, 1);
    else if (Number.isNaN(x) && absent[r] !== ABSENT_OTHER) field.missing++;
    else field.invalid++;
  }
}

/** Adds what another profile learned of the same field; both are of one type. */
export function mergeField(into: LearnedField, other: LearnedField): void {
  into.missing += other.missing;
  into.invalid += other.invalid;
  into.overflow += other.overflow;
  into.sketch.merge(other.sketch);
  into.min = Math.min(into.min, other.min);
  into.max = Math.max(into.max, other.max);
  if (!other.distinct) into.distinct = null;
  else for (const [x, count] of other.distinct) countDistinct(into, x, count);
  for (const [category, count] of other.categories) addCategory(into, category, count);
}

/**
 * What was learned as text, read as numbers: whether a prediction is a class or an amount is known only after some rows.
 * Leaves a field alone that holds other text, or whose values were not all kept.
 */
function becomeNumeric(field: LearnedField): void {
  const values = [...field.categories].map(([text, count]) => [text.trim() === '' ? NaN : Number(text), count] as const);
  if (field.overflow > 0 || values.some(([x]) => !Number.isFinite(x))) return;
  field.type = 'numeric';
  field.categories.clear();
  for (const [x, count] of values) addNumber(field, x, count);
}

function addNumber(field: LearnedField, value: number, count: number): void {
  // -0 becomes 0: which of the two came first must not show.
  const x = value + 0;
  field.sketch.add(x, count);
  if (x < field.min) field.min = x;
  if (x > field.max) field.max = x;
  countDistinct(field, x, count);
}

function countDistinct(field: LearnedField, x: number, count: number): void {
  if (!field.distinct) return;
  field.distinct.set(x, (field.distinct.get(x) ?? 0) + count);
  if (field.distinct.size > BOOTSTRAP_DISTINCT) field.distinct = null;
}

function addCategory(field: LearnedField, category: string | undefined, count: number): void {
  const known = category === undefined ? undefined : field.categories.get(category);
  if (known !== undefined) field.categories.set(category as string, known + count);
  else if (category === undefined || category.length > LONGEST_CATEGORY || field.categories.size >= BOOTSTRAP_CATEGORIES)
    field.overflow += count;
  else field.categories.set(category, count);
}

/** A field as plain JSON, its sketch apart. */
export interface PlainField {
  readonly type: LearnedField['type'];
  readonly missing: number;
  readonly invalid: number;
  readonly distinct: [number, number][] | null;
  readonly categories: [string, number][];
  readonly overflow: number;
  readonly min: number | null;
  readonly max: number | null;
}

/** Sorted, so that equal contents encode to equal bytes, whatever the order of the rows. */
export function plainField({ type, missing, invalid, distinct, categories, overflow, min, max }: LearnedField): PlainField {
  return {
    type,
    missing,
    invalid,
    distinct: distinct ? [...distinct].sort(([a], [b]) => a - b) : null,
    categories: [...categories].sort(([a], [b]) => (a < b ? -1 : 1)),
    overflow,
    min: Number.isFinite(min) ? min : null,
    max: Number.isFinite(max) ? max : null,
  };
}

export function restoredField(plain: PlainField, sketch: LogSketch): LearnedField {
  return {
    ...plain,
    sketch,
    distinct: plain.distinct ? new Map(plain.distinct) : null,
    categories: new Map(plain.categories),
    min: plain.min ?? Infinity,
    max: plain.max ?? -Infinity,
  };
}
