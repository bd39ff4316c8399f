import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Baseline } from '../../src/baseline/index.js';
import type { RecordMap } from '../../src/events/index.js';
import { formats } from '../../src/formats/index.js';
import { MemoryStorage } from './memory-storage.js';
import { NEW_YEAR_MS, PipelineBed } from './pipeline-bed.js';
import { baselineOf, numericFeature } from './sample-baselines.js';

const KEY = new Uint8Array(16).fill(7);
const WITHIN_MS = 60_000;
const KSERVE_MAP: RecordMap = {
  time: { path: ['time'], unit: 'auto' },
  model: { path: ['model'] },
  version: { path: ['version'] },
  latency: { path: ['latency'], perSecond: 1 },
  timeToFirstToken: null,
  outcome: null,
  features: { at: ['features'] },
  prediction: ['prediction'],
  score: null,
  tokensInput: null,
  tokensOutput: null,
  cost: null,
};

/** One half as the logger of KServe writes it. */
function half(side: 'request' | 'response', id: string, ms: number, values: readonly number[], isTimed = true): string {
  const at = new Date(NEW_YEAR_MS + ms).toISOString();
  const event = {
    specversion: '1.0',
    id,
    type: `org.kubeflow.serving.inference.${side}`,
    source: 'http://localhost:8080',
    time: at,
    ...(isTimed ? { recordedtime: at } : {}),
    inferenceservicename: 'churn',
    namespace: 'ml',
    component: 'predictor',
    endpoint: '',
    data: side === 'request' ? { instances: values.map((x) => ({ x })) } : { predictions: values },
  };
  return `${JSON.stringify(event)}\n`;
}

const bedOf = (capacity = 10_000, baseline: Baseline | null = null): PipelineBed => {
  const storage = new MemoryStorage();
  if (baseline) storage.request(baseline, NEW_YEAR_MS);
  return new PipelineBed({
    storage,
    settings: { latenessMs: 10 * WITHIN_MS, bootstrapRows: baseline ? null : 1_000_000 },
    sources: {
      log: {
        map: KSERVE_MAP,
        type: 'file',
        format: formats.kserve({ columns: [], undatedMs: null }),
        pairs: { key: KEY, withinMs: WITHIN_MS, capacity },
      },
    },
  });
};
const LABELS = 'model="churn",version="unversioned"';
const requests = (bed: PipelineBed): number => bed.sample(`aiops_inference_requests_total{${LABELS},outcome="ok"}`) ?? 0;
const alone = (bed: PipelineBed, side: string): number | undefined =>
  bed.sample(`aiops_ingest_unmatched_total{source="log",side="${side}"}`);
const waiting = (bed: PipelineBed, side: string): number | undefined => bed.sample(`aiops_ingest_waiting{source="log",side="${side}"}`);

test('a request counts once its response is there, at the time of the request, with the latency between the two', async () => {
  const bed = bedOf();
  bed.append(half('request', 'a', 900, [1]));
  await bed.settle();
  expect(requests(bed)).toBe(0);
  expect([waiting(bed, 'request'), waiting(bed, 'response')]).toEqual([1, 0]);
  bed.append(half('response', 'a', 950, [0]));
  await bed.settle();
  expect(requests(bed)).toBe(1);
  expect(bed.sample(`aiops_inference_latency_seconds_sum{${LABELS}}`)).toBeCloseTo(0.05, 9);
  expect([waiting(bed, 'request'), waiting(bed, 'response'), alone(bed, 'request')]).toEqual([0, 0, 0]);
  expect(bed.sample('aiops_ingest_events_total{source="log",kind="inference"}')).toBe(1);
});

test('an inference belongs to the window in which its request was made', async () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ] as const) {
    const bed = bedOf();
    const halves = [half('request', 'a', 900, [1]), half('response', 'a', 1100, [0])];
    bed.append(order.map((i) => halves[i]).join(''));
    await bed.settle();
    const windows = bed.pipeline.directory.models.get('churn')?.versions.get('unversioned')?.windows;
    expect(windows?.get(NEW_YEAR_MS)?.profile.traffic.outcomes[0]).toBe(1);
    expect(windows?.get(NEW_YEAR_MS + 1000)?.profile.traffic.outcomes[0] ?? 0).toBe(0);
  }
});

test('features are counted with requests and predictions with responses, those of lonely halves too', async () => {
  const bed = bedOf(10_000, baselineOf('churn', [numericFeature('x')], numericFeature('prediction')));
  bed.append(['a', 'b', 'c'].map((id) => half('request', id, 900, [1])).join(''));
  bed.append(['a', 'd'].map((id) => half('response', id, 950, [2])).join(''));
  await bed.settle();
  const sum = (family: string): number =>
    [...bed.samples()].reduce((total, [name, value]) => total + (name.startsWith(family) ? value : 0), 0);
  expect([sum('aiops_feature_values_total{'), sum('aiops_predictions_total{')]).toEqual([3, 2]);
  expect(requests(bed)).toBe(1);
});

test('a response that comes first waits for its request; a half that comes twice is a duplicate and counts nothing', async () => {
  const bed = bedOf();
  bed.append(half('response', 'a', 950, [0]) + half('response', 'a', 950, [0]) + half('request', 'a', 900, [1]));
  bed.append(half('request', 'a', 900, [1]) + half('response', 'a', 950, [0]));
  await bed.settle();
  expect(requests(bed)).toBe(1);
  expect(bed.sample('aiops_ingest_rejected_total{source="log",reason="duplicate"}')).toBe(3);
  expect(bed.sample(`aiops_inference_latency_seconds_count{${LABELS}}`)).toBe(1);
});

