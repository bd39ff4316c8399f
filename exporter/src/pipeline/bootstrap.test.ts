import { describe, expect, test } from 'vitest';
import type { Baseline } from '../baseline/index.js';
import { LOG_MAP, NEW_YEAR_MS, PipelineBed, SETTINGS, type LogRecord } from '../../test/pipeline/pipeline-bed.js';

const BOOTSTRAP = { bootstrapRows: 500 };
/** Events evenly over ten values of x and two colours, 10 ms apart. */
const events = (from: number, n: number, more: Partial<LogRecord> = {}): LogRecord[] =>
  Array.from({ length: n }, (_, i) => ({
    t: from + i * 10,
    f: { x: i % 10, c: i % 2 ? 'red' : 'blue' },
    y: i % 3 ? 'yes' : 'no',
    ...more,
  }));
const learned = (bed: PipelineBed, model = 'churn'): Baseline | undefined => bed.memory.content.activations.get(model)?.[0]?.baseline;
const featureNames = (baseline: Baseline | undefined): string[] => baseline?.features.map(({ name, type }) => `${name} ${type}`) ?? [];
const oneByOne = async (bed: PipelineBed, source = 'log'): Promise<void> => {
  const log = bed.sources.get(source);
  if (log) log.chunkBytes = () => 1;
  await bed.readAll();
};

describe('a model without a baseline', () => {
  test('learns one from its first events, says so, and is judged from the next window on', async () => {
    const bed = new PipelineBed({ nowMs: 100_000, settings: BOOTSTRAP });
    bed.write(events(0, 499));
    await bed.settle();
    expect(bed.status().models[0]).toMatchObject({ baseline: null, whyNoDrift: 'learning a baseline: 499 of 500 events' });
    expect(bed.told('no_drift').map(({ why }) => why)).toEqual(['learning a baseline from the first 500 events']);
    bed.write(events(4990, 1));
    await bed.settle();
    expect(bed.told('bootstrap_finished')).toMatchObject([{ model: 'churn', rows: 500 }]);
    expect(learned(bed)).toMatchObject({ source: 'bootstrap', precision: 'sketched', rows: 500, model_version: '*' });
    expect(featureNames(learned(bed))).toEqual(['c categorical', 'x numeric']);
    expect(bed.memory.content.activations.get('churn')?.[0]?.fromMs).toBe(NEW_YEAR_MS + 5000);
    bed.write([...events(5000, 100), ...events(6500, 1)]);
    await bed.settle();
    expect(bed.memory.content.verdicts).toMatchObject([{ verdict: { judged: 2, drifted: 0, rows: 100 } }]);
    expect(bed.status().models[0]).toMatchObject({ whyNoDrift: null, driftRate: 0, baseline: { source: 'bootstrap', rows: 500 } });
  });

  test('learns exactly the number of events that was asked for, however many a chunk holds', async () => {
    const bed = new PipelineBed({ nowMs: 100_000, settings: BOOTSTRAP });
    bed.write(events(0, 2000));
    await bed.settle();
    expect(learned(bed)?.rows).toBe(500);
    expect(learned(bed)?.period).toEqual({ start: new Date(NEW_YEAR_MS).toISOString(), end: new Date(NEW_YEAR_MS + 4990).toISOString() });
  });

  test('that turns up in the middle of a chunk is learned from its first event', async () => {
    const bed = new PipelineBed({ nowMs: 100_000, settings: BOOTSTRAP });
    const others = Array.from({ length: 3000 }, (_, i) => ({ t: i, m: `other ${i % 3}`, f: { own: 1 } }));
    bed.append('broken\n');
    bed.write([...others, ...events(3000, 600)]);
    bed.append('broken\n');
    await bed.settle();
    const baseline = learned(bed);
    expect(baseline?.rows).toBe(500);
    expect(baseline?.period?.start).toBe(new Date(NEW_YEAR_MS + 3000).toISOString());
    expect(baseline?.features.every(({ missing, invalid }) => missing === 0 && invalid === 0)).toBe(true);
    // The chunk was decoded in several parts: nothing of it is counted twice.
    expect(bed.status().sources[0]).toMatchObject({ events: 3600, rejected: { syntax: 2 } });
    expect(bed.status().models.reduce((sum, { requests }) => sum + requests, 0)).toBe(3600);
  });

  test('goes on learning after a restart in the middle, and counts every row in every feature', async () => {
    const bed = new PipelineBed({ nowMs: 100_000, settings: BOOTSTRAP });
    bed.write(events(0, 200));
    await bed.settle();
    const next = bed.restart();
    // Not one of these carries the colour: the feature is known from before the restart only.
    next.write(events(2000, 300).map((record) => ({ ...record, f: { x: 1 } })));
    await next.settle();
    const colour = learned(next)?.features.find(({ name }) => name === 'c');
    expect(colour).toMatchObject({ missing: 300, counts: [100, 100], other: 0 });
    expect(learned(next)?.rows).toBe(500);
  });

  test('learns features that appear later, as missing before', async () => {
    const bed = new PipelineBed({ nowMs: 100_000, settings: BOOTSTRAP });
    bed.write(events(0, 100));
    await bed.readAll();
    bed.write(events(1000, 400).map((record) => ({ ...record, f: { ...record.f, late: 5 } })));
    await bed.settle();
    expect(learned(bed)?.features.find(({ name }) => name === 'late')).toMatchObject({ missing: 100, counts: [400] });
  });

  test('leaves out features beyond the limit, and such without a name', async () => {
    const bed = new PipelineBed({ nowMs: 100_000, settings: BOOTSTRAP, limits: { featuresPerSource: 3 } });
    const wide = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`f${i}`, i]));
    bed.write(events(0, 600).map((record) => ({ ...record, f: { '': 1, ...wide } })));
    await bed.settle();
    expect(featureNames(learned(bed))).toEqual(['f0 numeric', 'f1 numeric', 'f2 numeric']);
    expect(bed.sample('aiops_schema_mismatch_total{model="churn",version="1",kind="extra_feature"}')).toBeGreaterThan(0);
  });

  test('shares a log with one that has other features: each learns its own', async () => {
    const bed = new PipelineBed({ nowMs: 100_000, settings: BOOTSTRAP });
    const fraud = events(5, 600).map((record) => ({ ...record, m: 'fraud', f: { amount: 0.5 } }));
    bed.write([...events(0, 600), ...fraud].sort((a, b) => a.t - b.t));
    await oneByOne(bed);
    await bed.settle();
    expect(featureNames(learned(bed))).toEqual(['c categorical', 'x numeric']);
    expect(featureNames(learned(bed, 'fraud'))).toEqual(['amount numeric']);
  });

  test('fed by two sources of which one lacks a feature: it is missing in the rows of that source', async () => {
    const noFeatures = { ...LOG_MAP, features: null, prediction: null };
    const bed = new PipelineBed({ nowMs: 100_000, settings: BOOTSTRAP, sources: { log: {}, other: { map: noFeatures } } });
    bed.write(events(0, 300));
    bed.write(events(0, 300), 'b', 'other');
    await oneByOne(bed, 'other');
    await bed.settle();
    const baseline = learned(bed);
    expect(baseline?.rows).toBe(500);
    for (const feature of [...(baseline?.features ?? []), baseline?.prediction]) expect(feature?.missing).toBeGreaterThan(100);
  });
});

