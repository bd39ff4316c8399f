import { describe, expect, it } from 'vitest';
import type { Baseline } from '../artefact.js';
import { numericFeature } from '../numeric-feature.js';
import { parseBaseline } from '../parse-baseline.js';
import { formatBaseline, sealBaseline, withSections } from '../seal.js';
import type { QualityReference } from './quality.js';

const PLAIN = sealBaseline({
  model: 'churn',
  model_version: '7',
  source: 'built',
  precision: 'exact',
  rows: 3,
  period: null,
  features: [numericFeature('age', Float64Array.of(20, 30, 30), { missing: 0, invalid: 0 })],
  prediction: null,
});
const QUALITY: QualityReference = {
  task: 'binary',
  positive: null,
  rows: 3,
  measures: [{ metric: 'accuracy', value: 0.5, lower: null, upper: null, n: 3 }],
  chunks: 2,
  chunk_rows: 2,
  thresholds: [{ metric: 'accuracy', lower: 0.1, upper: 0.9 }],
  estimate: {
    calibration: { x: [0.1, 0.9], y: [0, 1] },
    backtest: [{ metric: 'accuracy', chunks: 2, covered: 1, spread: 0.01 }],
  },
};

describe('a baseline with a section', () => {
  it('is of version 2, and is read back as it was; without it the same baseline is of version 1, byte for byte', () => {
    const sealed = withSections(PLAIN, { quality: QUALITY });
    expect([PLAIN.format_version, sealed.format_version]).toEqual([1, 2]);
    expect(sealed.sha256).not.toBe(PLAIN.sha256);
    expect(parseBaseline(formatBaseline(sealed), 'here')).toEqual(sealed);
    expect(formatBaseline(withSections(PLAIN, {}))).toBe(formatBaseline(PLAIN));
  });

  it.each<[string, (quality: QualityReference) => object, RegExp]>([
    [
      'falls',
      (q) => ({ ...q, estimate: { ...q.estimate, calibration: { x: [0, 1], y: [1, 0] } } }),
      /quality\.estimate\.calibration: needs y that never falls/,
    ],
    ['turns back', (q) => ({ ...q, estimate: { ...q.estimate, calibration: { x: [1, 1], y: [0, 1] } } }), /needs x in ascending order/],
    [
      'covers more chunks than there are',
      (q) => ({ ...q, estimate: { ...q.estimate, backtest: [{ metric: 'f1', chunks: 1, covered: 2, spread: 0 }] } }),
      /cannot have more covered chunks/,
    ],
    ['knows another key', (q) => ({ ...q, made_by: 'hand' }), /quality: /],
  ])('is refused where it %s', (_, change, problem) => {
    const changed = { ...withSections(PLAIN, { quality: QUALITY }), quality: change(QUALITY) } as Baseline;
    expect(() => parseBaseline(JSON.stringify(changed), 'here')).toThrow(problem);
  });
});
