import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { numericFeature } from './numeric-feature.js';
import { categoricalFeature } from './categorical-feature.js';
import { parseBaseline } from './parse-baseline.js';
import { formatBaseline, sealBaseline } from './seal.js';

const page = readFileSync(new URL('../../../docs/baseline-format.md', import.meta.url), 'utf8');
const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];

describe('the example that opens docs/baseline-format.md', () => {
  it('is a baseline, byte for byte as it is written', () => {
    expect(formatBaseline(parseBaseline(example, 'the page'))).toBe(example);
  });

  it('is what the four rows it names give', () => {
    const features = [
      numericFeature('age', Float64Array.of(20, 30, 30), { missing: 1, invalid: 0 }),
      categoricalFeature(
        'country',
        [
          ['FR', 1],
          ['DE', 3],
        ],
        { present: 4, missing: 0, invalid: 0 },
      ),
    ];
    const content = {
      model: 'churn',
      model_version: '7',
      source: 'built',
      precision: 'exact',
      rows: 4,
      period: null,
      features,
      prediction: null,
    } as const;
    expect(formatBaseline(sealBaseline({ ...content, features }))).toBe(example);
  });
});
