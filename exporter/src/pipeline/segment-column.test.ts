import { describe, expect, test } from 'vitest';
import { ONE_MODEL_MAP, PipelineBed, type LogRecord } from '../../test/pipeline/pipeline-bed.js';
import { numericFeature, sealBaseline, type Baseline } from '../baseline/index.js';
import type { StoredVerdict } from '../contract/index.js';
import { recompute } from '../drift/index.js';
import type { SegmentSettings } from './model-settings.js';

const ROWS = 2000;
const MAP = { ...ONE_MODEL_MAP, segment: ['channel'] };

/** x is even over 0..100 on the web and over 100..200 in the app, half of the rows each; the training data call the column `via`. */
function baseline(isDivided: boolean): Baseline {
  const values = Float64Array.from({ length: ROWS }, (_, i) => i / 10);
  const x = numericFeature('x', values, { missing: 0, invalid: 0 });
  const half = ROWS / 2;
  const none = [0, 0, 0];
  const counts = [half, 0].map((first) => x.judged.map((_, bin) => (bin < x.judged.length / 2 ? first / 5 : (half - first) / 5)));
  const section = {
    by: 'via',
    kind: 'column' as const,
    names: ['app', 'web'],
    rows: [half, half, 0],
    features: [{ counts: [counts[1] as number[], counts[0] as number[], x.judged.map(() => 0)], missing: none, invalid: none }],
  };
  return sealBaseline({
    model: 'churn',
    model_version: '1',
    source: 'built',
    precision: 'exact',
    rows: ROWS,
    period: null,
    features: [x],
    prediction: null,
    ...(isDivided && { segments: section }),
  });
}

/** 200 events of each channel in one window; like the reference, but for channels that moved to the other half. */
const events = (t: number, channels: Readonly<Record<string, 'low' | 'high'>>): LogRecord[] =>
  Object.entries(channels).flatMap(([channel, half], c) =>
    Array.from({ length: 200 }, (_, i) => ({ t: t + c * 200 + i, f: { x: i / 2 + (half === 'high' ? 100 : 0) }, channel })),
  );

async function judged(reference: Baseline, segments: Partial<SegmentSettings>, log: readonly LogRecord[]): Promise<PipelineBed> {
  const bed = new PipelineBed({
    nowMs: 60_000,
    settings: { segments: { by: 'segment', top: 2, names: [], ...segments } },
    sources: { log: { map: MAP } },
  });
  bed.memory.request(reference);
  bed.write([...log, { t: 30_000, f: {} }]);
  await bed.settle();
  return bed;
}

const AS_BEFORE = { web: 'low', app: 'high' } as const;
const found = (bed: PipelineBed): unknown[] =>
  ((bed.memory.content.verdicts[0] as StoredVerdict).verdict.segments ?? []).map(({ segment, reference, rows, drifted, judged: n }) => [
    segment,
    reference,
    rows,
    drifted,
    n,
  ]);

describe('segments by a column of the log that is no feature', () => {
  test('are compared each with its own part of the reference', async () => {
    const same = await judged(baseline(true), {}, events(0, AS_BEFORE));
    expect(found(same)).toEqual([
      ['app', 'own', 200, 0, 1],
      ['web', 'own', 200, 0, 1],
      ['other', 'own', 0, 0, 0],
    ]);
    const moved = await judged(baseline(true), {}, events(0, { web: 'low', app: 'low' }));
    expect(found(moved)).toEqual([
      ['app', 'own', 200, 1, 1],
      ['web', 'own', 200, 0, 1],
      ['other', 'own', 0, 0, 0],
    ]);
  });

  test('that the baseline does not know are compared with all of it, and every place that shows them says so', async () => {
    const bed = await judged(baseline(false), { names: ['web', 'app'] }, events(0, AS_BEFORE));
    // Each holds one half of what the reference holds as a whole.
    expect(found(bed)).toEqual([
      ['web', 'pooled', 200, 1, 1],
      ['app', 'pooled', 200, 1, 1],
      ['other', 'pooled', 0, 0, 0],
    ]);
    expect(bed.status().models[0]?.segments[0]).toMatchObject({ segment: 'web', reference: 'pooled' });
  });

  test('may be named: some with a reference of their own, some without', async () => {
    const bed = await judged(baseline(true), { names: ['web', 'shop'] }, events(0, { ...AS_BEFORE, shop: 'low' }));
    expect(found(bed)).toEqual([
      ['web', 'own', 200, 0, 1],
      ['shop', 'pooled', 200, 1, 1],
      // The app, which is none of those that are named, is all that the rest of the reference holds.
      ['other', 'own', 200, 0, 1],
    ]);
  });

  test('stay bounded: values that nobody named are the rest, and those that are named keep their place behind any number of them', async () => {
    const strangers = Array.from({ length: 3000 }, (_, i): LogRecord => ({ t: i % 1000, f: { x: i % 200 }, channel: `c${i}` }));
    const bed = await judged(baseline(true), {}, [...strangers, ...events(0, AS_BEFORE)]);
    expect(found(bed).map((row) => (row as unknown[]).slice(0, 3))).toEqual([
      ['app', 'own', 200],
      ['web', 'own', 200],
      ['other', 'own', 3000],
    ]);
    expect([...bed.samples().keys()].filter((name) => name.startsWith('aiops_segment_samples'))).toHaveLength(3);
  });

  test('of rows that do not say which are the rest, and so are rows of a source that does not map the column', async () => {
    const silent = events(0, AS_BEFORE).map(({ channel: _, ...record }) => record);
    expect(found(await judged(baseline(true), {}, silent)).map((row) => (row as unknown[])[2])).toEqual([0, 0, 400]);
  });

  test('recompute to the same bits, with what each was compared with', async () => {
    const bed = await judged(baseline(true), { names: ['web', 'shop'] }, events(0, { ...AS_BEFORE, shop: 'low' }));
    const stored = JSON.parse(JSON.stringify(bed.memory.content.verdicts[0])) as StoredVerdict;
    expect(recompute(stored)).toStrictEqual(stored.verdict);
  });

  test('without names and without such a column in the baseline are not judged, and the status says what to do', async () => {
    const bed = await judged(baseline(false), {}, events(0, AS_BEFORE));
    expect(bed.memory.content.verdicts[0]?.verdict).not.toHaveProperty('segments');
    expect(bed.status().models[0]?.whyNoSegments).toMatch(/build it with --segment COLUMN, or list the segments in segments.names/);
  });
});
