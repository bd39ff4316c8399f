import { describe, expect, test } from 'vitest';
import { PipelineBed, SETTINGS, type LogRecord } from '../../test/pipeline/pipeline-bed.js';
import { categoricalFeature, numericFeature, sealBaseline, type Baseline } from '../baseline/index.js';
import type { ModelVerdict, StoredVerdict } from '../contract/index.js';
import { recompute } from '../drift/index.js';

const ROWS = 2000;
const values = Float64Array.from({ length: ROWS }, (_, i) => i / 10);
const LIMITS = { top: 2, minCategoryCount: 1 };

/** x is even over 0..200, c is red, blue and green 5 : 3 : 2; ten chunks that differ a little. */
function baselineOf(chunks: boolean): Baseline {
  const x = numericFeature('x', values, { missing: 0, invalid: 0 });
  const shares = [
    ['red', 1000],
    ['blue', 600],
    ['green', 400],
  ] as const;
  const c = categoricalFeature('c', shares, { present: ROWS, missing: 0, invalid: 0 }, LIMITS);
  // Every other bin of a chunk lacks one or two rows.
  const chunksOf = (counts: readonly number[]): number[][] =>
    Array.from({ length: 10 }, (_, i) => counts.map((n, bin) => Math.max(0, Math.floor(n / 10) - ((bin + i) % 2) * (1 + (i % 2)))));
  return sealBaseline({
    model: 'churn',
    model_version: '1',
    source: 'built',
    precision: 'exact',
    rows: ROWS,
    period: null,
    features: [x, c],
    prediction: null,
    ...(chunks && { chunks: { rows: ROWS / 10, features: [chunksOf(x.counts), chunksOf([...c.counts, c.other])], prediction: null } }),
  });
}

/** 200 events a window: x even over the whole range, or over its upper half; colours as in the baseline, and some of another one. */
const events = (t: number, { isMoved = false, unseen = 0 } = {}): LogRecord[] =>
  Array.from({ length: 200 }, (_, i) => {
    const colour = i < unseen ? 'black' : (['red', 'red', 'red', 'red', 'red', 'blue', 'blue', 'blue', 'green', 'green'][i % 10] as string);
    return { t: t + i, f: { x: isMoved ? 100 + i / 2 : i + 0.05, c: colour } };
  });

async function judged(
  policy: 'evidently' | 'nannyml',
  baseline: Baseline,
  log: readonly LogRecord[],
  settings: Partial<typeof SETTINGS> = {},
): Promise<{ bed: PipelineBed; verdicts: StoredVerdict[] }> {
  const bed = new PipelineBed({ nowMs: 60_000, settings: { policy, ...settings } });
  bed.memory.request(baseline);
  bed.write([...log, { t: 30_000, f: {} }]);
  await bed.settle();
  return { bed, verdicts: bed.memory.content.verdicts };
}

const words = ({ features }: ModelVerdict): string[] =>
  features.map(({ feature, verdict, effect }) => `${feature} ${verdict} by ${effect.method}`);

