import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RejectReason } from '../contract/index.js';
import { planColumns } from './column-plan.js';
import { ABSENT_NULL, ABSENT_OTHER } from './columns.js';
import type { Batch, Reducer } from './reducer.js';
import { RowRouter, type Target } from './row-router.js';

const plan = planColumns(
  {
    time: { path: ['t'], unit: 'ms' },
    model: { path: ['m'] },
    version: { path: ['v'] },
    latency: { path: ['l'], perSecond: 1 },
    timeToFirstToken: null,
    outcome: null,
    features: null,
    prediction: null,
    score: null,
    tokensInput: null,
    tokensOutput: null,
    cost: null,
  },
  [],
  null,
);

interface Row {
  time: number;
  model: number;
  version: number;
  latency: number;
}

function batchOf(rows: readonly Row[]): Batch {
  const absent = Uint8Array.from(rows, (row) => (Number.isNaN(row.latency) ? ABSENT_NULL : 0));
  return {
    columns: {
      values: [
        Float64Array.from(rows, (row) => row.time),
        Int32Array.from(rows, (row) => row.model),
        Int32Array.from(rows, (row) => row.version),
        Float64Array.from(rows, (row) => row.latency),
      ],
      absent: [new Uint8Array(rows.length), null, null, absent],
      dictionaries: [null, [], [], null],
      offsets: new Float64Array(rows.length),
      extras: new Uint16Array(rows.length),
    },
    plan,
    outcomes: new Uint8Array(rows.length),
    units: { latencyPerSecond: 1, firstTokenPerSecond: 1 },
    costCurrency: null,
  };
}

/** Windows of 100 ms, one reducer a model version and window, which writes down the times it was given. */
function harness() {
  const targets = new Map<string, Target & { times: number[] }>();
  const find = (model: number, version: number, time: number): Target | RejectReason => {
    if (model === 9) return 'unknown_model';
    const lo = Math.floor(time / 100) * 100;
    const key = `${model}/${version}/${lo}`;
    let target = targets.get(key);
    if (!target) {
      const times: number[] = [];
      const reducer: Reducer = {
        addRows: (batch, order, from, to) => {
          for (let k = from; k < to; k++) times.push((batch.columns.values[0] as Float64Array)[order[k] as number] as number);
        },
      };
      target = { reducer, lo, hi: lo + 100, times };
      targets.set(key, target);
    }
    return target;
  };
  return { targets, find };
}

test('every row reaches exactly its window in the order of the log, or is rejected once with its reason', () => {
  const row = fc.record({
    time: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 900 }) }, { weight: 1, arbitrary: fc.constantFrom(NaN, 5000) }),
    model: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 2 }) }, { weight: 1, arbitrary: fc.constantFrom(-1, -2, 9) }),
    version: fc.integer({ min: 0, max: 2 }),
    latency: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(0, 1, NaN) }, { weight: 1, arbitrary: fc.constant(-1) }),
  });
  fc.assert(
    fc.property(fc.array(fc.array(row, { maxLength: 64 }), { maxLength: 6 }), (batches) => {
      const router = new RowRouter(64);
      const { targets, find } = harness();
      const rejected: string[] = [];
      const expected = new Map<string, number[]>();
      const expectedRejects: string[] = [];
      for (const rows of batches) {
        router.route(batchOf(rows), rows.length, 1000, find, (reason, r) => rejected.push(`${reason} ${r}`));
        rows.forEach(({ time, model, version, latency }, r) => {
          const reason =
            Number.isNaN(time) || model < 0
              ? 'schema'
              : time > 1000
                ? 'clock_skew'
                : latency < 0
                  ? 'negative_latency'
                  : model === 9
                    ? 'unknown_model'
                    : null;
          if (reason) return expectedRejects.push(`${reason} ${r}`);
          const key = `${model}/${version}/${Math.floor(time / 100) * 100}`;
          return expected.set(key, [...(expected.get(key) ?? []), time]);
        });
      }
      expect(Object.fromEntries([...targets].map(([key, target]) => [key, target.times]))).toEqual(Object.fromEntries(expected));
      expect(rejected).toEqual(expectedRejects);
    }),
  );
});

test('a latency of another type is a schema fault, an absent one is not', () => {
  const router = new RowRouter(4);
  const { find } = harness();
  const batch = batchOf([
    { time: 1, model: 0, version: 0, latency: NaN },
    { time: 1, model: 0, version: 0, latency: NaN },
  ]);
  (batch.columns.absent[3] as Uint8Array)[1] = ABSENT_OTHER;
  const rejected: string[] = [];
  expect(router.route(batch, 2, 1000, find, (reason, r) => rejected.push(`${reason} ${r}`))).toBe(1);
  expect(rejected).toEqual(['schema 1']);
});

test('more open windows than the table holds lose no row', () => {
  const router = new RowRouter(8192);
  const { targets, find } = harness();
  const rows = Array.from({ length: 8192 }, (_, i) => ({ time: i * 100, model: 0, version: 0, latency: 0 }));
  expect(router.route(batchOf(rows), rows.length, Infinity, find, () => undefined)).toBe(8192);
  expect([...targets.values()].reduce((sum, target) => sum + target.times.length, 0)).toBe(8192);
});

test('a time before 1970 and a latency beyond 116 days are schema faults; the values just inside are taken', () => {
  const router = new RowRouter(8);
  const { find } = harness();
  const rows = [
    { time: 0, latency: 1e7 },
    { time: -1, latency: 1 },
    { time: -Infinity, latency: 1 },
    { time: 1, latency: 1.0000001e7 },
    { time: 1, latency: Infinity },
  ].map((row) => ({ ...row, model: 0, version: 0 }));
  const rejected: string[] = [];
  expect(router.route(batchOf(rows), rows.length, 1000, find, (reason, r) => rejected.push(`${reason} ${r}`))).toBe(1);
  expect(rejected).toEqual(['schema 1', 'schema 2', 'schema 3', 'schema 4']);
});

test('the newest time of rejected rows is known too, but not that of times that are not believed', () => {
  const router = new RowRouter(8);
  const { find } = harness();
  const row = { model: 0, version: 0, latency: 1 };
  router.route(
    batchOf([
      { ...row, time: 10 },
      { ...row, time: 50, model: 9 },
      { ...row, time: 70, latency: -1 },
      { ...row, time: 5000 },
      { ...row, time: NaN },
    ]),
    5,
    1000,
    find,
    () => undefined,
  );
  expect([router.newestMs, router.newestRejectedMs]).toEqual([10, 70]);
  router.resetNewest();
  expect([router.newestMs, router.newestRejectedMs]).toEqual([-Infinity, -Infinity]);
});
