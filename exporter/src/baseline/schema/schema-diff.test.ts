import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ModelSchema, SchemaField } from '../../contract/index.js';
import { isBreaking, schemaDiff } from './schema-diff.js';

const numeric = (name: string, over: Partial<SchemaField> = {}): SchemaField => ({
  name,
  role: 'feature',
  type: 'numeric',
  is_optional: false,
  range: [0, 10],
  categories: null,
  ...over,
});
const categorical = (name: string, categories: string[] | null, over: Partial<SchemaField> = {}): SchemaField => ({
  ...numeric(name),
  type: 'categorical',
  range: null,
  categories,
  ...over,
});

test.each<[string, SchemaField | null, SchemaField | null, { change: string; backward: boolean; forward: boolean }[]]>([
  ['nothing', numeric('x'), numeric('x'), []],
  ['an optional field that comes', null, numeric('x', { is_optional: true }), [{ change: 'added', backward: true, forward: false }]],
  ['a required field that comes', null, numeric('x'), [{ change: 'added', backward: false, forward: false }]],
  ['a required field that goes', numeric('x'), null, [{ change: 'removed', backward: false, forward: false }]],
  ['an optional field that goes', numeric('x', { is_optional: true }), null, [{ change: 'removed', backward: false, forward: true }]],
  ['another type', numeric('x'), categorical('x', ['a']), [{ change: 'type_changed', backward: false, forward: false }]],
  ['optional now', numeric('x'), numeric('x', { is_optional: true }), [{ change: 'became_optional', backward: true, forward: false }]],
  ['required now', numeric('x', { is_optional: true }), numeric('x'), [{ change: 'became_required', backward: false, forward: true }]],
  [
    'a category more',
    categorical('x', ['a']),
    categorical('x', ['a', 'b']),
    [{ change: 'categories_added', backward: true, forward: false }],
  ],
  [
    'a category less',
    categorical('x', ['a', 'b']),
    categorical('x', ['a']),
    [{ change: 'categories_removed', backward: false, forward: true }],
  ],
  [
    'a category renamed',
    categorical('x', ['a']),
    categorical('x', ['b']),
    [
      { change: 'categories_added', backward: true, forward: false },
      { change: 'categories_removed', backward: false, forward: true },
    ],
  ],
  [
    'a list where any value was good',
    categorical('x', null),
    categorical('x', ['a']),
    [{ change: 'categories_closed', backward: false, forward: true }],
  ],
  [
    'any value where a list was',
    categorical('x', ['a']),
    categorical('x', null),
    [{ change: 'categories_opened', backward: true, forward: false }],
  ],
  ['a wider range', numeric('x'), numeric('x', { range: [0, 20] }), [{ change: 'range_widened', backward: true, forward: false }]],
  ['a narrower range', numeric('x'), numeric('x', { range: [1, 10] }), [{ change: 'range_narrowed', backward: false, forward: true }]],
  ['a range elsewhere', numeric('x'), numeric('x', { range: [5, 20] }), [{ change: 'range_moved', backward: false, forward: false }]],
  ['no value seen yet', numeric('x', { range: null }), numeric('x'), []],
])('%s', (_, from, to, expected) => {
  const found = schemaDiff(from ? [from] : [], to ? [to] : []);
  expect(found).toMatchObject(expected);
  expect(found).toHaveLength(expected.length);
  for (const { why } of found) expect(why.length).toBeGreaterThan(20);
});

test('breaking is what is asked for: records of before, records to come, or both', () => {
  const [widened] = schemaDiff([numeric('x')], [numeric('x', { range: [0, 20] })]);
  if (!widened) throw new Error('no change found');
  expect((['backward', 'forward', 'full'] as const).map((asked) => isBreaking(widened, asked))).toEqual([false, true, true]);
});

const field: fc.Arbitrary<SchemaField> = fc.oneof(
  fc
    .record({ optional: fc.boolean(), low: fc.constantFrom(0, 1), high: fc.constantFrom(5, 10) })
    .map(({ optional, low, high }) => numeric('x', { is_optional: optional, range: [low, high] })),
  fc
    .record({ optional: fc.boolean(), categories: fc.oneof(fc.constant(null), fc.subarray(['a', 'b', 'c'])) })
    .map(({ optional, categories }) => categorical('x', categories, { is_optional: optional })),
);
const schema: fc.Arbitrary<ModelSchema> = fc.oneof(
  fc.constant([]),
  field.map((one) => [one]),
);

/** All records of one field that could matter here; undefined: the field is not there. */
const VALUES = [undefined, 0, 1, 5, 10, 11, 'a', 'b', 'c', 'z'] as const;

/** The plain referee: whether a record is good under a schema. */
function accepts(fields: ModelSchema, value: (typeof VALUES)[number]): boolean {
  const [one] = fields;
  if (value === undefined) return !one || one.is_optional;
  if (!one) return false;
  if (typeof value === 'number') return one.type === 'numeric' && one.range !== null && value >= one.range[0] && value <= one.range[1];
  return one.type === 'categorical' && (one.categories?.includes(value) ?? true);
}

test('compatible means: every record that is good under the one schema is good under the other', () => {
  fc.assert(
    fc.property(schema, schema, (from, to) => {
      const changes = schemaDiff(from, to);
      // A list of no categories takes no value at all, so nothing can break in it.
      fc.pre([from, to].every((fields) => fields[0]?.categories?.length !== 0));
      const isTaken = (by: ModelSchema, records: ModelSchema): boolean =>
        VALUES.every((value) => !accepts(records, value) || accepts(by, value));
      expect(changes.every(({ backward }) => backward)).toBe(isTaken(to, from));
      expect(changes.every(({ forward }) => forward)).toBe(isTaken(from, to));
    }),
    { numRuns: 2000 },
  );
});
