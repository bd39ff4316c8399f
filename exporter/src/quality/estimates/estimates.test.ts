import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mulberry32 } from '../../../tools/simulation/seeded-random.js';
import { qualitySettings } from '../../../test/quality/quality-settings.js';
import { estimateInterval, estimateSpread } from '../intervals/estimate-interval.js';
import { Z95 } from '../../statistics/index.js';
import { measuredBinary } from '../../../test/quality/measured-binary.js';
import { isotonicAt, isotonicFit, referenceQuality, scoreWindow, type PredictionRows } from '../index.js';
import { ESTIMATED_METRICS, estimatesOf } from './estimate-measures.js';
import { calibrationOf, scoreCounts } from './score-counts.js';

const row = fc.record({ p: fc.double({ min: 0.01, max: 0.99, noNaN: true }), score: fc.integer({ min: 1, max: 9 }), said: fc.boolean() });
const someRows = fc.array(row, { minLength: 4, maxLength: 9 });
const columnsOf = (rows: readonly { p: number; score: number; said: boolean }[]) => ({
  p: Float64Array.from(rows, ({ p }) => p),
  scores: Float64Array.from(rows, ({ score }) => score / 10),
  predicted: Int8Array.from(rows, ({ said }) => (said ? 1 : 0)),
});

describe('estimates', () => {
  it('of the accuracy, the Brier score and the log loss are the mean over all ways in which the labels can fall, weighted by their chance', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const columns = columnsOf(rows);
        const estimates = estimatesOf(columns);
        const [mean, square] = [new Map<string, number>(), new Map<string, number>()];
        for (let labels = 0; labels < 2 ** rows.length; labels++) {
          const actual = Int8Array.from(rows, (_, i) => (labels >> i) & 1);
          const chance = columns.p.reduce((product, p, i) => product * (actual[i] === 1 ? p : 1 - p), 1);
          for (const [metric, value] of measuredBinary({ ...columns, actual })) {
            if (value === null) continue;
            mean.set(metric, (mean.get(metric) ?? 0) + chance * value);
            square.set(metric, (square.get(metric) ?? 0) + chance * value ** 2);
          }
        }
        for (const metric of ['accuracy', 'brier', 'log_loss'] as const) {
          const found = mean.get(metric) as number;
          expect(estimates[metric]?.value).toBeCloseTo(found, 10);
          // These are sums over rows, so the variance is exact too.
          expect(estimates[metric]?.variance).toBeCloseTo((square.get(metric) as number) - found ** 2, 10);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('vary by the square of their derivative by the chance of each row', () => {
    const step = 1e-6;
    fc.assert(
      fc.property(someRows, (rows) => {
        const columns = columnsOf(rows);
        const moved = (at: number, by: number) => estimatesOf({ ...columns, p: columns.p.map((p, i) => (i === at ? p + by : p)) });
        const steps = rows.map((_, at) => [moved(at, -step), moved(at, step)] as const);
        for (const metric of ESTIMATED_METRICS) {
          const estimate = estimatesOf(columns)[metric];
          if (estimate === null) continue;
          const parts = steps.map(([before, after], at) => {
            const slope = ((after[metric]?.value ?? NaN) - (before[metric]?.value ?? NaN)) / (2 * step);
            return (columns.p[at] as number) * (1 - (columns.p[at] as number)) * slope ** 2;
          });
          const sum = parts.reduce((total, part) => total + part, 0);
          expect(Math.abs(estimate.variance - sum), metric).toBeLessThan(1e-6 + 1e-4 * sum);
        }
      }),
    );
  });

  it('hold the value that is found with labels in 95 % of windows, where the chances are right', () => {
    const random = mulberry32(7);
    const repeats = 400;
    const held = new Map<string, number>(ESTIMATED_METRICS.map((metric) => [metric, 0]));
    for (let repeat = 0; repeat < repeats; repeat++) {
      const p = Float64Array.from({ length: 500 }, () => random());
      const predicted = Int8Array.from(p, (chance) => (chance >= 0.5 ? 1 : 0));
      const actual = Int8Array.from(p, (chance) => (random() < chance ? 1 : 0));
      const rows = { p, scores: p, predicted };
      const found = new Map(measuredBinary({ ...rows, actual }));
      for (const metric of ESTIMATED_METRICS) {
        const estimate = estimatesOf(rows)[metric];
        if (!estimate) throw new Error(metric);
        const range = metric === 'log_loss' ? ([0, null] as const) : ([0, 1] as const);
        const { lower, upper } = estimateInterval(estimate.value, estimate.variance, Z95, range);
        const value = found.get(metric) as number;
        if ((lower as number) <= value && value <= (upper as number)) held.set(metric, (held.get(metric) ?? 0) + 1);
      }
    }
    // A share of 400 is within 3.3 points of 95 % in 99.7 % of cases.
    for (const [metric, times] of held) {
      expect(times / repeats, metric).toBeGreaterThan(0.917);
      expect(times / repeats, metric).toBeLessThan(0.983);
    }
  });

  it('have no bounds where every chance is 0 or 1: nothing is that certain', () => {
    expect(estimateInterval(0.8, 0, Z95, [0, 1])).toEqual({ value: 0.8, lower: null, upper: null });
  });
});

describe('the spread of estimates', () => {
  it('is what their errors hold beyond chance, by hand: errors of 0.3 and 0.1 with a variance of 0.01', () => {
    const pair = (found: number) => ({ estimate: 0.5, variance: 0.01, found });
    expect(estimateSpread([pair(0.8), pair(0.6)])).toBeCloseTo(Math.sqrt((0.09 + 0.01 - 0.02) / 2), 15);
  });

  it('is 0 where chance explains the errors, and without chunks', () => {
    expect(estimateSpread([{ estimate: 0.5, variance: 0.01, found: 0.55 }])).toBe(0);
    expect(estimateSpread([])).toBe(0);
  });
});

describe('the calibration', () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.boolean()), { minLength: 1, maxLength: 60 });
  const rowsOf = (list: readonly (readonly [number, boolean])[]) => ({
    scores: Float64Array.from(list, ([score]) => score / 20),
    actual: Int8Array.from(list, ([, is]) => (is ? 1 : 0)),
  });

  it('is the isotonic regression of label on score, without the points that say nothing', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const { scores, actual } = rowsOf(list);
        const full = isotonicFit(scores, Float64Array.from(actual));
        const own = calibrationOf(scoreCounts({ scores, actual }));
        if (!own) throw new Error('rows without a calibration');
        expect(own.x.length).toBeLessThanOrEqual(full.x.length);
        for (let at = -0.1; at < 1.2; at += 0.05) expect(isotonicAt(own, at)).toBeCloseTo(isotonicAt(full, at), 12);
      }),
    );
  });

  it('without a part is that of the other rows', () => {
    fc.assert(
      fc.property(pairs, pairs, (part, others) => {
        const all = scoreCounts(rowsOf([...part, ...others]));
        const own = calibrationOf(all, scoreCounts(rowsOf(part), all.scores));
        const expected = calibrationOf(scoreCounts(rowsOf(others)));
        for (let at = 0; at <= 1; at += 0.05) {
          expect(isotonicAt(own as NonNullable<typeof own>, at)).toBeCloseTo(isotonicAt(expected as NonNullable<typeof own>, at), 12);
        }
      }),
    );
  });
});