describe.each(['evidently', 'nannyml'] as const)('a model with policy %s', (policy) => {
  test('is judged over fine bins, says that this is not exact, and recomputes to the same bits', async () => {
    const { verdicts } = await judged(policy, baselineOf(true), [...events(0), ...events(1000, { isMoved: true })]);
    const [same, moved] = verdicts as [StoredVerdict, StoredVerdict];
    const numbers = policy === 'evidently' ? 'wasserstein' : 'jensen_shannon';
    expect(words(same.verdict)).toEqual([`x stable by ${numbers}`, 'c stable by jensen_shannon']);
    expect(words(moved.verdict)).toEqual([`x drifted by ${numbers}`, 'c stable by jensen_shannon']);
    expect(moved.verdict).toMatchObject({ policy, exact: false, drift_rate: 0.5, judged: 2 });
    expect(moved.verdict.features[0]?.table.bins).toHaveLength(60);
    expect(moved.verdict.features[1]?.table.bins).toEqual(['red', 'blue', 'other', 'unseen']);
    for (const stored of verdicts) {
      const read = JSON.parse(JSON.stringify(stored)) as StoredVerdict;
      expect(recompute(read)).toStrictEqual(stored.verdict);
    }
  });

  test('shows its own measures and limits, and its name beside the baseline', async () => {
    const { bed } = await judged(policy, baselineOf(true), [...events(0), ...events(1000, { isMoved: true })]);
    const samples = bed.samples();
    const method = policy === 'evidently' ? 'wasserstein' : 'jensen_shannon';
    const of = (family: string, feature: string, by: string): number | undefined =>
      samples.get(`${family}{model="churn",version="1",feature="${feature}",method="${by}"}`);
    const [score, limit] = [of('aiops_feature_drift_score', 'x', method), of('aiops_feature_drift_threshold', 'x', method)];
    expect(score).toBeGreaterThan(limit as number);
    expect(of('aiops_feature_drift_score', 'x', 'psi')).toBeUndefined();
    expect(of('aiops_feature_drift_threshold', 'x', 'missing_rate_difference')).toBeUndefined();
    expect(samples.get('aiops_feature_drifted{model="churn",version="1",feature="x"}')).toBe(1);
    expect([...samples.keys()].filter((name) => name.startsWith('aiops_baseline_info'))).toEqual([
      expect.stringContaining(`policy="${policy}"`),
    ]);
    expect(bed.status().models[0]?.policy).toBe(policy);
  });

  test('is judged over the same bins where a range adds edges of its own', async () => {
    const log = [...events(0), ...events(1000, { isMoved: true })];
    const plain = await judged(policy, baselineOf(true), log);
    const settings = { isPrivate: false, importance: null, top: null };
    const ranged = await judged(policy, baselineOf(true), log, {
      features: new Map([['x', { ...settings, range: [12.34, 150.01] as const }]]),
    });
    expect(ranged.verdicts.map(({ verdict }) => verdict.features[0])).toEqual(plain.verdicts.map(({ verdict }) => verdict.features[0]));
  });

  test('is judged with fewer categories where top says so', async () => {
    const settings = { isPrivate: false, importance: null, range: null };
    const { verdicts } = await judged(policy, baselineOf(true), events(0), { features: new Map([['c', { ...settings, top: 1 }]]) });
    const [c] = verdicts[0]?.verdict.features.slice(1) ?? [];
    expect(c?.table).toMatchObject({ bins: ['red', 'other', 'unseen'], reference: [1000, 1000, 0], current: [100, 100, 0] });
    expect(c?.verdict).toBe('stable');
  });
});

test('policy nannyml has no verdict without chunks of the reference, and the status says what to do', async () => {
  const { bed, verdicts } = await judged('nannyml', baselineOf(false), events(0));
  expect(verdicts[0]?.verdict).toMatchObject({ judged: 0, insufficient: 2 });
  expect(bed.status().models[0]?.whyNoDrift).toMatch(/--chunks/);
});

test('a policy that a reload changes judges from the next window on, and the series follow', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  bed.memory.request(baselineOf(true));
  bed.write([...events(0), { t: 1500, f: {} }]);
  await bed.settle();
  expect([...bed.samples().keys()].some((name) => name.includes('method="psi"'))).toBe(true);
  bed.pipeline.reconfigure(
    () => ({ ...SETTINGS, policy: 'evidently' }),
    { models: 10, versionsPerModel: 5, featuresPerSource: 100 },
    { seriesBudget: 20_000, retireAfterMs: 1e9 },
  );
  bed.write([...events(2000, { isMoved: true }), { t: 30_000, f: {} }]);
  await bed.settle();
  expect(bed.memory.content.verdicts.map(({ verdict }) => verdict.policy)).toEqual(['default', 'evidently', 'evidently']);
  const names = [...bed.samples().keys()];
  expect(names.some((name) => name.includes('method="psi"'))).toBe(false);
  expect(names.some((name) => name.includes('method="wasserstein"'))).toBe(true);
});
