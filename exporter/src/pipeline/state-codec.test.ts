import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { baselineOf, categoricalFeature, numericFeature } from '../../test/pipeline/sample-baselines.js';
import { PipelineBed, SETTINGS, type LogRecord } from '../../test/pipeline/pipeline-bed.js';
import { ModelState } from './model-state.js';
import { encodeModel, encodeVersion, restoreModel, restoreVersion } from './state-codec.js';

const events = (t: number, n = 100): LogRecord[] =>
  Array.from({ length: n }, (_, i) => ({ t: t + i, f: { x: (i % 10) + 0.5, c: i % 2 ? 'red' : 'blue' }, i: 5, l: i }));
const baseline = baselineOf('churn', [numericFeature('x'), categoricalFeature('c', ['red', 'blue'])]);

/** A model with two closed windows, an open one and a verdict. */
async function usedBed(): Promise<PipelineBed> {
  const bed = new PipelineBed({ nowMs: 60_000, settings: { latenessMs: 0 } });
  bed.memory.request(baseline);
  bed.write([...events(0), ...events(1000), ...events(2000)]);
  await bed.settle();
  return bed;
}
const modelOf = (bed: PipelineBed): ModelState => bed.pipeline.directory.model('churn') as ModelState;
const emptyModel = (like: ModelState): ModelState => {
  const model = new ModelState('churn', SETTINGS, { nowMs: () => 0, recall: () => null });
  model.baselines.push(...like.baselines);
  return model;
};

test('a version that was encoded and restored encodes to the same bytes', async () => {
  const model = modelOf(await usedBed());
  const version = model.versions.get('1');
  const bytes = version && encodeVersion(version);
  const restored = bytes && restoreVersion(emptyModel(model), '1', bytes);
  expect(restored?.lostWindows).toBe(0);
  expect(restored?.state.windows.size).toBe(1);
  if (restored) restored.state.lastVerdict = version.lastVerdict;
  expect(restored && Buffer.from(encodeVersion(restored.state)).equals(Buffer.from(bytes))).toBe(true);
});

test('a model that was encoded and restored encodes to the same bytes', async () => {
  const model = modelOf(await usedBed());
  const other = emptyModel(model);
  expect(restoreModel(other, encodeModel(model))).toEqual({ bootstrap: null });
  expect(encodeModel(other)).toEqual(encodeModel(model));
});

test('damaged bytes give null or a state, never an exception; bytes that end early give null', async () => {
  const model = modelOf(await usedBed());
  const version = model.versions.get('1');
  const bytes = version ? encodeVersion(version) : new Uint8Array(0);
  fc.assert(
    fc.property(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 7 }), (at, bit) => {
      const flipped = Uint8Array.from(bytes);
      flipped[at] = (flipped[at] as number) ^ (1 << bit);
      expect(() => restoreVersion(emptyModel(model), '1', flipped)).not.toThrow();
      expect(restoreVersion(emptyModel(model), '1', bytes.slice(0, at))).toBeNull();
    }),
    { numRuns: 500 },
  );
});

describe('a state that cannot be read', () => {
  test.each(['version', 'model'] as const)(
    'stops the start with the name of the %s: zeros would be a counter reset that nobody sees',
    async (what) => {
      const bed = await usedBed();
      const { models, versions } = bed.memory.content;
      const bytes = what === 'model' ? models.get('churn') : versions.get('churn')?.get('1');
      // Written by a later release: another version of the byte layout.
      if (bytes) bytes[0] = 99;
      const name = what === 'model' ? 'model churn' : 'model churn version 1';
      expect(() => bed.restart()).toThrow(
        expect.objectContaining({
          code: 'PIPELINE_STATE_UNREADABLE',
          message: `the stored state of ${name} cannot be read by this release`,
        }),
      );
    },
  );
});

