import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mulberry32, normals as normalsFrom, type Random } from '../../../tools/simulation/seeded-random.js';
import { fineReference, numericFeature, type NumericFeature } from '../../baseline/index.js';
import type { FeatureVerdict } from '../../contract/index.js';
import { countValues, numericBinner, sortDoubles } from '../../profile/index.js';
import { DEFAULT_DRIFT_SETTINGS } from '../default-settings.js';
import { ksBinnedTest } from '../ks-binned-test.js';
import { ksTwoSample } from '../ks-two-sample.js';
import type { BinnedColumn } from './binned-column.js';
import { judgeLikeEvidently } from './evidently.js';
import { judgeByPolicy, type PeerPolicy } from './judge-by-policy.js';
import { fitLikeNannyml, judgeLikeNannyml } from './nannyml.js';
import { chunkDistances } from './nannyml-binned.js';
import type { SampleColumn } from './sample-column.js';

const CHUNKS = 10;
const normals = (random: Random, n: number): Float64Array => {
  const next = normalsFrom(random);
  return Float64Array.from({ length: n }, () => next());
};
const numeric = (values: Float64Array): SampleColumn => ({ feature: 'x', type: 'numeric', values });

function countsOf(feature: NumericFeature, values: Float64Array): number[] {
  const counts = new Float64Array(feature.edges.length + 3);
  countValues(values, 0, values.length, numericBinner(feature.edges), counts);
  return [...counts.subarray(0, feature.edges.length + 1)];
}

/** A reference and a window as the exporter holds them: fine bins fixed from the reference, and counts. */
function binned(reference: Float64Array, current: Float64Array): BinnedColumn {
  const feature = numericFeature('x', sortDoubles(reference.slice()), { missing: 0, invalid: 0 });
  const size = Math.floor(reference.length / CHUNKS);
  const chunks = Array.from({ length: CHUNKS }, (_, i) => countsOf(feature, reference.subarray(i * size, (i + 1) * size)));
  const fine = fineReference(feature, chunks);
  return {
    ...fine,
    reference: [...fine.reference],
    current: countsOf(feature, current),
    currentMissing: 0,
    currentInvalid: 0,
    policy: { scale: fine.scale, chunk_distances: chunkDistances(fine.reference, chunks) },
  };
}

function judge(policy: PeerPolicy, column: BinnedColumn): FeatureVerdict {
  const { features } = judgeByPolicy(policy, {
    rows: 0,
    features: [column],
    prediction: null,
    settings: DEFAULT_DRIFT_SETTINGS,
    streaks: {},
  });
  return features[0] as FeatureVerdict;
}

const categorical = (reference: number[], current: number[]): BinnedColumn => ({
  feature: 'c',
  type: 'categorical',
  bins: reference.map((_, i) => (i === reference.length - 1 ? 'unseen' : `c${i}`)),
  reference,
  current,
  referenceMissing: 0,
  currentMissing: 0,
  referenceInvalid: 0,
  currentInvalid: 0,
  policy: { scale: null, chunk_distances: null },
});

const value = fc.double({ min: -1e3, max: 1e3, noNaN: true }).map((x) => x + 0);
const values = (minLength: number, maxLength: number): fc.Arbitrary<Float64Array> =>
  fc.array(value, { minLength, maxLength }).map((list) => Float64Array.from(list));

describe('Kolmogorov-Smirnov over bins', () => {
  it('finds at most the distance of the values, and at least as large a p', () => {
    fc.assert(
      fc.property(values(30, 200), values(1, 200), (reference, current) => {
        const column = binned(reference, current);
        const onBins = ksBinnedTest(column.reference, column.current);
        const exact = ksTwoSample(reference, current);
        expect(onBins?.statistic).toBeLessThanOrEqual(exact.statistic + 1e-12);
        expect(onBins?.pValue).toBeGreaterThanOrEqual(exact.pValue * (1 - 1e-9));
      }),
      { numRuns: 200 },
    );
  });

  it('is off by at most the largest share of the reference or the window between two edges', () => {
    fc.assert(
      fc.property(values(30, 200), values(1, 200), (reference, current) => {
        const column = binned(reference, current);
        const shares = column.reference.map((n, i) => Math.max(n / reference.length, (column.current[i] ?? 0) / current.length));
        const onBins = ksBinnedTest(column.reference, column.current)?.statistic ?? NaN;
        expect(ksTwoSample(reference, current).statistic - onBins).toBeLessThanOrEqual(Math.max(...shares) + 1e-12);
      }),
      { numRuns: 200 },
    );
  });

  it('takes the asymptotic law where the lattice of paths is large, within 4 % of the exact p', () => {
    const [reference, current] = [normals(mulberry32(1), 1000), normals(mulberry32(2), 1000).map((x) => x + 0.06)];
    const { reference: a, current: b } = binned(reference, current);
    const asymptotic = ksBinnedTest(a, b)?.pValue ?? NaN;
    // The same distance by the exact law: values at the middles of the bins.
    const spread = (counts: readonly number[]): number[] => counts.flatMap((n, bin) => new Array<number>(n).fill(bin));
    const exact = ksTwoSample(spread(a), spread(b), 'exact').pValue;
    expect(Math.abs(asymptotic / exact - 1)).toBeLessThan(0.04);
    expect(asymptotic).not.toBe(exact);
  });
});

