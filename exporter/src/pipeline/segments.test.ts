import { describe, expect, test } from 'vitest';
import { PipelineBed, type LogRecord } from '../../test/pipeline/pipeline-bed.js';
import { categoricalFeature, numericFeature, sealBaseline, type Baseline } from '../baseline/index.js';
import type { StoredVerdict } from '../contract/index.js';
import { adjustForManyTests, recompute } from '../drift/index.js';

const ROWS = 2000;
const COUNTRIES = ['DE', 'DE', 'DE', 'DE', 'DE', 'FR', 'FR', 'FR', 'IT', 'ES'];
const countryOf = (i: number): string => COUNTRIES[i % 10] as string;
const DIVIDED = { segments: { by: 'country', top: 2, names: [] } };

/** x and y are even over 0..200 in each country: half of the rows are of DE, three tenths of FR. */
function baseline(isDivided = true): Baseline {
  const values = Float64Array.from({ length: ROWS }, (_, i) => i / 10);
  const rows = { missing: 0, invalid: 0 };
  const shares = [
    ['DE', 1000],
    ['FR', 600],
    ['IT', 200],
    ['ES', 200],
  ] as const;
  const country = categoricalFeature('country', shares, { present: ROWS, ...rows }, { top: 4, minCategoryCount: 1 });
  const none = [0, 0, 0];
  const even = { counts: [100, 60, 40].map((n) => new Array<number>(10).fill(n)), missing: none, invalid: none };
  // Categories of one size are in order of their names.
  const own = {
    counts: [
      [1000, 0, 0, 0, 0],
      [0, 600, 0, 0, 0],
      [0, 0, 200, 200, 0],
    ],
    missing: none,
    invalid: none,
  };
  return sealBaseline({
    model: 'churn',
    model_version: '1',
    source: 'built',
    precision: 'exact',
    rows: ROWS,
    period: null,
    features: [numericFeature('x', values, rows), numericFeature('y', values, rows), country],
    prediction: null,
    ...(isDivided && { segments: { by: 'country', names: ['DE', 'FR'], rows: [1000, 600, 400], features: [even, even, own] } }),
  });
}

/** 400 events a window; x of one country lies in the upper half where it moved. */
const events = (t: number, moved: string | null = null, from = 0, to = 400): LogRecord[] =>
  Array.from({ length: to - from }, (_, k) => {
    const i = from + k;
    const country = countryOf(i);
    const even = (Math.floor(i / 10) * 5 + (i % 10) / 2) % 200;
    return { t: t + i, f: { x: country === moved ? 100 + even / 2 : even, y: even, country } };
  });

const END: LogRecord = { t: 30_000, f: {} };

async function judged(log: readonly LogRecord[], reference = baseline()): Promise<PipelineBed> {
  const bed = new PipelineBed({ nowMs: 60_000, settings: DIVIDED });
  bed.memory.request(reference);
  bed.write([...log, END]);
  await bed.settle();
  return bed;
}

const drifted = ({ verdict }: StoredVerdict): string[] =>
  (verdict.segments ?? []).flatMap(({ segment, features }) =>
    features.filter((feature) => feature.verdict === 'drifted').map(({ feature }) => `${segment} ${feature}`),
  );

