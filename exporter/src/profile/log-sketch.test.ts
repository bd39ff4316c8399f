import fc from 'fast-check';
import { expect, test } from 'vitest';
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

test('merging any split gives the same bytes as one sketch of all values, in any order', () => {
  fc.assert(
    fc.property(fc.array(fc.array(value, { maxLength: 40 }), { maxLength: 5 }), (parts) => {
      const whole = sketchOf(parts.flat());
      const merged = sketchOf([]);
      for (const part of [...parts].reverse()) {
        const other = sketchOf(part);
        const before = other.encode();
        merged.merge(other);
        expect(Buffer.compare(other.encode(), before)).toBe(0);
      }
      const bytes = whole.encode();
      expect(Buffer.compare(merged.encode(), bytes)).toBe(0);
      expect(Buffer.compare(LogSketch.decode(bytes).encode(), bytes)).toBe(0);
    }),
  );
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
