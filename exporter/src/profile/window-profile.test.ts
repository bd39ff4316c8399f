import { expect, test } from 'vitest';
import { ABSENT_MISSING, ABSENT_NULL, ABSENT_OTHER } from '../events/index.js';
import { batchOf, inOrder, inferenceRow, type InferenceRow } from '../../test/pipeline/inference-rows.js';
import { accumulatorContract, textOf } from './accumulator.contract.js';
import type { FeatureLayout } from './bin-layout.js';
import { ModelLayout } from './model-layout.js';
import { WindowProfile } from './window-profile.js';

const x: FeatureLayout = { name: 'x', type: 'numeric', edges: [-1, 0, 1, 10], judged: [0, 2, 4], isPrivate: false };
const c: FeatureLayout = { name: 'c', type: 'categorical', categories: ['a', 'b'], tail: ['rare'], isTailComplete: true, isPrivate: false };
const BOUNDS = [0.01, 0.1, 1];
const layout = new ModelLayout('sha', [x, c], null, BOUNDS);

const add = (profile: WindowProfile, rows: readonly InferenceRow[]): WindowProfile => {
  profile.addRows(batchOf(rows), inOrder(rows), 0, rows.length);
  return profile;
};
const empty = (): WindowProfile => new WindowProfile(layout, 0, 1000);

accumulatorContract<WindowProfile, InferenceRow>({
  name: 'WindowProfile',
  empty,
  add,
  merge: (into, other) => into.merge(other),
  encode: (profile) => profile.encode(),
  decode: (bytes) => WindowProfile.decode(bytes, layout),
  value: inferenceRow,
  counts: ({ traffic, counts, latencySketch, varies, firstValue }) => {
    const { rows, outcomes, latency, firstToken, tokensInput, tokensOutput, missingKeys, extraKeys } = traffic;
    const buckets = [latency.buckets, firstToken.buckets];
    return {
      rows,
      outcomes,
      buckets,
      tokensInput,
      tokensOutput,
      missingKeys,
      extraKeys,
      counts,
      sketch: textOf(latencySketch.encode()),
      varies,
      firstValue,
    };
  },
  sums: ({ traffic }) => [traffic.latency.sum, traffic.firstToken.sum, traffic.costs.of('EUR')],
  unlike: {
    baseline: () => [empty(), new WindowProfile(new ModelLayout('other', [x, c], null, BOUNDS), 0, 1000)],
    'set of edges': () => [empty(), new WindowProfile(new ModelLayout('sha', [{ ...x, edges: [-1, 0, 1, 11] }, c], null, BOUNDS), 0, 1000)],
    'set of latency buckets': () => [empty(), new WindowProfile(new ModelLayout('sha', [x, c], null, [0.01, 0.1, 2]), 0, 1000)],
    window: () => [empty(), new WindowProfile(layout, 1000, 2000)],
  },
});

test('which of 0 and -0 came first does not show in the state', () => {
  const row = { why: ABSENT_MISSING, code: 0, latencyMs: NaN, firstTokenMs: NaN, outcome: 0, tokens: NaN, cost: NaN };
  const profiles = [
    [-0, 0],
    [0, -0],
  ].map((values) =>
    add(
      empty(),
      values.map((value) => ({ ...row, x: value })),
    ),
  );
  expect(profiles.map(({ firstValue }) => Object.is(firstValue[0], 0))).toEqual([true, true]);
});

const divided = new ModelLayout('sha', [x, c], null, BOUNDS, { by: 1, names: ['a'] });