describe('settings that changed while the exporter was down', () => {
  const count = 'aiops_inference_requests_total{model="churn",version="1",outcome="ok"}';
  const bin = 'aiops_feature_values_total{model="churn",version="1",feature="x",bin="b00"}';
  const PLAIN = { isPrivate: false, range: null, top: null, importance: null };

  test('other latency buckets: no counter starts anew, old durations go to the bucket that holds their bound', async () => {
    const bed = await usedBed();
    const next = bed.restart({ settings: { latenessMs: 0, latencyBounds: [0.05, 1] } });
    next.write(events(2200, 10));
    await next.settle();
    expect([next.sample(count), next.sample(bin)]).toEqual([310, 31]);
    const bucket = (le: string): number | undefined =>
      next.sample(`aiops_inference_latency_seconds_bucket{model="churn",version="1",le="${le}"}`);
    // 11 of 100 took at most 10 ms, the rest at most 100 ms: before, only the bounds 10 ms, 100 ms and 1 s were told apart.
    expect([bucket('0.05'), bucket('1.0'), bucket('+Inf')]).toEqual([33 + 10, 310, 310]);
    expect(next.sample('aiops_inference_latency_seconds_count{model="churn",version="1"}')).toBe(310);
  });

  test('a feature made private: its counts stay, its bins are not exported any more', async () => {
    const bed = await usedBed();
    const next = bed.restart({ settings: { latenessMs: 0, features: new Map([['x', { ...PLAIN, isPrivate: true }]]) } });
    next.write([...events(2200, 10), { t: 4000 }]);
    await next.settle();
    expect(next.sample(bin)).toBeUndefined();
    expect(next.memory.content.verdicts.at(-1)?.verdict.features.map(({ n }) => n)).toEqual([110, 110]);
  });

  test('another range: the open window keeps its traffic and says that its features are lost; counters start at 0', async () => {
    const bed = await usedBed();
    const next = bed.restart({ settings: { latenessMs: 0, features: new Map([['x', { ...PLAIN, range: [2.25, 7] }]]) } });
    expect(next.told('no_drift').map(({ why }) => why)).toEqual([
      'the features of 1 open windows were counted in other bins than the settings ask for now; their traffic is kept',
    ]);
    next.write([...events(3000), { t: 5000 }]);
    await next.settle();
    expect(next.sample(count)).toBe(401);
    expect(next.sample(bin)).toBe(10);
    expect(next.sample('aiops_data_quality_violations_total{model="churn",version="1",feature="x",check="range"}')).toBe(50);
  });

  test('a last window that could not be judged leaves no verdict of an older one behind, also after the next restart', async () => {
    const bed = await usedBed();
    const drifted = 'aiops_drifted_features{model="churn",version="1"}';
    expect(bed.sample(drifted)).toBe(0);
    const settings = { latenessMs: 0, features: new Map([['x', { ...PLAIN, range: [2.25, 7] as const }]]) };
    const next = bed.restart({ settings });
    next.write([{ t: 3000 }]);
    await next.settle();
    expect(next.sample('aiops_drift_window_samples{model="churn",version="1"}')).toBe(100);
    expect(next.sample(drifted)).toBeUndefined();
    const third = next.restart();
    await third.settle();
    expect(third.sample(drifted)).toBeUndefined();
    expect(third.status().models[0]).toMatchObject({ driftRate: null, verdictId: null });
  });

  test('a range of the same number of edges but other values is another set of bins too', async () => {
    const ranged = (range: [number, number]) => new Map([['x', { ...PLAIN, range }]]);
    const bed = new PipelineBed({ nowMs: 60_000, settings: { features: ranged([2.25, 7.25]) } });
    bed.memory.request(baseline);
    bed.write(events(0));
    await bed.settle();
    const next = bed.restart({ settings: { features: ranged([3.25, 7.25]) } });
    next.write(events(3000));
    await next.settle();
    expect(next.sample('aiops_data_quality_violations_total{model="churn",version="1",feature="x",check="range"}')).toBe(60);
  });
});