describe('policy evidently over bins', () => {
  it('never calls a small sample drifted that the values do not', () => {
    fc.assert(
      fc.property(values(30, 120), values(5, 120), fc.double({ min: -500, max: 500, noNaN: true }), (reference, base, shift) => {
        const current = base.map((x) => x + shift);
        const verdict = judge('evidently', binned(reference, current));
        fc.pre(verdict.effect.method === 'ks');
        if (verdict.verdict === 'drifted') expect(judgeLikeEvidently(numeric(reference), numeric(current)).verdict).toBe('drifted');
      }),
      { numRuns: 200 },
    );
  });

  it('finds a Wasserstein distance within half the width of the bins, weighted by what lies in them', () => {
    const random = mulberry32(7);
    for (const shift of [0, 0.05, 0.1, 0.3, 1]) {
      const [reference, all] = [normals(random, 4000), normals(random, 4000)];
      const [low, high] = [Math.min(...reference), Math.max(...reference)];
      // Values beyond the reference count as its outermost bin, so that no bound holds for them.
      const current = all.map((x) => Math.min(high, Math.max(low, x + shift)));
      const column = binned(reference, current);
      const { effect } = judge('evidently', column);
      const exact = judgeLikeEvidently(numeric(reference), numeric(current)).effect;
      expect([effect.method, exact.method]).toEqual(['wasserstein', 'wasserstein']);
      const { edges, sd } = column.policy.scale as NonNullable<BinnedColumn['policy']['scale']>;
      const bounds = [low, ...edges, high];
      const bound = column.reference.reduce((sum, n, i) => {
        const width = (bounds[i + 1] as number) - (bounds[i] as number);
        return sum + ((n / 4000 + (column.current[i] as number) / 4000) * width) / 2;
      }, 0);
      expect(Math.abs((effect.value as number) - (exact.value as number))).toBeLessThanOrEqual(bound / sd);
    }
  });

  it('gives the exact Wasserstein distance where every value has a bin of its own', () => {
    const reference = Float64Array.from({ length: 3000 }, (_, i) => i % 13);
    const current = Float64Array.from({ length: 1700 }, (_, i) => (i * i + 3 * i) % 13);
    const exact = judgeLikeEvidently(numeric(reference), numeric(current)).effect;
    const { effect } = judge('evidently', binned(reference, current));
    expect([effect.method, exact.method]).toEqual(['wasserstein', 'wasserstein']);
    expect(effect.value).toBeCloseTo(exact.value as number, 12);
  });

  it('gives categories the exact score and p while every value has a bin', () => {
    const counts = (n: readonly number[]): SampleColumn => ({
      feature: 'c',
      type: 'categorical',
      counts: new Map(n.slice(0, -1).flatMap((count, i) => (count > 0 ? [[`c${i}`, count] as const] : []))),
    });
    const count = fc.nat({ max: 800 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.infiniteStream(count), (k, stream) => {
        const [reference, current] = [
          [...take(stream, k), 0],
          [...take(stream, k), 0],
        ];
        fc.pre(reference.some((n) => n > 0) && current.some((n) => n > 0));
        const found = judge('evidently', categorical(reference, current));
        const exact = judgeLikeEvidently(counts(reference), counts(current));
        expect([found.effect.method, found.verdict]).toEqual([exact.effect.method, exact.verdict]);
        expect(found.effect.value).toBeCloseTo(exact.effect.value as number, 12);
      }),
      { numRuns: 200 },
    );
  });

  it('calls one value that a small reference never held drift, as Evidently does', () => {
    const { p_value, verdict } = judge('evidently', categorical([50, 30, 20, 0], [50, 30, 19, 1]));
    expect([p_value, verdict]).toEqual([0, 'drifted']);
  });

  it('takes numbers of at most five values for categories', () => {
    const few = Float64Array.from({ length: 500 }, (_, i) => i % 5);
    expect(judge('evidently', binned(few, few)).effect.method).toBe('p_value');
    const six = Float64Array.from({ length: 500 }, (_, i) => i % 6);
    expect(judge('evidently', binned(six, six)).effect.method).toBe('ks');
  });

  it('calls the data set drifted from half of the features on', () => {
    const [same, moved] = [categorical([5000, 5000, 0], [500, 500, 0]), categorical([5000, 5000, 0], [900, 100, 0])];
    const of = (...features: BinnedColumn[]): unknown => {
      const { drift_rate, dataset_drifted, exact } = judgeByPolicy('evidently', {
        rows: 1000,
        features,
        prediction: null,
        settings: DEFAULT_DRIFT_SETTINGS,
        streaks: {},
      });
      return { drift_rate, dataset_drifted, exact };
    };
    expect(of(same, moved)).toEqual({ drift_rate: 0.5, dataset_drifted: true, exact: false });
    expect(of(same, same, moved)).toEqual({ drift_rate: 1 / 3, dataset_drifted: false, exact: false });
    expect(of()).toEqual({ drift_rate: null, dataset_drifted: null, exact: false });
  });
});

