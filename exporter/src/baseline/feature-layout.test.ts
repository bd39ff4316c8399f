import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fineBinCount, judgedCounts, type NumericLayout } from '../profile/index.js';
import { binOf, numericBinner } from '../profile/index.js';
import { categoricalFeature } from './categorical-feature.js';
import { layoutOf } from './feature-layout.js';
import { numericFeature } from './numeric-feature.js';
import { referenceTable } from './reference-table.js';

const feature = (values: readonly number[]) =>
  numericFeature('x', Float64Array.from(values, (x) => x + 0).sort(), { missing: 2, invalid: 1 });

function countOver(layout: NumericLayout, values: readonly number[]): number[] {
  const binner = numericBinner(layout.edges);
  const counts = new Array<number>(fineBinCount(layout) + 2).fill(0);
  for (const x of values) counts[binOf(binner, x)] = (counts[binOf(binner, x)] ?? 0) + 1;
  return counts;
}

describe('layoutOf with a range', () => {
  const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 200 });
  const bound = fc.double({ min: -120, max: 120, noNaN: true });

  it('keeps the judged counts of any data, and counts exactly the values out of range outside [from, to)', () => {
    fc.assert(
      fc.property(values, values, bound, bound, (reference, current, a, b) => {
        const [min, max] = a <= b ? ([a, b] as const) : ([b, a] as const);
        const plain = layoutOf(feature(reference), { isPrivate: false }).layout as NumericLayout;
        const { layout, range } = layoutOf(feature(reference), { isPrivate: false, range: [min, max] });
        const counts = countOver(layout as NumericLayout, current);
        expect(judgedCounts(layout, counts)).toEqual(judgedCounts(plain, countOver(plain, current)));
        const inside = counts.slice(range?.from, range?.to).reduce((sum, n) => sum + n, 0);
        expect(inside).toBe(current.filter((x) => x >= min && x <= max).length);
      }),
    );
  });

  it('lets the largest double be the upper bound', () => {
    const { layout, range } = layoutOf(feature([1, 2]), { isPrivate: false, range: [0, Number.MAX_VALUE] });
    expect(layout).toMatchObject({ edges: [0, 2], judged: [0, 2] });
    expect(range).toEqual({ from: 1, to: 3 });
  });

  it('refuses bounds in the wrong order and bounds that are no numbers', () => {
    const range = (bounds: [number, number]) => () => layoutOf(feature([1, 2]), { isPrivate: false, range: bounds });
    expect(range([2, 1])).toThrow('range of feature x needs two finite numbers, the smaller one first (found 2 and 1)');
    expect(range([NaN, 1])).toThrow(/BASELINE_RANGE|found NaN and 1/);
    expect(range([3, 3])).not.toThrow();
  });

  it('does not apply to categories', () => {
    const categorical = categoricalFeature('c', [['a', 1]], { present: 1, missing: 0, invalid: 0 });
    expect(layoutOf(categorical, { isPrivate: true, range: [0, 1] })).toMatchObject({ range: null, layout: { isPrivate: true } });
  });
});

describe('layoutOf and referenceTable with top', () => {
  const categorical = categoricalFeature(
    'c',
    [
      ['a', 50],
      ['b', 30],
      ['d', 20],
    ],
    { present: 100, missing: 7, invalid: 0 },
  );

  it('move the categories cut off to the tail and to other', () => {
    expect(layoutOf(categorical, { isPrivate: false, top: 1 }).layout).toMatchObject({
      categories: ['a'],
      tail: ['b', 'd'],
      isTailComplete: true,
    });
    expect(referenceTable(categorical, { top: 1 })).toMatchObject({ bins: ['a', 'other'], reference: [50, 50], referenceMissing: 7 });
  });

  it('change nothing when more are asked for than the baseline holds', () => {
    expect(referenceTable(categorical, { top: 30 })).toMatchObject({ bins: ['a', 'b', 'd', 'other'], reference: [50, 30, 20, 0] });
  });
});

describe('referenceTable', () => {
  it('sums the fine bins of a numeric feature into its judged bins', () => {
    const many = feature(Array.from({ length: 600 }, (_, i) => i));
    const { bins, reference, ...rest } = referenceTable(many);
    expect(bins).toEqual(['b00', 'b01', 'b02', 'b03', 'b04', 'b05', 'b06', 'b07', 'b08', 'b09']);
    expect(reference).toEqual(new Array<number>(10).fill(60));
    expect(rest).toEqual({ feature: 'x', type: 'numeric', referenceMissing: 2, referenceInvalid: 1 });
  });
});
