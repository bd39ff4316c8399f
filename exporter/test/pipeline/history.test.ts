import fc from 'fast-check';
import { expect, test } from 'vitest';
import { History, type ClosedWindow } from '../../src/pipeline/index.js';
import { MemoryStorage } from './memory-storage.js';
import { NEW_YEAR_MS, PipelineBed, type LogRecord } from './pipeline-bed.js';
import { baselineOf, categoricalFeature, numericFeature } from './sample-baselines.js';

const WINDOW_MS = 1000;
const STEP_MS = 300;

const record: fc.Arbitrary<LogRecord> = fc.record({
  t: fc.integer({ min: 0, max: 12_000 }),
  v: fc.constantFrom('1', '2'),
  l: fc.oneof(fc.double({ min: 0, max: 5000, noNaN: true }), fc.constantFrom(null, -1)),
  s: fc.constantFrom(200, 500),
  f: fc.record({
    x: fc.oneof(fc.integer({ min: -1, max: 11 }), fc.constantFrom(null, 'word')),
    c: fc.constantFrom('red', 'blue', 'green'),
  }),
  y: fc.constantFrom('red', 'blue', null),
});

/** The moment of the run, and series of the source: its history is another one. */
const OF_OTHERS = /^aiops_(baseline_built|source_model_info)/;

/** One sample at one moment. */
type Moments = Map<string, Map<number, number>>;

/** Reads records with somebody following: what each series was at each moment, and the pipeline at its end. */
async function follow(records: readonly LogRecord[]): Promise<{ moments: Moments; bed: PipelineBed; closed: ClosedWindow[] }> {
  const storage = new MemoryStorage();
  storage.request(
    baselineOf('churn', [numericFeature('x'), categoricalFeature('c', ['red', 'blue'])], categoricalFeature('prediction', ['red', 'blue'])),
  );
  const moments: Moments = new Map();
  const closed: ClosedWindow[] = [];
  const observer = new History({
    stepMs: STEP_MS,
    feed: { seriesBudget: 20_000, retireAfterMs: 5 * WINDOW_MS },
    notify: () => undefined,
    show: (timeMs, families) => {
      for (const line of families.flatMap(({ lines }) => lines.toString().split('\n'))) {
        if (line === '' || line.startsWith('#')) continue;
        const at = line.lastIndexOf(' ');
        const series = moments.get(line.slice(0, at)) ?? new Map<number, number>();
        moments.set(line.slice(0, at), series.set(timeMs, Number(line.slice(at + 1))));
      }
    },
    onClosed: (window) => closed.push(window),
  });
  const bed = new PipelineBed({ nowMs: 100_000, storage, observer, settings: { windowMs: WINDOW_MS, latenessMs: 0, idleMs: 1000 } });
  // Out of order within the log, as several writers make it; all of one chunk, so that nothing is late.
  bed.write(records);
  await bed.readAll();
  bed.now += 10_000;
  bed.close();
  bed.pipeline.refreshExposition();
  return { moments, bed, closed };
}

/** The last moment of a version. */
function endOf(moments: Moments, version: string): number {
  return Math.max(...[...moments].flatMap(([name, series]) => (name.includes(`,version="${version}"`) ? [...series.keys()] : [])));
}

test('where a history ends, it shows what the exporter shows: counts to the bit, sums to 1e-9', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 120, size: 'max' }), async (records) => {
      const { moments, bed } = await follow(records);
      const shown = [...bed.samples()].filter(([name]) => name.includes('model="churn"') && !OF_OTHERS.test(name));
      const ends = new Map(['1', '2'].map((version) => [version, endOf(moments, version)]));
      const endFor = (name: string): number => ends.get(/,version="(.)"/.exec(name)?.[1] ?? '') ?? Math.max(...ends.values());
      const present = [...moments].filter(([name, series]) => [...series.keys()].at(-1) === endFor(name));
      expect(present.map(([name]) => name).sort()).toEqual(shown.map(([name]) => name).sort());
      for (const [name, value] of shown) {
        const last = [...(moments.get(name) ?? [])].at(-1)?.[1] ?? NaN;
        if (name.includes('_sum{')) expect(Math.abs(last - value), name).toBeLessThanOrEqual(1e-9 * Math.max(1, value));
        else expect(last, name).toBe(value);
      }
    }),
    { numRuns: 60, interruptAfterTimeLimit: 45_000 },
  );
});

test('counters never go back, times of a series always go forward, and a counter holds the events before its moment', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 120, size: 'max' }), async (records) => {
      const { moments } = await follow(records);
      for (const [name, series] of moments) {
        const times = [...series.keys()];
        expect(times, name).toEqual([...times].sort((a, b) => a - b));
        if (!/_(total|bucket|count|sum)\{/.test(name)) continue;
        const values = [...series.values()];
        expect(values, name).toEqual([...values].sort((a, b) => a - b));
      }
      for (const version of ['1', '2']) {
        const series =
          moments.get(`aiops_inference_requests_total{model="churn",version="${version}",outcome="ok"}`) ?? new Map<number, number>();
        for (const [timeMs, requests] of series) {
          const before = records.filter(({ t, v, s, l }) => v === version && s === 200 && (l ?? 0) >= 0 && NEW_YEAR_MS + t < timeMs);
          expect(requests, `${version} at ${timeMs}`).toBe(before.length);
        }
      }
    }),
    { numRuns: 60, interruptAfterTimeLimit: 45_000 },
  );
});

test('windows have the same profiles whether somebody follows their course or not', async () => {
  const records = fc.sample(fc.array(record, { minLength: 100, maxLength: 120, size: 'max' }), { numRuns: 1, seed: 7 })[0] ?? [];
  const { bed, closed } = await follow(records);
  const storage = new MemoryStorage();
  storage.request(
    baselineOf('churn', [numericFeature('x'), categoricalFeature('c', ['red', 'blue'])], categoricalFeature('prediction', ['red', 'blue'])),
  );
  const plain = new PipelineBed({ nowMs: 100_000, storage, settings: { windowMs: WINDOW_MS, latenessMs: 0, idleMs: 1000 } });
  plain.write(records);
  await plain.readAll();
  plain.now += 10_000;
  await plain.settle();
  expect(plain.memory.content.windows).toEqual(bed.memory.content.windows);
  expect(closed.map(({ verdict }) => verdict?.id)).toEqual(plain.memory.content.verdicts.map(({ id }) => id));
});

test('between two windows everything is held for retire_after, and no longer', async () => {
  const { moments } = await follow([{ t: 100 }, { t: 11_500 }]);
  const times = [...(moments.get('aiops_drift_window_samples{model="churn",version="1"}') ?? []).keys()].map(
    (timeMs) => timeMs - NEW_YEAR_MS,
  );
  // Multiples of the step since 1970, and the ends of the windows.
  expect(times[0]).toBe(1000);
  expect(times.filter((timeMs) => timeMs > 1000 && timeMs < 11_000).at(-1)).toBeGreaterThan(6000 - STEP_MS);
  expect(times.filter((timeMs) => timeMs > 6000 && timeMs < 11_000)).toEqual([]);
  expect(times.at(-1)).toBe(12_000);
});
