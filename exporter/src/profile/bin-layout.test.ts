import { expect, test } from 'vitest';
import { fineBinCount, judgedBinCount, judgedBinLabels, judgedCounts, slotCount, sumIntoJudged, type FeatureLayout } from './bin-layout.js';

const numeric: FeatureLayout = { name: 'x', type: 'numeric', edges: [1, 2, 3, 4], judged: [0, 2, 3], isPrivate: false };
const categorical: FeatureLayout = {
  name: 'c',
  type: 'categorical',
  categories: ['a', 'b'],
  tail: [],
  isTailComplete: true,
  isPrivate: false,
};

test('judged bins of a number are runs of fine bins', () => {
  expect(judgedBinLabels(numeric)).toEqual(['b00', 'b01', 'b02']);
  expect(judgedCounts(numeric, [9, 1, 20, 300, 4000, 50_000, 7, 7], 1)).toEqual([21, 300, 54_000]);
});

test('judged bins of a category are the categories, then the rest with what was never seen before', () => {
  expect(judgedBinLabels(categorical)).toEqual(['a', 'b', 'other']);
  expect(judgedCounts(categorical, [1, 20, 300, 4000, 7, 7])).toEqual([1, 20, 4300]);
});

test('the layout of one bin, and that of no category, hold all values in it', () => {
  expect(judgedCounts({ ...numeric, edges: [], judged: [0] }, [5, 7, 7])).toEqual([5]);
  expect(judgedCounts({ ...categorical, categories: [] }, [5, 6, 7, 7])).toEqual([11]);
});

test('labels, judged bins, fine bins and slots agree in number, and summing writes the judged bins only', () => {
  for (const layout of [numeric, categorical]) {
    expect(judgedBinLabels(layout)).toHaveLength(judgedBinCount(layout));
    expect(slotCount(layout)).toBe(fineBinCount(layout) + 2);
    const target = new Float64Array(judgedBinCount(layout) + 2).fill(NaN);
    sumIntoJudged(layout, new Float64Array(slotCount(layout)).fill(1), 0, target);
    expect([...target.subarray(-2)]).toEqual([NaN, NaN]);
    expect(target.subarray(0, -2).reduce((sum, n) => sum + n, 0)).toBe(fineBinCount(layout));
  }
});
