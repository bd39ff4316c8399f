import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accumulatorContract } from './accumulator.contract.js';
import { AttributionSums } from './attribution-sums.js';
import { pack, unpack } from './packed.js';

const FEATURES = 4;
type Row = readonly number[];

function add(sums: AttributionSums, rows: readonly Row[], other: readonly number[] = []): void {
  const columns = Array.from({ length: FEATURES }, (_, f) => Float64Array.from(rows, (row) => row[f] as number));
  sums.addRows(
    columns,
    (f) => other.includes(f),
    Int32Array.from(rows, (_, r) => r),
    0,
    rows.length,
  );
}

accumulatorContract<AttributionSums, Row>({
  name: 'sums of attributions',
  empty: () => new AttributionSums(FEATURES),
  add,
  merge: (into, other) => into.merge(other),
  encode: (sums) => pack({ header: {}, arrays: { attributions: sums.numbers } }),
  decode: (bytes) => AttributionSums.restore(unpack(bytes)?.arrays['attributions'], FEATURES),
  value: fc.array(fc.oneof(fc.constantFrom(0, -0, 1, -1, 0.5, NaN, Infinity, 1e300), fc.double({ min: -1e6, max: 1e6, noNaN: true })), {
    minLength: FEATURES,
    maxLength: FEATURES,
  }),
  counts: (sums) => [
    sums.rows,
    sums.invalid,
    ...Array.from({ length: FEATURES }, (_, f) => [sums.of(f).n, sums.of(f).top1, sums.of(f).top3]),
  ],
  sums: (sums) => Array.from({ length: FEATURES }, (_, f) => (sums.of(f).mean ?? 0) * sums.of(f).n),
  unlike: { 'number of features': () => [new AttributionSums(FEATURES), new AttributionSums(2)] },
});

test('the strongest of a record are its reasons, by size without sign; of equal ones the first, and none that is 0', () => {
  const sums = new AttributionSums(FEATURES);
  add(sums, [
    [0.1, -0.9, 0.5, 0.2],
    [0.3, 0.3, 0, NaN],
    [0, 0, 0, 0],
  ]);
  const reasons = Array.from({ length: FEATURES }, (_, f) => [sums.of(f).top1, sums.of(f).top3]);
  expect(reasons).toEqual([
    [1, 1],
    [1, 2],
    [0, 1],
    [0, 1],
  ]);
  expect(sums.rows).toBe(3);
  expect(sums.of(1).mean).toBeCloseTo(0.4, 12);
  expect(sums.of(3)).toMatchObject({ n: 2, mean: 0.1 });
});

test('the reasons of a record are those that a full sort gives', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 3 }), { minLength: FEATURES, maxLength: FEATURES }), (row) => {
      const sums = new AttributionSums(FEATURES);
      add(sums, [row]);
      const sorted = row
        .map((x, f) => ({ x, f }))
        .filter(({ x }) => x > 0)
        .sort((a, b) => b.x - a.x || a.f - b.f);
      row.forEach((_, f) => {
        expect(sums.of(f).top1).toBe(Number(sorted[0]?.f === f));
        expect(sums.of(f).top3).toBe(Number(sorted.slice(0, 3).some((one) => one.f === f)));
      });
    }),
  );
});

test('what is no attribution is counted and changes no mean: infinite, absurd, or of another type; null and missing are none', () => {
  const sums = new AttributionSums(FEATURES);
  add(sums, [[Infinity, -1e300, NaN, NaN]], [3]);
  expect([sums.rows, sums.invalid]).toEqual([0, 3]);
  expect(Array.from({ length: FEATURES }, (_, f) => sums.of(f).mean)).toEqual([null, null, null, null]);
});

test('a feature without a column has no attributions', () => {
  const sums = new AttributionSums(2);
  sums.addRows([null, Float64Array.of(-2)], () => false, Int32Array.of(0), 0, 1);
  expect([sums.of(0), sums.of(1)]).toMatchObject([
    { n: 0, mean: null },
    { n: 1, mean: 2, top1: 1 },
  ]);
});
