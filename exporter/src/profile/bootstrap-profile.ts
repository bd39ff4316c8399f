import { PART_ANSWER, PART_INPUTS, type Batch } from '../events/index.js';
import { learnColumn, mergeField, newField, plainField, restoredField, type LearnedField, type PlainField } from './learned-field.js';
import { LogSketch } from './log-sketch.js';
import { pack, unpack } from './packed.js';
import { rowsWithPart } from './rows-with-part.js';

/**
 * What the first events of a model look like, as long as it has no baseline. Keeps no raw rows: a sketch (relative error
 * 1 %), at most 20 distinct values, at most 1024 categories a field. A field seen for the first time later on was missing
 * in all rows before, and is missing in rows of sources that do not carry it.
 *
 * Memory: about 75 KiB a numeric field at most, 0.5 MB a categorical one; the number of fields is bounded by who plans the columns.
 * Merge:  exact in any order while no field has more than 1024 categories; beyond, the ones that came first are kept apart.
 */
export class BootstrapProfile {
  rows = 0;
  firstMs = Infinity;
  lastMs = -Infinity;
  readonly fields = new Map<string, LearnedField>();
  prediction: LearnedField | null = null;

  addRows(batch: Batch, order: Int32Array, from: number, to: number): void {
    const { parts } = batch.columns;
    if (parts === undefined) {
      this.#addInputs(batch, order, from, to);
      this.#addAnswers(batch, order, from, to, this.rows - (to - from));
      return;
    }
    const inputs = rowsWithPart(parts, PART_INPUTS, order, from, to);
    this.#addInputs(batch, inputs, 0, inputs.length);
    const answers = rowsWithPart(parts, PART_ANSWER, order, from, to);
    this.#addAnswers(batch, answers, 0, answers.length, 0);
  }

  #addInputs(batch: Batch, order: Int32Array, from: number, to: number): void {
    const { columns, plan } = batch;
    const times = columns.values[plan.roles.time] as Float64Array;
    for (let k = from; k < to; k++) {
      const time = times[order[k] as number] as number;
      if (time < this.firstMs) this.firstMs = time;
      if (time > this.lastMs) this.lastMs = time;
    }
    for (const [name, field] of this.fields) if (!plan.featureColumns.has(name)) field.missing += to - from;
    for (const [name, column] of plan.featureColumns) {
      let field = this.fields.get(name);
      if (!field) this.fields.set(name, (field = newField(typeOf(batch, column), this.rows)));
      learnColumn(field, batch, column, order, from, to);
    }
    this.rows += to - from;
  }

  /** @param before answers that were seen before a prediction was: it was missing in them */
  #addAnswers(batch: Batch, order: Int32Array, from: number, to: number, before: number): void {
    const { prediction } = batch.plan.roles;
    if (prediction >= 0) {
      this.prediction ??= newField(typeOf(batch, prediction), before);
      learnColumn(this.prediction, batch, prediction, order, from, to);
    } else if (this.prediction) this.prediction.missing += to - from;
  }

  /**
   * Adds another profile of the same model; it is not changed.
   *
   * @throws RangeError when a field was learned as a number here and as a category there
   */
  merge(other: BootstrapProfile): void {
    const names = new Set([...this.fields.keys(), ...other.fields.keys()]);
    for (const name of names) requireSameType(this.fields.get(name), other.fields.get(name));
    requireSameType(this.prediction, other.prediction);
    for (const name of names) {
      const theirs = other.fields.get(name);
      const mine = this.fields.get(name) ?? newField(theirs?.type ?? 'numeric', this.rows);
      mergeField(mine, theirs ?? newField(mine.type, other.rows));
      this.fields.set(name, mine);
    }
    const type = this.prediction?.type ?? other.prediction?.type;
    if (type) {
      this.prediction ??= newField(type, this.rows);
      mergeField(this.prediction, other.prediction ?? newField(type, other.rows));
    }
    this.rows += other.rows;
    this.firstMs = Math.min(this.firstMs, other.firstMs);
    this.lastMs = Math.max(this.lastMs, other.lastMs);
  }

  encode(): Uint8Array {
    const sorted = [...this.fields].sort(([a], [b]) => (a < b ? -1 : 1));
    const fields = sorted.map(([name, field]) => ({ name, ...plainField(field) }));
    const sketches = sorted.map(([, field], i) => [`sketch_${i}`, field.sketch.encode()] as const);
    return pack({
      header: {
        rows: this.rows,
        first_ms: Number.isFinite(this.firstMs) ? this.firstMs : null,
        last_ms: Number.isFinite(this.lastMs) ? this.lastMs : null,
        fields,
        prediction: this.prediction && plainField(this.prediction),
      },
      arrays: { ...Object.fromEntries(sketches), ...(this.prediction ? { prediction: this.prediction.sketch.encode() } : {}) },
    });
  }

  /** The inverse of `encode`; null where the bytes are damaged. */
  static decode(bytes: Uint8Array): BootstrapProfile | null {
    const packed = unpack(bytes);
    if (!packed) return null;
    const { rows, first_ms: first, last_ms: last } = packed.header;
    if (typeof rows !== 'number' || !Array.isArray(packed.header['fields'])) return null;
    const profile = new BootstrapProfile();
    profile.rows = rows;
    profile.firstMs = typeof first === 'number' ? first : Infinity;
    profile.lastMs = typeof last === 'number' ? last : -Infinity;
    const sketchOf = (name: string): LogSketch | null => {
      const array = packed.arrays[name];
      return array instanceof Uint8Array ? LogSketch.decode(array) : null;
    };
    for (const [i, field] of (packed.header['fields'] as (PlainField & { name: string })[]).entries()) {
      const sketch = sketchOf(`sketch_${i}`);
      if (!sketch) return null;
      const { name, ...plain } = field;
      profile.fields.set(name, restoredField(plain, sketch));
    }
    const prediction = packed.header['prediction'] as PlainField | null | undefined;
    if (!prediction) return profile;
    const sketch = sketchOf('prediction');
    if (!sketch) return null;
    profile.prediction = restoredField(prediction, sketch);
    return profile;
  }
}

function requireSameType(mine: LearnedField | null | undefined, theirs: LearnedField | null | undefined): void {
  if (mine && theirs && mine.type !== theirs.type)
    throw new RangeError(`a field learned as ${mine.type} and as ${theirs.type} cannot be merged`);
}

function typeOf(batch: Batch, column: number): LearnedField['type'] {
  return batch.plan.fields[column]?.kind === 'category' ? 'categorical' : 'numeric';
}
