import { describe, expect, test } from 'vitest';
import { baselineOf, numericFeature } from '../../test/pipeline/sample-baselines.js';
import { PipelineBed, SETTINGS, type BedOptions, type LogRecord } from '../../test/pipeline/pipeline-bed.js';

const WEEK_MS = 7 * 86_400_000;
const baseline = baselineOf('churn', [numericFeature('x')]);
const events = (t: number, v: string, n = 3): LogRecord[] => Array.from({ length: n }, (_, i) => ({ t: t + i, v, f: { x: 0.5 } }));
const requests = (bed: PipelineBed, v: string): number | undefined =>
  bed.sample(`aiops_inference_requests_total{model="churn",version="${v}",outcome="ok"}`);
const firstBin = (bed: PipelineBed, v: string): number | undefined =>
  bed.sample(`aiops_feature_values_total{model="churn",version="${v}",feature="x",bin="b00"}`);
const ofVersion = (bed: PipelineBed, v: string): string[] => [...bed.samples().keys()].filter((name) => name.includes(`version="${v}"`));

/** A version with three events in a closed window, seen last at wall clock 10 000. */
async function quietBed(options: BedOptions = {}): Promise<PipelineBed> {
  const bed = new PipelineBed({ nowMs: 10_000, ...options });
  bed.memory.request(baseline);
  bed.write(events(0, 'old'));
  await bed.settle();
  bed.now = 20_000;
  await bed.settle();
  return bed;
}

describe('a version without traffic', () => {
  test('leaves the exposition after retire_after, not a millisecond earlier, also when nothing else happens', async () => {
    const bed = await quietBed();
    bed.now = 10_000 + WEEK_MS;
    await bed.settle();
    expect(requests(bed, 'old')).toBe(3);
    bed.now += 1;
    await bed.settle();
    expect(ofVersion(bed, 'old')).toEqual([]);
    expect(bed.status().models).toEqual([]);
  });

  test('comes back with its traffic, and no counter starts anew', async () => {
    const bed = await quietBed();
    bed.now = 20_000 + WEEK_MS;
    await bed.settle();
    bed.write(events(WEEK_MS, 'old'));
    await bed.settle();
    expect(requests(bed, 'old')).toBe(6);
    expect(firstBin(bed, 'old')).toBe(6);
  });

  test('comes back without a counter reset across a restart too', async () => {
    const bed = await quietBed();
    const next = bed.restart({ nowMs: 20_000 + WEEK_MS });
    await next.settle();
    expect(ofVersion(next, 'old')).toEqual([]);
    next.write(events(WEEK_MS, 'old'));
    await next.settle();
    expect([requests(next, 'old'), firstBin(next, 'old')]).toEqual([6, 6]);
  });

  test('keeps its verdict of the last window for the time when it is back', async () => {
    const bed = await quietBed();
    const id = bed.memory.content.verdicts[0]?.id;
    bed.now = 20_000 + WEEK_MS;
    await bed.settle();
    bed.write(events(WEEK_MS, 'old'));
    await bed.readAll();
    expect(bed.status().models[0]?.verdictId).toBe(id);
  });

  test('stays while what it counted is not on the disk', async () => {
    const bed = await quietBed();
    bed.write(events(5000, 'old'));
    await bed.readAll();
    bed.memory.failure = new Error('disk full');
    bed.now = 20_000 + WEEK_MS;
    bed.pipeline.refreshExposition();
    bed.memory.failure = null;
    bed.pipeline.commit();
    expect(bed.status().models[0]?.requests).toBe(6);
  });

  test('makes room for new ones: the limit is on versions in use', async () => {
    const bed = new PipelineBed({ nowMs: 10_000, limits: { versionsPerModel: 2 } });
    bed.write([...events(0, 'v1'), ...events(10, 'v2'), ...events(20, 'v3')]);
    await bed.settle();
    expect(bed.status().sources[0]?.rejected).toEqual({ cardinality: 3 });
    bed.now = 20_000;
    await bed.settle();
    bed.now += WEEK_MS;
    await bed.settle();
    bed.write([...events(WEEK_MS, 'v3'), ...events(WEEK_MS + 10, 'v1'), ...events(WEEK_MS + 20, 'v2')]);
    await bed.settle();
    expect(bed.status().sources[0]?.rejected).toEqual({ cardinality: 6 });
    expect([requests(bed, 'v3'), requests(bed, 'v1'), requests(bed, 'v2')]).toEqual([3, 6, undefined]);
  });
});

