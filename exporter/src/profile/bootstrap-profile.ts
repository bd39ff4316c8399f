import { ABSENT_OTHER, CODE_OTHER, type Batch } from '../events/index.js';
import { LogSketch } from './log-sketch.js';
import { pack, unpack } from './packed.js';

/** Distinct values that are kept apart; a feature with more of them is binned by quantiles. */
export const BOOTSTRAP_DISTINCT = 20;
/** Categories that are kept apart; later ones are counted together. */
export const BOOTSTRAP_CATEGORIES = 1024;

/** What is learned of one field while the baseline is bootstrapped. */
export interface LearnedField {
  readonly type: 'numeric' | 'categorical';
  missing: number;
  invalid: number;
  readonly sketch: LogSketch;
  /** Counts by value while there are at most BOOTSTRAP_DISTINCT of them; null afterwards. */
  distinct: Map<number, number> | null;
  readonly categories: Map<string, number>;
  overflow: number;
  min: number;
  max: number;
}

const newField = (type: LearnedField['type']): LearnedField => ({
  type,
  missing: 0,
  invalid: 0,
  sketch: new LogSketch(),
  distinct: new Map(),
  categories: new Map(),
  overflow: 0,
  min: Infinity,
  max: -Infinity,
});

/**
 * What the first events of a model look like, as long as it has no baseline. Keeps no raw rows: a sketch (relative error
 * 1 %), at most 20 distinct values, at most 1024 categories a field. A field seen for the first time later on was missing
 * in all rows before.
 */
export class BootstrapProfile {
  rows = 0;
  firstMs = Infinity;
  lastMs = -Infinity;
  readonly fields = new Map<string, LearnedField>();
  prediction: LearnedField | null = null;

  addRows(batch: Batch, order: Int32Array, from: number, to: number): void {
    const { columns, plan } = batch;
    const times = columns.values[plan.roles.time] as Float64Array;
    for (let k = from; k < to; k++) {
      const time = times[order[k] as number] as number;
      if (time < this.firstMs) this.firstMs = time;
      if (time > this.lastMs) this.lastMs = time;
    }
    for (const [name, column] of plan.featureColumns) {
      const type = plan.fields[column]?.kind === 'category' ? 'categorical' : 'numeric';
      let field = this.fields.get(name);
      if (!field) {
        field = newField(type);
        field.missing = this.rows;
        this.fields.set(name, field);
      }
      learn(field, batch, column, order, from, to);
    }
    const { prediction } = plan.roles;
    if (prediction >= 0) {
      this.prediction ??= newField(plan.fields[prediction]?.kind === 'category' ? 'categorical' : 'numeric');
      learn(this.prediction, batch, prediction, order, from, to);
    }
    this.rows += to - from;
  }

  encode(): Uint8Array {
    const fields = [...this.fields].map(([name, field]) => ({ name, ...plain(field) }));
    const prediction = this.prediction ? plain(this.prediction) : null;
    const sketches = [...this.fields.values()].map((field, i) => [`sketch_${i}`, field.sketch.encode()] as const);
    return pack({
      header: { rows: this.rows, first_ms: this.firstMs, last_ms: this.lastMs, fields, prediction },
      arrays: { ...Object.fromEntries(sketches), ...(this.prediction ? { prediction: this.prediction.sketch.encode() } : {}) },
    });
  }

  /** The inverse of `encode`; null where the bytes are damaged. */
  static decode(bytes: Uint8Array): BootstrapProfile | null {
    const packed = unpack(bytes);
    if (!packed) return null;
    const profile = new BootstrapProfile();
    profile.rows = Number(packed.header['rows'] ?? 0);
    profile.firstMs = Number(packed.header['first_ms'] ?? Infinity);
    profile.lastMs = Number(packed.header['last_ms'] ?? -Infinity);
    const sketch = (name: string): LogSketch => {
      const array = packed.arrays[name];
      return array instanceof Uint8Array ? LogSketch.decode(array) : new LogSketch();
    };
    const fields = (packed.header['fields'] as (PlainField & { name: string })[] | undefined) ?? [];
    fields.forEach((field, i) => profile.fields.set(field.name, restored(field, sketch(`sketch_${i}`))));
    const prediction = packed.header['prediction'] as PlainField | null | undefined;
    if (prediction) profile.prediction = restored(prediction, sketch('prediction'));
    return profile;
  }
}

function learn(field: LearnedField, batch: Batch, column: number, order: Int32Array, from: number, to: number): void {
  const values = batch.columns.values[column];
  const dictionary = batch.columns.dictionaries[column];
  if (dictionary) {
    const codes = values as Int32Array;
    for (let k = from; k < to; k++) {
      const code = codes[order[k] as number] as number;
      if (code === CODE_OTHER) field.invalid++;
      else if (code < 0) field.missing++;
      else {
        const value = dictionary[code];
        if (value === undefined || (!field.categories.has(value) && field.categories.size >= BOOTSTRAP_CATEGORIES)) field.overflow++;
        else field.categories.set(value, (field.categories.get(value) ?? 0) + 1);
      }
    }
    return;
  }
  const numbers = values as Float64Array;
  const absent = batch.columns.absent[column] as Uint8Array;
  for (let k = from; k < to; k++) {
    const r = order[k] as number;
    const x = numbers[r] as number;
    if (!Number.isFinite(x)) {
      if (Number.isNaN(x) && absent[r] !== ABSENT_OTHER) field.missing++;
      else field.invalid++;
      continue;
    }
    field.sketch.add(x);
    if (x < field.min) field.min = x;
    if (x > field.max) field.max = x;
    if (field.distinct) {
      field.distinct.set(x, (field.distinct.get(x) ?? 0) + 1);
      if (field.distinct.size > BOOTSTRAP_DISTINCT) field.distinct = null;
    }
  }
}

interface PlainField {
  readonly type: LearnedField['type'];
  readonly missing: number;
  readonly invalid: number;
  readonly distinct: [number, number][] | null;
  readonly categories: [string, number][];
  readonly overflow: number;
  readonly min: number | null;
  readonly max: number | null;
}

const plain = (field: LearnedField): PlainField => ({
  type: field.type,
  missing: field.missing,
  invalid: field.invalid,
  distinct: field.distinct ? [...field.distinct] : null,
  categories: [...field.categories],
  overflow: field.overflow,
  min: Number.isFinite(field.min) ? field.min : null,
  max: Number.isFinite(field.max) ? field.max : null,
});

function restored(field: PlainField, sketch: LogSketch): LearnedField {
  return {
    ...newField(field.type),
    missing: field.missing,
    invalid: field.invalid,
    sketch,
    distinct: field.distinct ? new Map(field.distinct) : null,
    categories: new Map(field.categories),
    overflow: field.overflow,
    min: field.min ?? Infinity,
    max: field.max ?? -Infinity,
  };
}
