import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ABSENT_MISSING, ABSENT_NULL, ABSENT_OTHER, planColumns, type Batch } from '../events/index.js';
import { ModelLayout } from './model-layout.js';
import { WindowProfile } from './window-profile.js';

const plan = planColumns(
  {
    time: { path: ['t'], unit: 'ms' },
    model: { constant: 'm' },
    version: { constant: '1' },
    latency: { path: ['l'], perSecond: 1000 },
    timeToFirstToken: null,
    outcome: null,
    features: { at: ['f'] },
    prediction: null,
    score: null,
    tokensInput: ['i'],
    tokensOutput: null,
    cost: null,
  },
  [
    { name: 'x', type: 'numeric', known: [], growth: 'closed' },
    { name: 'c', type: 'categorical', known: ['a', 'b', 'rare'], growth: 'closed' },
  ],
  null,
);

const layout = new ModelLayout(
  'sha',
  [
    { name: 'x', type: 'numeric', edges: [-1, 0, 1, 10], judged: [0, 2, 4], isPrivate: false },
    { name: 'c', type: 'categorical', categories: ['a', 'b'], tail: ['rare'], isTailComplete: true, isPrivate: false },
  ],
  null,
  [0.01, 0.1, 1],
);

interface Row {
  x: number;
  why: number;
  code: number;
  latency: number;
  outcome: number;
  tokens: number;
}

const rowArbitrary: fc.Arbitrary<Row> = fc.record({
  x: fc.oneof(fc.constantFrom(-1, 0, -0, 1, 10, NaN, Infinity, -5, 1e300), fc.double()),
  why: fc.constantFrom(ABSENT_MISSING, ABSENT_NULL, ABSENT_OTHER),
  code: fc.constantFrom(0, 1, 2, 3, -1, -2, -3),
  latency: fc.constantFrom(NaN, 0, 1, 10, 10.5, 100, 5000),
  outcome: fc.constantFrom(0, 1, 2, 3),
  tokens: fc.constantFrom(NaN, 0, 1, 7),
});

function add(profile: WindowProfile, rows: readonly Row[]): WindowProfile {
  const column = (name: string): number => plan.fields.findIndex((field) => field.path.join('.') === name);
  const values = plan.fields.map((field) => (field.kind === 'category' ? new Int32Array(rows.length) : new Float64Array(rows.length)));
  const absent = plan.fields.map((field) => (field.kind === 'category' ? null : new Uint8Array(rows.length)));
  rows.forEach((row, r) => {
    (values[column('t')] as Float64Array)[r] = r;
    (values[column('l')] as Float64Array)[r] = row.latency;
    (values[column('i')] as Float64Array)[r] = row.tokens;
    (values[column('f.x')] as Float64Array)[r] = row.x;
    (absent[column('f.x')] as Uint8Array)[r] = row.why;
    (values[column('f.c')] as Int32Array)[r] = row.code;
  });
  const dictionaries = plan.fields.map((field) => (field.kind === 'category' ? field.known : null));
  const batch: Batch = {
    columns: { values, absent, dictionaries, offsets: new Float64Array(rows.length), extras: new Uint16Array(rows.length).fill(1) },
    plan,
    outcomes: Uint8Array.from(rows, (row) => row.outcome),
    units: { latencyPerSecond: 1000, firstTokenPerSecond: 1 },
    epoch: 0,
  };
  profile.addRows(
    batch,
    Int32Array.from(rows, (_, r) => r),
    0,
    rows.length,
  );
  return profile;
}

const empty = (): WindowProfile => new WindowProfile(layout, 0, 1000);

/** Everything but the floating point sums, which depend on the order of addition in their last bits. */
function countsOf(profile: WindowProfile): unknown {
  const { rows, counts, outcomes, latency, latencySketch, tokensInput, missingKeys, extraKeys, varies, firstValue } = profile;
  return {
    rows,
    counts,
    outcomes,
    buckets: latency.buckets,
    sketch: latencySketch.encode(),
    tokensInput,
    missingKeys,
    extraKeys,
    varies,
    firstValue,
  };
}

test('folding in any split, merged in any order, equals folding at once; counts to the bit, sums to 1e-9', () => {
  fc.assert(
    fc.property(fc.array(fc.array(rowArbitrary, { maxLength: 30 }), { maxLength: 5 }), (parts) => {
      const atOnce = add(empty(), parts.flat());
      const streamed = parts.reduce((profile, rows) => add(profile, rows), empty());
      const profiles = parts.map((rows) => add(empty(), rows));
      const merged = empty();
      for (const profile of [...profiles].reverse()) merged.merge(profile);
      const grouped = empty();
      const right = profiles.slice(1).reduceRight((rest, profile) => {
        const sum = empty();
        sum.merge(profile);
        sum.merge(rest);
        return sum;
      }, empty());
      grouped.merge(profiles[0] ?? empty());
      grouped.merge(right);
      for (const other of [streamed, merged, grouped]) {
        expect(countsOf(other)).toEqual(countsOf(atOnce));
        expect(Math.abs(other.latency.sum - atOnce.latency.sum)).toBeLessThanOrEqual(1e-9 * Math.max(1, atOnce.latency.sum));
      }
    }),
  );
});

test('encoding and decoding change nothing, and another layout refuses the bytes', () => {
  fc.assert(
    fc.property(fc.array(rowArbitrary, { maxLength: 40 }), (rows) => {
      const profile = add(empty(), rows);
      const back = WindowProfile.decode(profile.encode(), layout);
      expect(back && countsOf(back)).toEqual(countsOf(profile));
      expect(back?.latency.sum).toBe(profile.latency.sum);
      const other = new ModelLayout('other', layout.features, null, [0.01, 0.1, 1]);
      expect(WindowProfile.decode(profile.encode(), other)).toBeNull();
      expect(WindowProfile.decodeTraffic(profile.encode())?.outcomes).toEqual(profile.outcomes);
    }),
  );
});

test('each value lands in its bin: left-closed numeric bins, tail as other, unknown as unseen, absent apart from invalid', () => {
  const row = { latency: 10, outcome: 0, tokens: 1 };
  const profile = add(empty(), [
    { ...row, x: -1, why: 0, code: 0 },
    { ...row, x: 0.99, why: 0, code: 2 },
    { ...row, x: 10, why: 0, code: 3 },
    { ...row, x: NaN, why: ABSENT_MISSING, code: -1 },
    { ...row, x: NaN, why: ABSENT_NULL, code: -2 },
    { ...row, x: NaN, why: ABSENT_OTHER, code: -3 },
    { ...row, x: Infinity, why: 0, code: 1 },
  ]);
  //                              (-inf,-1) [-1,0) [0,1) [1,10) [10,inf) missing invalid | a b other unseen missing invalid
  expect([...profile.counts]).toEqual([0, 1, 1, 0, 1, 2, 2, 1, 1, 1, 1, 2, 1]);
  expect(profile.missingKeys).toBe(2);
  expect(profile.extraKeys).toBe(7);
  expect(profile.latency.buckets[0]).toBe(7);
});