accumulatorContract<WindowProfile, InferenceRow>({
  name: 'WindowProfile with segments',
  empty: () => new WindowProfile(divided, 0, 1000),
  add,
  merge: (into, other) => into.merge(other),
  encode: (profile) => profile.encode(),
  decode: (bytes) => WindowProfile.decode(bytes, divided),
  value: inferenceRow,
  counts: ({ counts, segments }) => {
    // What the parts hold together is the whole.
    expect([...(segments?.of(0) ?? [])].map((n, i) => n + (segments?.of(1)[i] as number))).toEqual([...counts]);
    return { counts, segments: segments?.counts, rows: segments?.rows };
  },
  sums: () => [],
  unlike: {
    'set of segments': () => [
      new WindowProfile(divided, 0, 1000),
      new WindowProfile(new ModelLayout('sha', [x, c], null, BOUNDS, { by: 1, names: ['a', 'b'] }), 0, 1000),
    ],
    'way of dividing': () => [new WindowProfile(divided, 0, 1000), empty()],
  },
});

test('rows belong to the segment of their category; all others, and rows without one, to the last', () => {
  const row = (code: number): InferenceRow => ({ x: 1, why: 0, code, latencyMs: 1, firstTokenMs: NaN, outcome: 0, tokens: 0, cost: 0 });
  const profile = add(new WindowProfile(divided, 0, 1000), [0, 0, 0, 1, 2, -1, -2].map(row));
  expect([...(profile.segments?.rows ?? [])]).toEqual([3, 4]);
});

test('another layout refuses the bytes, and traffic can be read without any', () => {
  const row: InferenceRow = { x: 1, why: 0, code: 0, latencyMs: 10, firstTokenMs: NaN, outcome: 0, tokens: 3, cost: 0.5 };
  const profile = add(empty(), [row]);
  expect(WindowProfile.decode(profile.encode(), new ModelLayout('other', [x, c], null, BOUNDS))).toBeNull();
  const traffic = WindowProfile.decodeTraffic(profile.encode())?.traffic;
  expect(traffic?.encode()).toEqual(profile.traffic.encode());
});

test('changed latency buckets do not cost a window its feature counts: it keeps the buckets it was counted in', () => {
  const profile = add(empty(), [{ x: 1, why: 0, code: 0, latencyMs: 10, firstTokenMs: NaN, outcome: 0, tokens: 3, cost: 0.5 }]);
  const back = WindowProfile.decode(profile.encode(), new ModelLayout('sha', [x, c], null, [0.5]));
  expect(back?.counts).toEqual(profile.counts);
  expect([...(back?.traffic.bounds ?? [])]).toEqual(BOUNDS);
});

test('each value lands in its bin: left-closed numeric bins, tail as other, unknown as unseen, absent apart from invalid', () => {
  const row = { latencyMs: 10, firstTokenMs: NaN, outcome: 0, tokens: 1, cost: 0 };
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
  expect(profile.traffic.missingKeys).toBe(2);
  expect(profile.traffic.extraKeys).toBe(7);
  expect(profile.traffic.latency.buckets[0]).toBe(7);
});

test('a feature that the source does not carry is missing in every row', () => {
  const rows: InferenceRow[] = [{ x: 1, why: 0, code: 0, latencyMs: 10, firstTokenMs: NaN, outcome: 0, tokens: 1, cost: 0 }];
  const profile = empty();
  profile.addRows(batchOf(rows, { carries: ['c'] }), inOrder(rows), 0, 1);
  expect([...profile.counts.subarray(0, 7)]).toEqual([0, 0, 0, 0, 0, 1, 0]);
  expect(profile.traffic.missingKeys).toBe(1);
});

test('privacy and latency buckets do not change what counts can be added, bins do', () => {
  const ids = [
    new ModelLayout('sha', [x], null, BOUNDS),
    new ModelLayout('sha', [{ ...x, isPrivate: true }], null, [5]),
    new ModelLayout('sha', [{ ...x, edges: [-1, 0, 2, 10] }], null, BOUNDS),
    new ModelLayout('sha', [{ ...x, judged: [0, 1, 4] }], null, BOUNDS),
  ].map(({ id }) => id);
  expect(ids[1]).toBe(ids[0]);
  expect(new Set(ids).size).toBe(3);
});