describe('a model without traffic', () => {
  test('makes room too when the configuration does not name it, and comes back with its totals', async () => {
    const bed = new PipelineBed({ nowMs: 10_000, limits: { models: 1 } });
    bed.write([{ t: 0, m: 'week 1' }]);
    await bed.settle();
    bed.now = 20_000;
    await bed.settle();
    bed.now += WEEK_MS;
    await bed.settle();
    bed.write([{ t: WEEK_MS, m: 'week 2' }]);
    await bed.settle();
    expect(bed.status().models.map(({ model }) => model)).toEqual(['week 2']);
    const later = bed.restart({ limits: { models: 2 }, nowMs: bed.now + 1000 });
    later.write([{ t: WEEK_MS + 1, m: 'week 1' }]);
    await later.settle();
    expect(later.sample('aiops_inference_requests_total{model="week 1",version="1",outcome="ok"}')).toBe(2);
  });

  test('of the store does not keep a model of the configuration out after a restart', async () => {
    const bed = new PipelineBed({ nowMs: 10_000, limits: { models: 1 } });
    bed.write([{ t: 0, m: 'gone' }]);
    await bed.settle();
    bed.now = 20_000;
    await bed.settle();
    const next = bed.restart({ nowMs: 20_000 + WEEK_MS });
    next.write([{ t: WEEK_MS }]);
    await next.settle();
    expect(next.status().models.map(({ model }) => model)).toEqual(['churn']);
  });

  test('stays known when the configuration names it', async () => {
    const bed = await quietBed({ expected: ['churn'] });
    bed.now = 20_000 + WEEK_MS;
    await bed.settle();
    expect([...bed.pipeline.directory.models.keys()]).toEqual(['churn']);
  });
});

describe('names that the log brings', () => {
  test('by the thousand do not keep out a model that is configured, however late it comes', async () => {
    const bed = new PipelineBed({ nowMs: 10_000, expected: ['churn'], settingsOf: (model) => (model === 'churn' ? SETTINGS : null) });
    bed.write([...Array.from({ length: 300 }, (_, i) => ({ t: i, m: `m${i}` })), { t: 400 }]);
    await bed.settle();
    expect(bed.status().models.map(({ model, requests }) => `${model} ${requests}`)).toEqual(['churn 1']);
    expect(bed.status().sources[0]?.rejected).toMatchObject({ unknown_model: expect.any(Number) as number });
  });

  test('by the thousand do not keep out versions in use, and new ones get their turn after a minute', async () => {
    const bed = new PipelineBed({ nowMs: 10_000, limits: { versionsPerModel: 3 } });
    bed.write(events(0, 'good'));
    await bed.readAll();
    bed.write(Array.from({ length: 3000 }, (_, i) => ({ t: 10, v: `build-${i}` })));
    await bed.readAll();
    bed.now += 60_000;
    bed.write([...events(20, 'good'), ...events(30, 'new')]);
    await bed.settle();
    expect(bed.status().models.map(({ version, requests }) => `${version} ${requests}`)).toEqual(['good 6', 'build-0 1', 'build-1 1']);
    expect(bed.status().sources[0]?.rejected).toEqual({ cardinality: 2998 + 3 });
  });

  test.each([
    ['an empty model', { m: '' }],
    ['an empty version', { v: '' }],
    ['a model of 201 characters', { m: 'm'.repeat(201) }],
    ['a version of 201 characters', { v: 'v'.repeat(201) }],
  ])('are at most 200 characters and not empty: %s is a schema fault', async (_, names) => {
    const bed = new PipelineBed({ nowMs: 1000 });
    bed.write([
      { t: 0, m: 'm'.repeat(200), v: 'v'.repeat(200) },
      { t: 1, ...names },
    ]);
    await bed.settle();
    expect(bed.status().sources[0]).toMatchObject({ events: 1, rejected: { schema: 1 } });
  });
});
