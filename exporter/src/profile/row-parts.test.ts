import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALL_PARTS, PART_INPUTS, PART_REQUEST, type Batch } from '../events/index.js';
import { batchOf, inOrder, inferenceRow, type InferenceRow } from '../../test/pipeline/inference-rows.js';
import { ModelLayout } from './model-layout.js';
import { TrafficTotals } from './traffic-totals.js';
import { WindowProfile } from './window-profile.js';

const layout = new ModelLayout(
  'sha',
  [
    { name: 'x', type: 'numeric', edges: [-1, 0, 1, 10], judged: [0, 2, 4], isPrivate: false },
    { name: 'c', type: 'categorical', categories: ['a', 'b'], tail: ['rare'], isTailComplete: true, isPrivate: false },
  ],
  null,
  [0.01, 0.1, 1],
);
const profileOf = (batch: Batch, n: number): WindowProfile => {
  const profile = new WindowProfile(layout, 0, 1000);
  profile.addRows(batch, inOrder(Array.from({ length: n })), 0, n);
  return profile;
};
const withParts = (rows: readonly InferenceRow[], parts: number[]): Batch => {
  const batch = batchOf(rows);
  return { ...batch, columns: { ...batch.columns, parts: Uint8Array.from(parts) } };
};

test('rows that say they carry all parts are counted as rows that say nothing', () => {
  fc.assert(
    fc.property(fc.array(inferenceRow, { maxLength: 30 }), (rows) => {
      const parts = rows.map(() => ALL_PARTS);
      expect(profileOf(withParts(rows, parts), rows.length).encode()).toEqual(profileOf(batchOf(rows), rows.length).encode());
    }),
  );
});

test('inputs and requests are counted from the rows that carry them, each as if nothing else was there', () => {
  const some = fc.array(fc.tuple(inferenceRow, fc.constantFrom(0, PART_REQUEST, PART_INPUTS, ALL_PARTS)), { maxLength: 30 });
  fc.assert(
    fc.property(some, (pairs) => {
      const rows = pairs.map(([row]) => row);
      const parts = pairs.map(([, part]) => part);
      const got = profileOf(withParts(rows, parts), rows.length);
      const inputs = rows.filter((_, r) => ((parts[r] as number) & PART_INPUTS) !== 0);
      const requests = rows.filter((_, r) => ((parts[r] as number) & PART_REQUEST) !== 0);
      expect(got.rows).toBe(inputs.length);
      expect(got.counts).toEqual(profileOf(batchOf(inputs), inputs.length).counts);
      const traffic = profileOf(batchOf(requests), requests.length).traffic;
      expect([got.traffic.outcomes, got.traffic.latency, got.traffic.tokensInput]).toEqual([
        traffic.outcomes,
        traffic.latency,
        traffic.tokensInput,
      ]);
    }),
  );
});

test('in a log that is a sample, requests, tokens and costs stand for all of them, and latencies for themselves', () => {
  const row: InferenceRow = { x: 1, why: 0, code: 0, latencyMs: 10, firstTokenMs: NaN, outcome: 0, tokens: 100, cost: 0.5 };
  const batch = batchOf([row, { ...row, outcome: 1 }]);
  const totals = new TrafficTotals([0.01, 0.1, 1]);
  totals.addRequests({ ...batch, columns: { ...batch.columns, weights: Float64Array.of(4, 10) } }, Int32Array.of(0, 1), 0, 2, null, null);
  expect([...totals.outcomes]).toEqual([4, 10, 0, 0]);
  expect([totals.tokensInput, totals.costs.of('EUR')]).toEqual([1400, 7]);
  expect(totals.latency.buckets.reduce((sum, count) => sum + count, 0)).toBe(1);
});
