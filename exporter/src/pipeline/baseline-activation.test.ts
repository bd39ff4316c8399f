import { describe, expect, test } from 'vitest';
import { baselineOf, categoricalFeature, numericFeature } from '../../test/pipeline/sample-baselines.js';
import { NEW_YEAR_MS, PipelineBed, SETTINGS, type LogRecord } from '../../test/pipeline/pipeline-bed.js';

const A = baselineOf('churn', [numericFeature('x')]);
const B = baselineOf('churn', [numericFeature('x'), categoricalFeature('c', ['red', 'blue'])]);
const C = baselineOf('churn', [categoricalFeature('c', ['red', 'blue'])]);
/** `n` events evenly over the bins of x, in the window that begins at `t`. */
const events = (t: number, n = 100, v = '1'): LogRecord[] =>
  Array.from({ length: n }, (_, i) => ({ t: t + i, v, f: { x: (i % 10) + 0.5, c: i % 2 ? 'red' : 'blue' } }));
const verdicts = (bed: PipelineBed): string[] =>
  bed.memory.content.verdicts.map(({ window_start, baseline_sha256, version, verdict }) => {
    const which = { [A.sha256]: 'A', [B.sha256]: 'B', [C.sha256]: 'C' }[baseline_sha256] ?? '?';
    return `${version} +${Date.parse(window_start) - NEW_YEAR_MS} ${which} ${verdict.judged}`;
  });
const xValues = (bed: PipelineBed): number =>
  [...bed.samples()]
    .filter(([name]) => name.startsWith('aiops_feature_values_total{') && name.includes('feature="x"'))
    .reduce((sum, [, n]) => sum + n, 0);

test('a model that is met for the first time is judged from its first window by a baseline that waited', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  bed.memory.request(A);
  bed.write([...events(0), ...events(5000)]);
  await bed.settle();
  expect(verdicts(bed)).toEqual(['1 +0 A 1']);
  expect(bed.memory.content.pending).toEqual([]);
  expect(bed.memory.content.activations.get('churn')?.map(({ fromMs }) => fromMs)).toEqual([0]);
});

test('a new baseline judges from the first window that has no event yet; no window is counted under two', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  bed.memory.request(A);
  bed.write(events(0));
  await bed.settle();
  bed.memory.request(B);
  bed.now += 1000;
  bed.close();
  bed.write([...events(500), ...events(1000), ...events(2500)]);
  await bed.settle();
  expect(bed.memory.content.activations.get('churn')?.map(({ fromMs }) => fromMs)).toEqual([0, NEW_YEAR_MS + 1000]);
  expect(verdicts(bed)).toEqual(['1 +0 A 1', '1 +1000 B 2']);
  const [first] = bed.memory.content.verdicts;
  expect(first?.verdict.features[0]?.n).toBe(200);
});

test('a baseline that is activated while the exporter is down takes effect at the next boundary after the restart', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  bed.memory.request(A);
  bed.write(events(0));
  await bed.settle();
  bed.memory.request(B);
  const next = bed.restart();
  next.close();
  next.write([...events(700), ...events(1000), ...events(2500)]);
  await next.settle();
  expect(verdicts(next)).toEqual(['1 +0 A 1', '1 +1000 B 2']);
});

describe('of two baselines that are activated at one boundary', () => {
  test('the later one judges, also after a restart', async () => {
    const bed = new PipelineBed({ nowMs: 60_000 });
    bed.memory.request(A);
    bed.memory.request(C);
    bed.write(events(0));
    await bed.settle();
    const next = bed.restart();
    next.write(events(5000));
    await next.settle();
    expect(verdicts(next)).toEqual(['1 +0 C 1']);
  });
});

test('an activation that could not be committed is not lost and not doubled', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  bed.memory.request(A);
  bed.write(events(0));
  await bed.readAll();
  bed.memory.failure = new Error('disk full');
  expect(bed.pipeline.commit()).toBe(false);
  expect(bed.memory.content.activations.size).toBe(0);
  bed.memory.failure = null;
  await bed.settle();
  bed.now += 1000;
  await bed.settle();
  expect(bed.memory.content.activations.get('churn')).toHaveLength(1);
  expect(bed.told('baseline_activated')).toHaveLength(1);
});

describe('the exported feature counters', () => {
  test('start at 0 with the first window of a new baseline', async () => {
    const bed = new PipelineBed({ nowMs: 60_000, settings: { latenessMs: 5000 } });
    bed.memory.request(A);
    bed.write(events(0));
    await bed.settle();
    expect(xValues(bed)).toBe(100);
    bed.memory.request(B);
    bed.now += 1000;
    bed.close();
    bed.write(events(1000, 10));
    await bed.settle();
    expect(xValues(bed)).toBe(10);
    expect(bed.sample('aiops_feature_values_total{model="churn",version="1",feature="c",bin="red"}')).toBe(5);
  });

  test('do not go back to the old baseline when a window of the past opens late', async () => {
    const bed = new PipelineBed({ nowMs: 60_000, settings: { latenessMs: 20_000 } });
    bed.memory.request(A);
    bed.write([...events(0), ...events(2000)]);
    await bed.settle();
    bed.memory.request(B);
    bed.now += 1000;
    bed.close();
    bed.write(events(3000));
    await bed.settle();
    // The window from 1000 is counted under A, as it began before B judges.
    bed.write(events(1000));
    await bed.settle();
    expect(xValues(bed)).toBe(100);
    bed.write(events(40_000));
    await bed.settle();
    expect(verdicts(bed)).toEqual(['1 +0 A 1', '1 +1000 A 1', '1 +2000 A 1', '1 +3000 B 2']);
  });

  test('go on when the same baseline is activated again', async () => {
    const bed = new PipelineBed({ nowMs: 60_000 });
    bed.memory.request(A);
    bed.write(events(0));
    await bed.settle();
    bed.memory.request(A);
    bed.now += 1000;
    bed.close();
    bed.write([...events(1000), ...events(2500)]);
    await bed.settle();
    expect(xValues(bed)).toBe(300);
  });
});

test('windows in a row are counted against one baseline: another one starts anew', async () => {
  const drifted = (t: number): LogRecord[] =>
    Array.from({ length: 100 }, (_, i) => ({ t: t + i, f: { x: 0.5, c: i % 2 ? 'red' : 'blue' } }));
  const bed = new PipelineBed({ nowMs: 60_000, settings: { drift: { ...SETTINGS.drift, consecutive: 2 } } });
  bed.memory.request(A);
  bed.write([...drifted(0), ...drifted(1500)]);
  await bed.settle();
  bed.memory.request(B);
  bed.now += 1000;
  bed.close();
  bed.write([...drifted(2000), ...drifted(3000), ...drifted(4500)]);
  await bed.settle();
  // A: first and second window. B: first and second window.
  expect(bed.memory.content.verdicts.map(({ verdict }) => verdict.features[0]?.verdict)).toEqual([
    'stable',
    'drifted',
    'stable',
    'drifted',
  ]);
});