describe('a model with segments', () => {
  test('says which part of the rows drifted, and of no other', async () => {
    const { memory } = await judged([...events(0), ...events(1000, 'FR')]);
    const [same, moved] = memory.content.verdicts as [StoredVerdict, StoredVerdict];
    expect(drifted(same)).toEqual([]);
    expect(drifted(moved)).toEqual(['FR x']);
    expect(moved.verdict.segments?.map(({ segment, rows, judged: n }) => [segment, rows, n])).toEqual([
      ['DE', 200, 2],
      ['FR', 120, 2],
      ['other', 80, 2],
    ]);
  });

  test('recomputes to the same bits', async () => {
    const { memory } = await judged([...events(0), ...events(1000, 'DE')]);
    for (const stored of memory.content.verdicts) {
      expect(recompute(JSON.parse(JSON.stringify(stored)) as StoredVerdict)).toStrictEqual(stored.verdict);
    }
  });

  test('corrects all tests of the window together, so that segments bring no false discoveries of their own', async () => {
    const { memory } = await judged(events(0, 'FR'));
    const { features, segments = [] } = (memory.content.verdicts[0] as StoredVerdict).verdict;
    const all = [...features, ...segments.flatMap((segment) => segment.features)];
    const tests = [
      ...all.map(({ p_value, q_value }) => [p_value, q_value]),
      ...all.map(({ missing }) => [missing.p_value, missing.q_value]),
    ].filter((pair): pair is [number, number] => pair[0] !== null);
    // Three of the whole window, two of each segment; nothing is missing anywhere.
    expect(tests).toHaveLength(9);
    expect(tests.map(([, q]) => q)).toEqual(adjustForManyTests(tests.map(([p]) => p)));
  });

  test('has no verdict on a segment below min_samples', async () => {
    const { memory } = await judged(events(0, 'IT'));
    const rest = memory.content.verdicts[0]?.verdict.segments?.[2];
    expect(rest).toMatchObject({ segment: 'other', rows: 80, judged: 2 });
    const few = await judged(events(0, 'IT', 0, 90));
    expect(few.memory.content.verdicts[0]?.verdict.segments?.[2]).toMatchObject({ rows: 18, judged: 0, insufficient: 2, drift_rate: null });
  });

  test('shows them as series of their own, and in the status', async () => {
    const bed = await judged([...events(0, 'FR'), ...events(1000, 'FR')]);
    const samples = bed.samples();
    expect(bed.status().models[0]?.segments.map(({ segment }) => segment)).toEqual(['DE', 'FR', 'other']);
    const of = (family: string, segment: string): number | undefined =>
      samples.get(`${family}{model="churn",version="1",segment="${segment}"}`);
    expect([of('aiops_segment_samples', 'FR'), of('aiops_segment_drifted_features', 'FR'), of('aiops_segment_drift_rate', 'FR')]).toEqual([
      120, 1, 0.5,
    ]);
    expect([of('aiops_segment_samples', 'DE'), of('aiops_segment_drifted_features', 'DE')]).toEqual([200, 0]);
    expect(bed.status().models[0]).toMatchObject({ whyNoSegments: null });
  });

  test('counts the same whether the exporter was restarted in the middle of a window or not', async () => {
    const whole = await judged(events(0, 'FR'));
    const bed = new PipelineBed({ nowMs: 60_000, settings: DIVIDED });
    bed.memory.request(baseline());
    bed.write(events(0, 'FR', 0, 150));
    await bed.settle();
    bed.pipeline.commit();
    const next = bed.restart();
    next.write([...events(0, 'FR', 150), END]);
    await next.settle();
    expect(next.memory.content.verdicts[0]).toEqual(whole.memory.content.verdicts[0]);
  });
});

test('a baseline that is not divided judges as ever, and the status says how to build one', async () => {
  const bed = await judged(events(0, 'FR'), baseline(false));
  expect(bed.memory.content.verdicts[0]?.verdict).not.toHaveProperty('segments');
  expect(bed.status().models[0]?.whyNoSegments).toMatch(/--segment-by country/);
  expect([...bed.samples().keys()].some((name) => name.startsWith('aiops_segment_'))).toBe(false);
});

test('a category that is called like the rest is told apart from it', async () => {
  const divided = baseline();
  const [x, y, country] = divided.features;
  if (!x || !y || country?.type !== 'categorical' || !divided.segments) throw new Error('the baseline has three features');
  const named = sealBaseline({
    ...divided,
    features: [x, y, { ...country, categories: ['other', ...country.categories.slice(1)] }],
    segments: { ...divided.segments, names: ['other', 'FR'] },
  });
  const bed = await judged(events(0), named);
  expect(bed.memory.content.verdicts[0]?.verdict.segments?.map(({ segment }) => segment)).toEqual(['value:other', 'FR', 'other']);
});
