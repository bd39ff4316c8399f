import { expect, test } from 'vitest';
import { baselineOf, numericFeature } from '../../test/pipeline/sample-baselines.js';
import { PipelineBed, type LogRecord } from '../../test/pipeline/pipeline-bed.js';

const events = (t: number, n: number): LogRecord[] => Array.from({ length: n }, (_, i) => ({ t: t + i, f: { x: (i % 10) + 0.5 } }));
const baseline = baselineOf('churn', [numericFeature('x')]);
const why = (bed: PipelineBed): string | null | undefined => bed.status().models[0]?.whyNoDrift;

test('no baseline', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  bed.write(events(0, 10));
  await bed.settle();
  expect(why(bed)).toBe('no baseline: build one with aiops baseline build, or set baseline: { bootstrap: N }');
});

test('a baseline that is still learned', async () => {
  const bed = new PipelineBed({ nowMs: 60_000, settings: { bootstrapRows: 500 } });
  bed.write(events(0, 10));
  await bed.settle();
  expect(why(bed)).toBe('learning a baseline: 10 of 500 events');
});

test('no window closed yet', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  bed.memory.request(baseline);
  bed.write(events(0, 100));
  await bed.settle();
  expect(why(bed)).toBe('no window has closed since the baseline became active');
});

test('a baseline that judges from a later window on', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  bed.write(events(0, 100));
  await bed.settle();
  bed.memory.request(baseline);
  bed.now += 1000;
  bed.close();
  bed.write(events(1500, 1));
  await bed.settle();
  expect(why(bed)).toBe('the baseline judges windows from 2026-01-01T00:00:01.000Z on; none of them has closed');
});

test('too few values', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  bed.memory.request(baseline);
  bed.write([...events(0, 19), ...events(3000, 1)]);
  await bed.settle();
  expect(why(bed)).toBe('too few values in the last window: at most 19 a feature (drift.min_samples: 20)');
});

test('enough values, but no two bins that could be compared', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  bed.memory.request(baseline);
  bed.write([...events(0, 20), ...events(3000, 1)]);
  await bed.settle();
  expect(why(bed)).toMatch(/^no feature could be judged; x: /);
});

test('a baseline without features', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  bed.memory.request(baselineOf('churn', []));
  bed.write([...events(0, 100), ...events(3000, 1)]);
  await bed.settle();
  expect(why(bed)).toBe('the baseline holds no features: build it from data that has them, or correct map.features');
});

test('a last window whose feature counts were lost with a change of settings', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  bed.memory.request(baseline);
  bed.write(events(0, 100));
  await bed.settle();
  const range = { isPrivate: false, range: [1, 2] as const, top: null, importance: null };
  const next = bed.restart({ settings: { features: new Map([['x', range]]) } });
  next.write(events(1500, 100));
  await next.settle();
  expect(why(next)).toBe('the last window was counted in other bins than the settings ask for now');
});

test('nothing, where all features are missing: that is drift', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  bed.memory.request(baseline);
  bed.write([...events(0, 100).map(({ t }) => ({ t })), ...events(3000, 1)]);
  await bed.settle();
  expect(why(bed)).toBeNull();
  expect(bed.status().models[0]).toMatchObject({ driftRate: 1, driftedFeatures: ['x'] });
});

test('nothing, where the last window was judged', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  bed.memory.request(baseline);
  bed.write([...events(0, 100), ...events(3000, 1)]);
  await bed.settle();
  expect(why(bed)).toBeNull();
  expect(bed.status().models[0]).toMatchObject({ driftRate: 0, lastWindow: { rows: 100, judged: 1, drifted: 0 } });
});
