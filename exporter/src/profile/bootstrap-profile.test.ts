import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planColumns, type Batch } from '../events/index.js';
import { ROW_MAP, batchOf, inOrder, inferenceRow, type InferenceRow } from '../../test/pipeline/inference-rows.js';
import { accumulatorContract, textOf } from './accumulator.contract.js';
import { BootstrapProfile } from './bootstrap-profile.js';
import type { LearnedField } from './learned-field.js';

const learn = (profile: BootstrapProfile, rows: readonly InferenceRow[], carries: readonly ('x' | 'c')[] = ['x', 'c']): void =>
  profile.addRows(batchOf(rows, { carries }), inOrder(rows), 0, rows.length);
const rowsOf = (field: LearnedField): number => {
  const values = field.type === 'numeric' ? field.sketch.count : [...field.categories.values()].reduce((sum, count) => sum + count, 0);
  return field.missing + field.invalid + field.overflow + values;
};

accumulatorContract<BootstrapProfile, InferenceRow>({
  name: 'BootstrapProfile',
  empty: () => new BootstrapProfile(),
  add: (profile, rows) => rows.length > 0 && learn(profile, rows),
  merge: (into, other) => into.merge(other),
  encode: (profile) => profile.encode(),
  decode: (bytes) => BootstrapProfile.decode(bytes),
  value: inferenceRow,
  // The times of the rows are their numbers in the batch, which another split counts anew.
  counts: ({ rows, fields }) => [
    rows,
    [...fields]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { sketch, distinct, categories, ...field }]) => [
        name,
        field,
        textOf(sketch.encode()),
        distinct && [...distinct].sort(([a], [b]) => a - b),
        [...categories].sort(([a], [b]) => (a < b ? -1 : 1)),
      ]),
  ],
  sums: () => [],
  unlike: {
    'kind of field': () => {
      const [into, other] = [new BootstrapProfile(), new BootstrapProfile()];
      learn(into, [], ['x', 'c']);
      learn(other, [{ x: 1, why: 0, code: 0, latencyMs: 1, firstTokenMs: 1, outcome: 0, tokens: 1, cost: 1 }], ['c']);
      other.fields.set('x', { ...(into.fields.get('x') as LearnedField), type: 'categorical' });
      return [into, other];
    },
  },
});

describe('every row is accounted for in every field', () => {
  test('whichever columns a batch carries', () => {
    const carried = fc.constantFrom<readonly ('x' | 'c')[]>(['x'], ['c'], ['x', 'c'], []);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(inferenceRow, { maxLength: 20 }), carried), { maxLength: 6 }), (batches) => {
        const profile = new BootstrapProfile();
        for (const [rows, carries] of batches) learn(profile, rows, carries);
        for (const field of profile.fields.values()) expect(rowsOf(field)).toBe(profile.rows);
      }),
    );
  });

  test('also when a prediction comes late, or only from one of two sources', () => {
    const profile = new BootstrapProfile();
    profile.addRows(predictionBatch([]), Int32Array.of(0, 1), 0, 2);
    profile.addRows(predictionBatch(['a', 'b']), Int32Array.of(0, 1), 0, 2);
    profile.addRows(predictionBatch([]), Int32Array.of(0, 1), 0, 2);
    expect(profile.prediction).toMatchObject({ type: 'categorical', missing: 4 });
    expect(rowsOf(profile.prediction as LearnedField)).toBe(6);
  });
});

test('classes that turn out to be amounts become numbers without loss', () => {
  const profile = new BootstrapProfile();
  profile.addRows(predictionBatch(['1', '2', '2', '-0.5']), inOrder([1, 2, 3, 4]), 0, 4);
  profile.addRows(predictionBatch([3.25]), Int32Array.of(0), 0, 1);
  const { prediction } = profile;
  expect(prediction).toMatchObject({ type: 'numeric', min: -0.5, max: 3.25, missing: 0, invalid: 0 });
  expect([...(prediction?.distinct ?? [])].sort(([a], [b]) => a - b)).toEqual([
    [-0.5, 1],
    [1, 1],
    [2, 2],
    [3.25, 1],
  ]);
});

test('words stay words when a number column follows: what does not fit is invalid', () => {
  const profile = new BootstrapProfile();
  profile.addRows(predictionBatch(['yes', '']), Int32Array.of(0, 1), 0, 2);
  profile.addRows(predictionBatch([3.25]), Int32Array.of(0), 0, 1);
  expect(profile.prediction).toMatchObject({ type: 'categorical', invalid: 1 });
});

test('a text longer than a label may be is counted with the rest: 200 characters are kept apart, 201 are not', () => {
  const profile = new BootstrapProfile();
  profile.addRows(predictionBatch(['a'.repeat(200), 'b'.repeat(201)]), Int32Array.of(0, 1), 0, 2);
  expect(profile.prediction).toMatchObject({ overflow: 1 });
  expect(profile.prediction?.categories.size).toBe(1);
});

test('1024 categories are kept apart, the 1025th is counted with the rest', () => {
  const profile = new BootstrapProfile();
  const words = Array.from({ length: 1025 }, (_, i) => `w${i}`);
  profile.addRows(predictionBatch(words), inOrder(words), 0, words.length);
  expect(profile.prediction?.categories.size).toBe(1024);
  expect(profile.prediction?.overflow).toBe(1);
});

/** A batch with a prediction: words in a category column, numbers in a number column, none without any. */
function predictionBatch(predictions: readonly string[] | readonly number[]): Batch {
  const n = Math.max(2, predictions.length);
  const isText = typeof predictions[0] === 'string';
  const known = isText ? [...new Set(predictions as readonly string[])] : [];
  const type = isText ? 'categorical' : 'numeric';
  const map = { ...ROW_MAP, prediction: ['y'] };
  const plan = planColumns(map, [], predictions.length > 0 ? { type, known, growth: 'closed' } : null);
  const values = plan.fields.map((field) => (field.kind === 'category' ? new Int32Array(n) : new Float64Array(n)));
  predictions.forEach((prediction, r) => {
    (values[plan.roles.prediction] as Float64Array)[r] = typeof prediction === 'number' ? prediction : known.indexOf(prediction);
  });
  return {
    columns: {
      values,
      absent: plan.fields.map((field) => (field.kind === 'category' ? null : new Uint8Array(n))),
      dictionaries: plan.fields.map((field) => (field.kind === 'category' ? field.known : null)),
      offsets: new Float64Array(n),
      extras: new Uint16Array(n),
    },
    plan,
    outcomes: new Uint8Array(n),
    units: { latencyPerSecond: 1, firstTokenPerSecond: 1 },
    costCurrency: null,
  };
}