describe('features that are listed one by one', () => {
  test('are learned with the kind that their values have', async () => {
    const list = [
      { name: 'income', path: ['f', 'x'] },
      { name: 'colour', path: ['f', 'c'] },
      { name: 'never there', path: ['f', 'nothing'] },
    ];
    const bed = new PipelineBed({ nowMs: 100_000, settings: BOOTSTRAP, sources: { log: { map: { ...LOG_MAP, features: { list } } } } });
    bed.write(events(0, 600));
    await oneByOne(bed);
    await bed.settle();
    expect(featureNames(learned(bed))).toEqual(['colour categorical', 'income numeric']);
  });

  test('are read as their role in the record is, and the prediction is none of them', async () => {
    const list = ['y', 's', 'l', 't', 'm'].map((name) => ({ name, path: [name] }));
    const bed = new PipelineBed({ nowMs: 100_000, settings: BOOTSTRAP, sources: { log: { map: { ...LOG_MAP, features: { list } } } } });
    bed.write(events(0, 600));
    await bed.settle();
    expect(featureNames(learned(bed))).toEqual(['l numeric', 'm categorical', 's categorical']);
    expect(learned(bed)?.prediction?.type).toBe('categorical');
  });
});

describe('the prediction', () => {
  const predictionOf = async (
    y: (i: number) => unknown,
    chunks: 'one chunk' | 'line by line',
  ): Promise<Baseline['prediction'] | undefined> => {
    const bed = new PipelineBed({ nowMs: 100_000, settings: BOOTSTRAP });
    bed.write(events(0, 600).map((record, i) => ({ ...record, y: y(i) })));
    if (chunks === 'line by line') await oneByOne(bed);
    await bed.settle();
    return learned(bed)?.prediction;
  };

  describe.each(['one chunk', 'line by line'] as const)('read in %s', (chunks) => {
    test('is a class where it is a word or one of few whole numbers', async () => {
      expect(await predictionOf((i) => (i % 2 ? 'yes' : 'no'), chunks)).toMatchObject({ type: 'categorical', missing: 0, invalid: 0 });
      expect(await predictionOf((i) => i % 20, chunks)).toMatchObject({ type: 'categorical', missing: 0, invalid: 0 });
    });

    test('is an amount where it has fractions or more than 20 values', async () => {
      expect(await predictionOf((i) => i / 1000, chunks)).toMatchObject({ type: 'numeric', missing: 0, invalid: 0 });
      expect(await predictionOf((i) => i % 21, chunks)).toMatchObject({ type: 'numeric', missing: 0, invalid: 0 });
    });
  });

  test('stays an amount after a restart', async () => {
    const bed = new PipelineBed({ nowMs: 100_000, settings: BOOTSTRAP });
    bed.write(events(0, 100).map((record, i) => ({ ...record, y: i / 100 })));
    await oneByOne(bed);
    bed.pipeline.commit();
    const next = bed.restart();
    next.write(events(1000, 500).map((record, i) => ({ ...record, y: i % 2 })));
    await next.settle();
    expect(learned(next)?.prediction).toMatchObject({ type: 'numeric', missing: 0, invalid: 0 });
  });
});

test('a reload that asks for a bootstrap begins to learn, one that no longer asks for it ends', async () => {
  const bed = new PipelineBed({ nowMs: 100_000 });
  const reload = (bootstrapRows: number | null): void =>
    bed.pipeline.reconfigure(
      () => ({ ...SETTINGS, bootstrapRows }),
      { models: 10, versionsPerModel: 5, featuresPerSource: 100 },
      { seriesBudget: 1000, retireAfterMs: 1e9 },
    );
  bed.write(events(0, 100));
  await bed.settle();
  expect(bed.status().models[0]?.whyNoDrift).toMatch(/^no baseline/);
  reload(500);
  bed.write(events(1000, 100));
  await bed.settle();
  expect(bed.status().models[0]?.whyNoDrift).toBe('learning a baseline: 100 of 500 events');
  reload(null);
  expect(bed.status().models[0]?.whyNoDrift).toMatch(/^no baseline/);
});