describe('a window without labels', () => {
  const n = 400;
  const random = mulberry32(11);
  const scores = Float64Array.from({ length: n }, () => random());
  const actual = scores.map((score) => (random() < score ? 1 : 0));
  const labelled: PredictionRows = {
    n,
    scores,
    predictions: { kind: 'amounts', amounts: new Float64Array(n).fill(NaN) },
    labels: { kind: 'amounts', amounts: actual },
    groups: [],
    lists: null,
  };
  const rows = { ...labelled, labels: { kind: 'amounts', amounts: new Float64Array(n).fill(NaN) } as const };
  const settings = qualitySettings('binary', { min_samples: 200 });
  const quarters = [0, 1, 2, 3].map((i) => ({ from: i * 100, to: (i + 1) * 100 }));
  const reference = referenceQuality(labelled, settings, quarters);

  it('has estimates, immature or not, and no measures', () => {
    for (const isMature of [false, true]) {
      const { state, measures, estimated } = scoreWindow({ rows, settings, reference, isMature });
      expect([state, measures]).toEqual([isMature ? 'insufficient' : 'immature', []]);
      expect(estimated.map(({ metric }) => metric)).toEqual([...ESTIMATED_METRICS]);
      for (const { metric, value, lower, upper } of estimated)
        expect((lower as number) < (value as number) && (value as number) < (upper as number), metric).toBe(true);
    }
  });

  it('has none with fewer scores than min_samples, without a section, and where the section is of another task or class', () => {
    const estimatesWith = (more: object) => scoreWindow({ rows, settings, reference, isMature: true, ...more }).estimated;
    expect(estimatesWith({ settings: { ...settings, min_samples: n + 1 } })).toEqual([]);
    expect(estimatesWith({ reference: null })).toEqual([]);
    expect(estimatesWith({ settings: { ...settings, task: 'multiclass' } })).toEqual([]);
    expect(estimatesWith({ settings: { ...settings, positive: 'churned' } })).toEqual([]);
    expect(estimatesWith({ settings: { ...settings, positive: '1' } })).toHaveLength(ESTIMATED_METRICS.length);
  });

  it('is not estimated for other tasks', () => {
    expect(referenceQuality(labelled, qualitySettings('regression', { margin: 1 }), quarters).estimate).toBeNull();
  });
});
