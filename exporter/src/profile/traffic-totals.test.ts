import { expect, test } from 'vitest';
import { ROW_MAP, batchOf, inOrder, inferenceRow, type InferenceRow } from '../../test/pipeline/inference-rows.js';
import { accumulatorContract } from './accumulator.contract.js';
import type { PriceList } from './price-list.js';
import { TrafficTotals } from './traffic-totals.js';

const BOUNDS = [0.01, 0.1, 1];
const row: InferenceRow = { x: 1, why: 0, code: 0, latencyMs: 10, firstTokenMs: NaN, outcome: 0, tokens: 1000, cost: 0.5 };
const PRICE: PriceList = { inputPerMillion: 3, outputPerMillion: 15, perRequest: 0.01, currency: 'USD' };

accumulatorContract<TrafficTotals, InferenceRow>({
  name: 'TrafficTotals',
  empty: () => new TrafficTotals(BOUNDS),
  add: (totals, rows) => {
    totals.addRequests(batchOf(rows), inOrder(rows), 0, rows.length, PRICE, null);
    totals.addInputs(batchOf(rows), inOrder(rows), 0, rows.length);
  },
  merge: (into, other) => into.merge(other),
  encode: (totals) => totals.encode(),
  decode: (bytes) => TrafficTotals.decode(bytes),
  value: inferenceRow,
  counts: ({ rows, outcomes, latency, firstToken, tokensInput, tokensOutput, missingKeys, extraKeys }) => [
    rows,
    outcomes,
    latency.buckets,
    firstToken.buckets,
    tokensInput,
    tokensOutput,
    missingKeys,
    extraKeys,
  ],
  sums: ({ latency, firstToken, costs }) => [latency.sum, firstToken.sum, costs.of('EUR'), costs.of('USD')],
  unlike: { 'set of latency buckets': () => [new TrafficTotals(BOUNDS), new TrafficTotals([0.01, 0.1])] },
});

const totalsOf = (rows: readonly InferenceRow[], price: PriceList | null = null, map = ROW_MAP): TrafficTotals => {
  const totals = new TrafficTotals(BOUNDS);
  totals.addRequests(batchOf(rows, { map }), inOrder(rows), 0, rows.length, price, null);
  totals.addInputs(batchOf(rows, { map }), inOrder(rows), 0, rows.length);
  return totals;
};

test('the log has the last word on cost: a price list counts only where the source maps none', () => {
  const fromLog = totalsOf([row, { ...row, cost: NaN }], PRICE);
  expect(fromLog.costs.toJson()).toEqual([['EUR', 0.5]]);
  const priced = totalsOf([row, { ...row, outcome: 1 }], PRICE, { ...ROW_MAP, cost: null });
  // Two records of 1000 + 1000 tokens; only the answered one pays for the request.
  expect(priced.costs.toJson()).toEqual([['USD', 0.01 + (2000 * 3 + 2000 * 15) / 1e6]]);
});

test('amounts in two currencies stay apart', () => {
  const totals = totalsOf([row]);
  totals.merge(totalsOf([row], PRICE, { ...ROW_MAP, cost: null }));
  expect(totals.costs.currencies).toEqual(['EUR', 'USD']);
  expect(totals.costs.of('EUR')).toBe(0.5);
});

test('an absurd value adds nothing, so that one line cannot end a sum for good', () => {
  const absurd = { ...row, tokens: 1.0000001e12, cost: Infinity, firstTokenMs: 1e11 };
  const totals = totalsOf([{ ...row, tokens: 1e12, firstTokenMs: 1e10 }, absurd]);
  expect([totals.tokensInput, totals.costs.of('EUR'), totals.firstToken.sum]).toEqual([1e12, 0.5, 1e7]);
});

test('counters go on beyond 2^32 and 2^53 - 1 is still exact', () => {
  const totals = new TrafficTotals(BOUNDS);
  totals.rows = 2 ** 53 - 2;
  totals.outcomes[0] = 2 ** 40;
  totals.merge(totalsOf([row]));
  const back = TrafficTotals.decode(totals.encode());
  expect(back?.rows).toBe(2 ** 53 - 1);
  expect(back?.outcomes[0]).toBe(2 ** 40 + 1);
});

test('other buckets: no duration becomes shorter, count and sum stay', () => {
  const totals = totalsOf([5, 10, 50, 500, 5000].map((latencyMs) => ({ ...row, latencyMs })));
  expect([...totals.latency.buckets]).toEqual([2, 1, 1, 1]);
  const moved = totals.rebucketed([0.02, 0.5, 2]);
  expect([...moved.latency.buckets]).toEqual([2, 1, 1, 1]);
  expect([...totals.rebucketed([0.005]).latency.buckets]).toEqual([0, 5]);
  expect(moved.latency.sum).toBe(totals.latency.sum);
  expect(moved.rows).toBe(5);
  expect(totals.rebucketed(BOUNDS).encode()).toEqual(totals.encode());
});
