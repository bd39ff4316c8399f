import { onTestFinished, describe, expect, test } from 'vitest';
import { pipelineStorage } from '../../src/cli/serve/storage-adapter.js';
import { formatBaseline, type Baseline } from '../../src/baseline/index.js';
import { openStore, type Store } from '../../src/store/index.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { NEW_YEAR_MS, PipelineBed, linesOf, type BedOptions, type LogRecord } from './pipeline-bed.js';
import { baselineOf, numericFeature } from './sample-baselines.js';

const WEEK_MS = 7 * 86_400_000;
const events = (t: number, n: number, more: Partial<LogRecord> = {}): LogRecord[] =>
  Array.from({ length: n }, (_, i) => ({ t: t + i, f: { x: (i % 10) + 0.5 }, ...more }));

/** Processes one after the other on one store folder; each ends as after kill -9, without a last commit. */
class Processes {
  store: Store;
  bed: PipelineBed;
  readonly #folder = temporaryFolder();

  constructor(options: BedOptions) {
    this.store = this.#open();
    this.bed = new PipelineBed({ nowMs: 60_000, ...options, storage: pipelineStorage(this.store) });
    onTestFinished(() => this.store.close());
  }

  next(changes: BedOptions = {}): PipelineBed {
    this.store.close();
    this.store = this.#open();
    this.bed = this.bed.restart({ storage: pipelineStorage(this.store), ...changes });
    return this.bed;
  }

  /** What `aiops baseline activate` does. */
  activate(baseline: Baseline): void {
    this.store.commit((records) => {
      records.baselines.put(baseline.sha256, formatBaseline(baseline), NEW_YEAR_MS);
      records.activations.request({
        model: baseline.model,
        version: '*',
        sha256: baseline.sha256,
        requestedMs: NEW_YEAR_MS,
        reason: 'command',
      });
    });
  }

  #open(): Store {
    return openStore({ folder: this.#folder, mode: 'own', nowMs: () => NEW_YEAR_MS });
  }
}

test('a baseline is learned over two processes, judges in a third, and its verdict can be looked up', async () => {
  const processes = new Processes({ settings: { bootstrapRows: 600 } });
  processes.bed.write(events(0, 300));
  await processes.bed.settle();
  const second = processes.next();
  second.write(events(300, 300));
  await second.settle();
  expect(second.told('bootstrap_finished')).toMatchObject([{ rows: 600 }]);
  const third = processes.next();
  third.write([...events(1000, 200, { f: { x: 9.5 } }), { t: 3000 }]);
  await third.settle();
  expect(third.status().models[0]).toMatchObject({ driftRate: 1, driftedFeatures: ['x'], baseline: { source: 'bootstrap', rows: 600 } });
  const [latest] = processes.store.verdicts.list({}, 10);
  expect(latest).toMatchObject({ id: third.status().models[0]?.verdictId, verdict: { drifted: 1, rows: 200 } });
  const windows = processes.store.windows.list({ model: 'churn', version: '1', fromMs: 0, toMs: Infinity }, 10);
  expect(windows.map(({ startMs, rows, baselineSha256 }) => [startMs - NEW_YEAR_MS, rows, baselineSha256 !== null])).toEqual([
    [1000, 200, true],
    [0, 600, false],
  ]);
});

test('an activation takes effect at one boundary for all processes to come', async () => {
  const [first, second] = [baselineOf('churn', [numericFeature('x')]), baselineOf('churn', [numericFeature('x'), numericFeature('z')])];
  const processes = new Processes({});
  processes.activate(first);
  processes.bed.write(events(0, 100));
  await processes.bed.settle();
  processes.activate(second);
  const next = processes.next();
  next.close();
  next.write([...events(500, 100), ...events(1000, 100)]);
  await next.settle();
  const last = processes.next();
  last.write([...events(1200, 100), ...events(3000, 1)]);
  await last.settle();
  expect(processes.store.activations.pending('churn')).toEqual([]);
  const verdicts = processes.store.verdicts
    .list({}, 10)
    .map(({ baseline_sha256, window_start, verdict }) => [
      Date.parse(window_start) - NEW_YEAR_MS,
      baseline_sha256 === first.sha256 ? 'first' : 'second',
      verdict.rows,
    ]);
  expect(verdicts.sort()).toEqual([
    [0, 'first', 200],
    [1000, 'second', 200],
  ]);
});

describe('a version that retired', () => {
  test('is not loaded at the start, and comes back without a counter reset', async () => {
    const processes = new Processes({});
    processes.activate(baselineOf('churn', [numericFeature('x')]));
    processes.bed.write(events(0, 10, { v: 'old' }));
    await processes.bed.settle();
    processes.bed.now = 70_000;
    await processes.bed.settle();
    const next = processes.next({ nowMs: 100_000 + WEEK_MS });
    await next.settle();
    expect(next.status().models).toEqual([]);
    next.write(events(WEEK_MS, 10, { v: 'old' }));
    await next.settle();
    expect(next.sample('aiops_inference_requests_total{model="churn",version="old",outcome="ok"}')).toBe(20);
    expect(next.sample('aiops_feature_values_total{model="churn",version="old",feature="x",bin="b00"}')).toBe(2);
  });
});

test('an Idempotency-Key is remembered by the next process, with the answer that was given', () => {
  const processes = new Processes({ sources: { log: { type: 'http' } } });
  const body = Buffer.from(linesOf([{ t: 0 }, { t: 1, l: -1 }]));
  const push = (bed: PipelineBed): unknown => bed.pipeline.intakes.get('log')?.push(body, 'key-1');
  expect(push(processes.bed)).toEqual({ kind: 'accepted', accepted: 1, rejected: { negative_latency: 1 } });
  processes.bed.pipeline.commit();
  const next = processes.next();
  expect(push(next)).toEqual({ kind: 'duplicate', accepted: 1, rejected: { negative_latency: 1 } });
  next.pipeline.refreshExposition();
  expect(next.sample('aiops_inference_requests_total{model="churn",version="1",outcome="ok"}')).toBe(1);
});

test('a state that a later release wrote stops the start instead of beginning with zeros', async () => {
  const processes = new Processes({});
  processes.bed.write(events(0, 10));
  await processes.bed.settle();
  processes.store.commit((records) => {
    records.modelStates.putVersion('churn', { version: '1', bytes: Uint8Array.of(99, 0, 0, 0, 0, 0, 0, 0), updatedMs: NEW_YEAR_MS });
  });
  expect(() => processes.next()).toThrow(expect.objectContaining({ code: 'PIPELINE_STATE_UNREADABLE' }));
});
