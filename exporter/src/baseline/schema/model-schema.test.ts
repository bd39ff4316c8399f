import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BaselineFeature } from '../artefact.js';
import { categoricalFeature } from '../categorical-feature.js';
import { numericFeature } from '../numeric-feature.js';
import { schemaHash, schemaOf } from './model-schema.js';
import { roundOutward } from './round-outward.js';

const numbers = (name: string, values: readonly number[], missing = 0): BaselineFeature =>
  numericFeature(name, Float64Array.from(values).sort(), { missing, invalid: 0 });
const words = (name: string, counts: readonly (readonly [string, number])[], missing = 0): BaselineFeature => {
  const present = counts.reduce((sum, [, n]) => sum + n, 0);
  return categoricalFeature(name, counts, { present, missing, invalid: 0 }, { top: 20, minCategoryCount: 5 });
};

test('a field has its type, whether it may be missing, and its range or its categories', () => {
  const features = [
    numbers('income', [0.4999, 3, 15.0001]),
    words(
      'plan',
      [
        ['pro', 90],
        ['free', 10],
      ],
      3,
    ),
  ];
  expect(
    schemaOf({
      features,
      prediction: words('prediction', [
        ['yes', 50],
        ['no', 53],
      ]),
    }),
  ).toEqual([
    { name: 'income', role: 'feature', type: 'numeric', is_optional: false, range: [0.2, 20], categories: null },
    { name: 'plan', role: 'feature', type: 'categorical', is_optional: true, range: null, categories: ['free', 'pro'] },
    { name: 'prediction', role: 'prediction', type: 'categorical', is_optional: false, range: null, categories: ['no', 'yes'] },
  ]);
});

test('values without end, as cities and ids, are no list', () => {
  const counts = Array.from({ length: 5000 }, (_, i) => [`city ${i}`, 10] as const);
  expect(schemaOf({ features: [words('city', counts)], prediction: null })[0]?.categories).toBeNull();
});

test('the order of the columns, and another sample of the same data, do not change the hash', () => {
  const hash = (features: readonly BaselineFeature[]): string => schemaHash(schemaOf({ features: [...features], prediction: null }));
  const a = numbers('a', [1, 2, 3]);
  const b = words('b', [
    ['x', 9],
    ['y', 8],
  ]);
  expect(hash([b, a])).toBe(hash([a, b]));
  expect(hash([numbers('a', [1.1, 4.8])])).toBe(hash([numbers('a', [1.9, 2.1])]));
  expect(hash([numbers('a', [1, 48])])).not.toBe(hash([numbers('a', [1, 4.8])]));
  expect(hash([numbers('a', [1, 2], 1)])).not.toBe(hash([numbers('a', [1, 2])]));
});

test('a range holds the values it was made of, is at most 2.5 times as large at each end, and rounding it again changes nothing', () => {
  const value = fc.oneof(
    fc.double({ noNaN: true, min: -1e300, max: 1e300 }),
    fc.integer(),
    fc.constantFrom(0, -0, 1e-9, 1000, 0.2, -5e-324),
  );
  fc.assert(
    fc.property(value, value, (x, y) => {
      const [min, max] = [Math.min(x, y), Math.max(x, y)];
      const [low, high] = roundOutward(min, max);
      expect(low).toBeLessThanOrEqual(min);
      expect(high).toBeGreaterThanOrEqual(max);
      if (max > 1e-300) expect(high / max).toBeLessThanOrEqual(2.5 + 1e-9);
      if (min < -1e-300) expect(low / min).toBeLessThanOrEqual(2.5 + 1e-9);
      expect(roundOutward(low, high)).toEqual([low, high]);
      expect(Object.is(low, -0) || Object.is(high, -0)).toBe(false);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  [0.4999, 15.0001, 0.2, 20],
  [-122.4, 0, -200, 0],
  [1, 1000, 1, 1000],
  [-0.03, -0.011, -0.05, -0.01],
])('%d to %d is the range %d to %d', (min, max, low, high) => {
  expect(roundOutward(min, max)).toEqual([low, high]);
});
