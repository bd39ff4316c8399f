import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mulberry32 } from '../../tools/simulation/seeded-random.js';
import { attributionNdcg } from './attribution-ndcg.js';
import { MIN_ATTRIBUTIONS, judgeAttributions } from './judge-attributions.js';

const features = [
  { feature: 'age', mean: 0.5, top1: 60, top3: 100 },
  { feature: 'income', mean: 0.25, top1: 40, top3: 100 },
  { feature: 'plan', mean: null, top1: 0, top3: 0 },
];

test('order is compared from MIN_ATTRIBUTIONS records on; below, and without a reference, there is no number', () => {
  const ndcg = (rows: number, baseline: Record<string, number> | null): number | null =>
    judgeAttributions({ rows, invalid: 0, features, baseline }).ndcg;
  expect(ndcg(MIN_ATTRIBUTIONS, { age: 1, income: 0.5 })).toBe(1);
  expect(ndcg(MIN_ATTRIBUTIONS, { age: 0.5, income: 1 })).toBeLessThan(1);
  expect(ndcg(MIN_ATTRIBUTIONS - 1, { age: 1, income: 0.5 })).toBeNull();
  expect(ndcg(MIN_ATTRIBUTIONS, null)).toBeNull();
  expect(ndcg(MIN_ATTRIBUTIONS, { age: 0, income: 0 })).toBeNull();
});

test('reasons are the features that led a record or were among the strongest, most first; a feature without values has no mean', () => {
  const { means, reasons } = judgeAttributions({ rows: 100, invalid: 0, features: [...features].reverse(), baseline: null });
  expect(means).toEqual({ age: 0.5, income: 0.25 });
  expect(reasons).toEqual([
    { feature: 'age', top1: 60, top3: 100 },
    { feature: 'income', top1: 40, top3: 100 },
  ]);
});

test('the agreement lies in [0, 1], is 1 with itself, and depends neither on the order of keys nor on the unit of the live side', () => {
  const means = fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'constructor'),
    fc.double({ min: 0, max: 1e9, noNaN: true }),
  );
  fc.assert(
    fc.property(means, means, (baseline, live) => {
      const result = attributionNdcg(baseline, live);
      if (result === null) return;
      expect(result.ndcg).toBeGreaterThanOrEqual(0);
      expect(result.ndcg).toBeLessThanOrEqual(1);
      const reversed = Object.fromEntries(Object.entries(live).reverse());
      expect(attributionNdcg(baseline, reversed)).toEqual(result);
      const doubled = Object.fromEntries(Object.entries(live).map(([name, mean]) => [name, mean * 2]));
      expect(attributionNdcg(baseline, doubled)).toEqual(result);
      expect(attributionNdcg(baseline, baseline)?.ndcg).toBe(1);
    }),
  );
});

/** Quantile of the agreement of two samples of `rows` records each, of 20 features whose means fall by a fifth from one to the next. */
function chanceAgreement(rows: number, trials: number, quantile: number): number {
  const random = mulberry32(7);
  const sample = (): Record<string, number> => {
    const means: Record<string, number> = {};
    for (let f = 0; f < 20; f++) {
      let sum = 0;
      for (let r = 0; r < rows; r++) sum += -Math.log(1 - random());
      means[`f${f}`] = (0.8 ** f * sum) / rows;
    }
    return means;
  };
  const found = Array.from({ length: trials }, () => attributionNdcg(sample(), sample())?.ndcg ?? 0).sort((a, b) => a - b);
  return found[Math.floor(quantile * trials)] as number;
}

test('at MIN_ATTRIBUTIONS records chance stays above 0.9, from which AWS Clarify alarms; at a fifth of them it does not', () => {
  expect(chanceAgreement(MIN_ATTRIBUTIONS, 300, 0.01)).toBeGreaterThan(0.94);
  expect(chanceAgreement(MIN_ATTRIBUTIONS / 5, 300, 0.01)).toBeLessThan(0.9);
});
