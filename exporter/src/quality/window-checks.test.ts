import { describe, expect, test } from 'vitest';
import type { FeatureLayout } from '../profile/index.js';
import { MIN_ROWS_FOR_STILLNESS, isConstant, isStale } from './window-checks.js';

const numeric: FeatureLayout = { name: 'x', type: 'numeric', edges: [1, 2, 3], judged: [0], isPrivate: false };
const categorical: FeatureLayout = {
  name: 'c',
  type: 'categorical',
  categories: ['a', 'b'],
  tail: [],
  isTailComplete: true,
  isPrivate: false,
};
const ENOUGH = MIN_ROWS_FOR_STILLNESS;

describe('a constant feature', () => {
  test('is a numeric one whose values are one and the same in enough rows, not in one row fewer', () => {
    expect(isConstant(numeric, [0, ENOUGH - 1, 0, 0, 0, 0], 0, false, 4)).toBe(false);
    expect(isConstant(numeric, [0, ENOUGH, 0, 0, 0, 0], 0, false, 4)).toBe(true);
  });

  test('is not a numeric one that varies within one bin', () => {
    expect(isConstant(numeric, [0, ENOUGH, 0, 0, 0, 0], 0, true, 4)).toBe(false);
  });

  test('is a categorical one with a single category', () => {
    expect(isConstant(categorical, [ENOUGH, 0, 0, 0, 0, 0], 0, true, 2)).toBe(true);
    expect(isConstant(categorical, [ENOUGH, 1, 0, 0, 0, 0], 0, true, 2)).toBe(false);
  });

  test('is none where the reference knew one value only', () => {
    expect(isConstant(numeric, [0, ENOUGH, 0, 0, 0, 0], 0, false, 1)).toBe(false);
  });

  test('rows without a value do not count as rows', () => {
    expect(isConstant(numeric, [0, 1, 0, 0, 1000, 1000], 0, false, 4)).toBe(false);
  });
});

describe('a stale feature', () => {
  const counts = [ENOUGH - 6, 1, 2, 3, 7, 7];

  test('repeats the counts of the window before, bin for bin, in enough rows, not in one row fewer', () => {
    expect(isStale(numeric, counts, 0, counts)).toBe(true);
    const fewer = [ENOUGH - 7, 1, 2, 3, 7, 7];
    expect(isStale(numeric, fewer, 0, fewer)).toBe(false);
  });

  test('is none when one bin differs', () => {
    expect(isStale(numeric, counts, 0, [ENOUGH - 6, 1, 3, 2, 7, 7])).toBe(false);
  });

  test('is none with few bins in use: honest windows agree in those by chance', () => {
    const few = [ENOUGH, 1, 1, 0, 0, 0];
    expect(isStale(numeric, few, 0, few)).toBe(false);
  });
});