test('times that are when events were sent give no latency', async () => {
  const bed = bedOf();
  bed.append(half('request', 'a', 900, [1], false) + half('response', 'a', 950, [0]));
  await bed.settle();
  expect(requests(bed)).toBe(1);
  expect(bed.sample(`aiops_inference_latency_seconds_count{${LABELS}}`)).toBe(0);
});

test('a request of many instances is one request, and as many rows of features', async () => {
  const bed = bedOf();
  const many = Array.from({ length: 2500 }, (_, i) => i);
  bed.append(half('request', 'a', 900, many) + half('response', 'a', 950, many) + half('request', 'b', 960, [1]));
  await bed.settle();
  expect(requests(bed)).toBe(1);
  expect(bed.pipeline.directory.models.get('churn')?.bootstrap?.rows).toBe(2501);
  bed.append(half('request', 'a', 900, many));
  await bed.settle();
  expect(bed.sample('aiops_ingest_rejected_total{source="log",reason="duplicate"}')).toBe(1);
  expect(bed.pipeline.directory.models.get('churn')?.bootstrap?.rows).toBe(2501);
});

test('a half that stays alone is counted by its side when it is old enough, or when nothing comes any more', async () => {
  const bed = bedOf();
  bed.append(half('request', 'a', 0, [1]) + half('response', 'b', 10, [1]));
  bed.append(half('request', 'c', 1.2 * WITHIN_MS, [1]));
  await bed.settle();
  expect([alone(bed, 'request'), alone(bed, 'response'), waiting(bed, 'request')]).toEqual([1, 1, 1]);
  // Its other half comes too late for it, and is alone as well.
  bed.append(half('response', 'a', 20, [1]));
  await bed.settle();
  expect([requests(bed), alone(bed, 'response')]).toEqual([0, 2]);
  bed.now += WITHIN_MS;
  await bed.settle();
  expect([alone(bed, 'request'), waiting(bed, 'request')]).toEqual([2, 0]);
});

test('when more inferences wait than are remembered, the oldest are given up and counted', async () => {
  const bed = bedOf(1000);
  for (let i = 0; i < 3000; i++) bed.append(half('request', `r${i}`, i, [1]));
  await bed.settle();
  const given = alone(bed, 'request') ?? 0;
  expect(given + (waiting(bed, 'request') ?? 0)).toBe(3000);
  expect(waiting(bed, 'request')).toBeLessThanOrEqual(1000);
});

interface Story {
  readonly pairs: { readonly ms: number; readonly wait: number; readonly sides: 'both' | 'request' | 'response'; readonly times: number }[];
  readonly order: number[];
  readonly crashes: number[];
}

const stories: fc.Arbitrary<Story> = fc.record({
  pairs: fc.array(
    fc.record({
      ms: fc.integer({ min: 0, max: 20_000 }),
      wait: fc.integer({ min: 0, max: 5000 }),
      sides: fc.constantFrom('both', 'both', 'both', 'request', 'response'),
      times: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: 1, maxLength: 40 },
  ),
  order: fc.array(fc.nat(), { minLength: 240, maxLength: 240 }),
  crashes: fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 4 }),
});

test('whatever the order of halves, duplicates and crashes: pairs, duplicates and lonely halves are exact', async () => {
  await fc.assert(
    fc.asyncProperty(stories, async ({ pairs, order, crashes }) => {
      const lines = pairs.flatMap(({ ms, wait, sides, times }, i) =>
        Array.from({ length: times }, () => [
          ...(sides === 'response' ? [] : [half('request', `r${i}`, ms, [1])]),
          ...(sides === 'request' ? [] : [half('response', `r${i}`, ms + wait, [1])]),
        ]).flat(),
      );
      const shuffled = lines
        .map((line, i) => ({ line, key: order[i % order.length] as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ line }) => line);
      let bed = bedOf();
      for (const [i, line] of shuffled.entries()) {
        bed.append(line);
        if (i % 7 === 0) await bed.readAll();
        if (i % 3 === 0) bed.pipeline.commit();
        if (crashes.includes(i)) bed = bed.restart();
      }
      await bed.settle();
      const both = pairs.filter(({ sides }) => sides === 'both');
      expect(requests(bed)).toBe(both.length);
      expect(bed.sample(`aiops_inference_latency_seconds_sum{${LABELS}}`)).toBeCloseTo(
        both.reduce((sum, { wait }) => sum + wait / 1000, 0),
        6,
      );
      const sides = pairs.reduce((sum, pair) => sum + (pair.sides === 'both' ? 2 : 1), 0);
      expect(bed.sample('aiops_ingest_rejected_total{source="log",reason="duplicate"}')).toBe(lines.length - sides);
      bed.now += 2 * WITHIN_MS;
      await bed.settle();
      expect(alone(bed, 'request')).toBe(pairs.filter((pair) => pair.sides === 'request').length);
      expect(alone(bed, 'response')).toBe(pairs.filter((pair) => pair.sides === 'response').length);
    }),
    { numRuns: 60 },
  );
});
