import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binOf, numericBinner } from '../profile/index.js';
import { binEdges, DISTINCT_LIMIT, FINE_PER_JUDGED, JUDGED_BINS } from './bin-edges.js';
import { nextDown, nextUp } from './next-double.js';
import { numericFeature } from './numeric-feature.js';

const sorted = (values: readonly number[]): Float64Array => Float64Array.from(values, (x) => x + 0).sort();
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
/** Repeated values, negatives, extremes and neighbouring doubles; empty, small and large samples. */
const samples = fc.oneof(
  fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 400 }),
  fc.array(fc.integer({ min: -15, max: 15 }), { maxLength: 400 }),
  fc.array(fc.oneof(fc.constant(0), fc.integer({ min: -1000, max: 1000 })), { minLength: 50, maxLength: 400 }),
  fc.array(fc.constantFrom(1, nextUp(1), Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324, -0), { maxLength: 60 }),
);

describe('binEdges', () => {
  it('puts equally many values into each judged bin when there are no ties', () => {
    const { edges, judged, distinct } = binEdges(sorted(upTo(600)));
    expect(edges.length + 1).toBe(JUDGED_BINS * FINE_PER_JUDGED);
    expect(judged).toEqual([0, 6, 12, 18, 24, 30, 36, 42, 48, 54]);
    expect(distinct).toBeNull();
    expect(new Set(numericFeature('x', sorted(upTo(600)), { missing: 0, invalid: 0 }).counts)).toEqual(new Set([10]));
  });

  it('gives every value its own bin up to the limit, and quantile bins one above it', () => {
    const few = upTo(DISTINCT_LIMIT).flatMap((x) => [x, x]);
    expect(binEdges(sorted(few))).toMatchObject({ edges: upTo(DISTINCT_LIMIT).slice(1), distinct: DISTINCT_LIMIT });
    expect(binEdges(sorted([...few, 0]))).toMatchObject({ distinct: null });
    expect(binEdges(sorted([...few, 0])).judged).toHaveLength(JUDGED_BINS);
  });

  it('brackets a constant, so that any other value falls outside its bin', () => {
    expect(binEdges(sorted([5, 5, 5]))).toEqual({ edges: [5, nextUp(5)], judged: [0, 1, 2], distinct: 1 });
    expect(binEdges(sorted([Number.MAX_VALUE]))).toEqual({ edges: [Number.MAX_VALUE], judged: [0, 1], distinct: 1 });
  });

  it('has one bin for no values', () => {
    expect(binEdges(new Float64Array())).toEqual({ edges: [], judged: [0], distinct: 0 });
  });

  it.each([
    ['at the bottom', [...new Array<number>(60).fill(0), ...upTo(40)], 0],
    ['nearly everywhere', [...new Array<number>(2000).fill(0), ...upTo(25)], 0],
    ['in the middle', [...upTo(40).map((x) => -x), ...new Array<number>(60).fill(0), ...upTo(40)], 0],
    ['at the top', [...upTo(40), ...new Array<number>(60).fill(99)], 99],
  ])('leaves a value that fills whole tenths alone in its judged bin: %s', (_, values, heavy) => {
    const { edges, judged } = binEdges(sorted(values));
    const binner = numericBinner(judged.slice(1).map((fine) => edges[fine - 1] as number));
    const sharing = values.filter((x) => binOf(binner, x) === binOf(binner, heavy));
    expect(new Set(sharing)).toEqual(new Set([heavy]));
  });

  it('keeps its promises for any sample: ascending edges, judged ones among the fine ones, bounds, no empty bin', () => {
    fc.assert(
      fc.property(samples, (values) => {
        const data = sorted(values);
        const { edges, judged, distinct } = binEdges(data);
        expect(edges.every((edge, i) => Number.isFinite(edge) && (i === 0 || (edges[i - 1] as number) < edge))).toBe(true);
        expect(judged[0]).toBe(0);
        expect(judged.every((fine, i) => i === 0 || ((judged[i - 1] as number) < fine && fine <= edges.length))).toBe(true);
        expect(edges.length + 1).toBeLessThanOrEqual(JUDGED_BINS * FINE_PER_JUDGED);
        expect(judged.length).toBeLessThanOrEqual(distinct === null ? JUDGED_BINS : DISTINCT_LIMIT);
        const { counts } = numericFeature('x', data, { missing: 0, invalid: 0 });
        if (distinct !== 1 && data.length > 0) expect(Math.min(...counts)).toBeGreaterThan(0);
      }),
    );
  });

  it('is not changed by the order of the values, nor by the sign of zero', () => {
    fc.assert(
      fc.property(samples, (values) => {
        expect(binEdges(sorted([...values].reverse()))).toEqual(binEdges(sorted(values)));
      }),
    );
  });
});

describe('numericFeature', () => {
  it('counts exactly what the binner of the running window would count', () => {
    fc.assert(
      fc.property(samples, (values) => {
        const { edges, counts } = numericFeature('x', sorted(values), { missing: 0, invalid: 0 });
        const binner = numericBinner(edges);
        const expected = new Array<number>(edges.length + 1).fill(0);
        for (const x of values) expected[binOf(binner, x)] = (expected[binOf(binner, x)] ?? 0) + 1;
        expect(counts).toEqual(expected);
      }),
    );
  });

  it('has quantiles by the inverted distribution function, and moments equal to exact rational arithmetic', () => {
    // Python 3.11, fractions.Fraction over [0.1, 0.2, 0.2, 0.3, 5, 7, 1e6], root in decimal with 40 digits.
    const feature = numericFeature('x', sorted([0.3, 0.2, 1e6, 0.1, 7, 0.2, 5]), { missing: 2, invalid: 1 });
    expect(feature.quantiles).toEqual({ p01: 0.1, p05: 0.1, p25: 0.2, p50: 0.3, p75: 7, p95: 1e6, p99: 1e6 });
    expect(feature).toMatchObject({ min: 0.1, max: 1e6, missing: 2, invalid: 1, distinct: 6 });
    expect(feature.mean).toBeCloseTo(142858.9714285714, 9);
    expect(feature.sd).toBeCloseTo(349926.3596102909, 8);
  });

  it('has no moments beyond the range of a double, and none without values', () => {
    expect(numericFeature('x', sorted([1.7e308, 1.7e308]), { missing: 0, invalid: 0 })).toMatchObject({
      mean: null,
      sd: null,
      max: 1.7e308,
    });
    expect(numericFeature('x', new Float64Array(), { missing: 3, invalid: 0 })).toMatchObject({
      mean: null,
      sd: null,
      min: null,
      quantiles: {},
    });
  });
});

describe('nextUp and nextDown', () => {
  it('are inverse to each other, with no double between', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        const up = nextUp(x);
        expect(up).toBeGreaterThan(x);
        expect((x + up) / 2 === x || (x + up) / 2 === up || !Number.isFinite((x + up) / 2)).toBe(true);
        if (Number.isFinite(up)) expect(nextDown(up)).toBe(x + 0);
      }),
    );
  });

  it('know the ends of the range and both zeros', () => {
    expect([nextUp(-0), nextUp(0), nextDown(0), nextUp(-5e-324), nextUp(Number.MAX_VALUE)]).toEqual([5e-324, 5e-324, -5e-324, 0, Infinity]);
  });
});
