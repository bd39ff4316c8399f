import { expect, test } from 'vitest';
import type { FeatureLayout } from '../profile/index.js';
import { valueViolations } from './value-checks.js';

const numeric: FeatureLayout = { name: 'x', type: 'numeric', edges: [1, 2, 3], judged: [0], isPrivate: false };
const categorical: FeatureLayout = {
  name: 'c',
  type: 'categorical',
  categories: ['a', 'b'],
  tail: ['t'],
  isTailComplete: true,
  isPrivate: false,
};

test('missing and invalid values are counted from the slots behind the bins', () => {
  expect(valueViolations(numeric, [9, 1, 2, 3, 4, 5, 6], 1, null)).toEqual({ missing: 5, type: 6, range: 0, unseenCategory: 0 });
});

test('values outside the configured range are those of the bins outside it, on both sides', () => {
  expect(valueViolations(numeric, [1, 10, 100, 1000, 0, 0], 0, { from: 1, to: 3 }).range).toBe(1001);
  expect(valueViolations(numeric, [1, 10, 100, 1000, 0, 0], 0, { from: 0, to: 4 }).range).toBe(0);
});

test('a category that the reference never held is unseen; one of its tail is not', () => {
  //                                  a b other unseen missing invalid
  expect(valueViolations(categorical, [1, 2, 30, 400, 0, 0], 0, null)).toEqual({ missing: 0, type: 0, range: 0, unseenCategory: 400 });
});

test('a category has no range', () => {
  expect(valueViolations(categorical, [1, 2, 3, 4, 5, 6], 0, { from: 1, to: 2 }).range).toBe(0);
});