describe('policy nannyml over bins', () => {
  it('has thresholds of its own bins, and gives the alerts of the values for shifts that are clear or none', () => {
    const random = mulberry32(11);
    const reference = normals(random, 20_000);
    const parts = Array.from({ length: CHUNKS }, (_, i) => numeric(reference.subarray(i * 2000, (i + 1) * 2000)));
    const fitted = fitLikeNannyml(numeric(reference), parts);
    for (const shift of [0, 0, 0.3, 0.6, 1.5]) {
      const current = normals(random, 2000).map((x) => x + shift);
      const onBins = judge('nannyml', binned(reference, current));
      const exact = judgeLikeNannyml(fitted, numeric(current));
      expect(onBins.effect.threshold).not.toBe(exact.effect.threshold);
      expect([shift, onBins.verdict]).toEqual([shift, exact.verdict]);
    }
  });

  it('has no verdict where the baseline holds no chunks, and says what to do', () => {
    const { verdict, reason } = judge('nannyml', categorical([500, 500, 0], [500, 500, 0]));
    expect([verdict, reason]).toEqual(['insufficient', expect.stringContaining('--chunks')]);
  });
});

describe.each(['evidently', 'nannyml'] as const)('policy %s', (policy) => {
  it('leaves missing values out, and shows their ratios', () => {
    const column = { ...binned(normals(mulberry32(3), 5000), normals(mulberry32(4), 800)), currentMissing: 1200 };
    const { verdict, missing } = judge(policy, column);
    expect(verdict).toBe('stable');
    expect(missing).toEqual({ reference_ratio: 0, current_ratio: 0.6, p_value: null, q_value: null, drifted: false });
  });

  it('has no verdict on a window without values', () => {
    const column = binned(normals(mulberry32(3), 5000), new Float64Array(0));
    expect(judge(policy, column)).toMatchObject({ verdict: 'insufficient', effect: { value: null }, p_value: null });
  });

  it('waits for as many windows in a row as are asked for', () => {
    const column = binned(
      normals(mulberry32(5), 5000),
      normals(mulberry32(6), 2000).map((x) => x + 2),
    );
    const settings = { ...DEFAULT_DRIFT_SETTINGS, consecutive: 2 };
    const after = (before: number): FeatureVerdict | undefined =>
      judgeByPolicy(policy, { rows: 2000, features: [column], prediction: null, settings, streaks: before ? { x: before } : {} })
        .features[0];
    expect(after(0)).toMatchObject({ window_verdict: 'drifted', verdict: 'stable' });
    expect(after(1)).toMatchObject({ window_verdict: 'drifted', verdict: 'drifted' });
  });
});

function take<T>(stream: Iterator<T>, n: number): T[] {
  return Array.from({ length: n }, () => stream.next().value as T);
}
