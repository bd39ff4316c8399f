import { describe, expect, it } from 'vitest';
import { categoricalFeature } from './categorical-feature.js';
import { numericFeature } from './numeric-feature.js';
import { parseBaseline } from './parse-baseline.js';
import { formatBaseline, sealBaseline, type BaselineContent } from './seal.js';

const LIMITS = { top: 2, minCategoryCount: 1 };
const content = (chunks?: BaselineContent['chunks']): BaselineContent => ({
  model: 'churn',
  model_version: '7',
  source: 'built',
  precision: 'exact',
  rows: 4,
  period: null,
  features: [
    numericFeature('age', Float64Array.of(20, 30, 30), { missing: 1, invalid: 0 }),
    categoricalFeature(
      'country',
      [
        ['DE', 2],
        ['FR', 1],
        ['IT', 1],
      ],
      { present: 4, missing: 0, invalid: 0 },
      LIMITS,
    ),
  ],
  prediction: null,
  ...(chunks && { chunks }),
});
const CHUNKS = {
  rows: 2,
  features: [
    [
      [1, 1],
      [0, 1],
    ],
    [
      [1, 1, 0],
      [1, 0, 1],
    ],
  ],
  prediction: null,
};

describe('a baseline with chunks of its reference', () => {
  it('is of version 2; without them it is of version 1, as it was', () => {
    const sealed = sealBaseline(content(CHUNKS));
    expect(sealed.format_version).toBe(2);
    expect(parseBaseline(formatBaseline(sealed), 'here')).toEqual(sealed);
    expect(sealBaseline(content()).format_version).toBe(1);
  });

  const [age = [], country = []] = CHUNKS.features;
  it.each([
    ['with a feature too few', { ...CHUNKS, features: [age] }, 'chunks.features: needs one entry per feature (2, found 1)'],
    ['with counts of other bins', { ...CHUNKS, features: [age, [[1, 1]]] }, 'chunks.features[1]: needs 3 counts in each part'],
    [
      'with more rows than the whole',
      { ...CHUNKS, features: [[...age, [1, 0]], country] },
      'chunks.features[0]: the parts hold more rows in bin 0 than the whole',
    ],
    ['of a prediction that it does not hold', { ...CHUNKS, prediction: age }, 'chunks.prediction: must be there exactly where'],
  ])('is refused %s', (_, chunks, message) => {
    expect(() => sealBaseline(content(chunks))).toThrow(message);
  });
});
