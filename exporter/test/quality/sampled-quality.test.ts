import { expect, test } from 'vitest';
import { sampledQuality } from '../../tools/simulation/sampled-quality.js';

test('the interval of a tenth of the ids holds the quality of all rows in 9 of 10 windows, and the sample is fair', () => {
  const { metrics, kept } = sampledQuality({ rows: 5000, sample: 0.1, repeats: 60, seed: 7, onProgress: () => undefined });
  expect(kept).toBeCloseTo(0.1, 2);
  for (const { covered, repeats, bias } of metrics) {
    expect(covered / repeats).toBeGreaterThanOrEqual(0.9);
    expect(Math.abs(bias)).toBeLessThan(0.01);
  }
});
