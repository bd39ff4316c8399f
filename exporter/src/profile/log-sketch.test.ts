import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accumulatorContract, textOf } from './accumulator.contract.js';
import { LogSketch } from './log-sketch.js';

const magnitude = fc.double({ min: 1e-9, max: 1e12, noNaN: true });
const value = fc.oneof(
  magnitude,
  magnitude.map((x) => -x),
  fc.constantFrom(0, -0, 1, -1, 2, -2, 0.5),
  fc.integer({ min: -1000, max: 1000 }),
);
const sketchOf = (values: readonly number[]): LogSketch => {
  const sketch = new LogSketch();
  for (const x of values) sketch.add(x);
  return sketch;
};

test('a quantile is within 1 % of the value with that rank', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 200 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
      const sorted = [...values].sort((a, b) => a - b);
      const exact = sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1] ?? NaN;
      const got = sketchOf(values).quantile(q) ?? NaN;
      expect(Math.abs(got - exact)).toBeLessThanOrEqual(Math.abs(exact) * 0.01);
    }),
  );
});

accumulatorContract<LogSketch, number>({
  name: 'LogSketch',
  empty: () => new LogSketch(),
  add: (sketch, values) => values.forEach((x) => sketch.add(x)),
  merge: (into, other) => into.merge(other),
  encode: (sketch) => sketch.encode(),
  decode: (bytes) => LogSketch.decode(bytes),
  value: fc.oneof(value, fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 1e308, -1e308, 5e-324)),
  counts: (sketch) => textOf(sketch.encode()),
  sums: () => [],
  unlike: { skip: 'all sketches have the same buckets' },
});

test('adding a value n times is adding it once with count n', () => {
  const counted = new LogSketch();
  for (const x of [3, -2, 0, NaN]) counted.add(x, 4);
  expect(counted.encode()).toEqual(sketchOf([3, -2, 0, NaN].flatMap((x) => [x, x, x, x])).encode());
});

test('the lower bounds of its buckets, used as bin edges, give exactly its counts', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 100 }), (values) => {
      const buckets = [...sketchOf(values).buckets()];
      const edges = buckets.slice(1).map((bucket) => bucket.lower);
      const counts = new Array<number>(buckets.length).fill(0);
      for (const x of values) {
        const bin = edges.filter((edge) => edge <= x).length;
        counts[bin] = (counts[bin] ?? 0) + 1;
      }
      expect(counts).toEqual(buckets.map((bucket) => bucket.count));
    }),
  );
});

test('NaN and infinities are not counted, magnitudes out of range count as the nearest bucket', () => {
  const sketch = sketchOf([NaN, Infinity, -Infinity]);
  expect(sketch.count).toBe(0);
  expect(sketch.quantile(0.5)).toBeNull();
  expect(sketchOf([1e300]).quantile(0.5)).toBeGreaterThan(1e12);
  expect(sketchOf([1e-300]).quantile(0.5)).toBeLessThan(1e-9);
});
