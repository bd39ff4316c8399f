import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PredictionRows } from '../../quality/index.js';
import type { RowChunk } from './read-prediction-rows.js';
import { wholeLists } from './whole-lists.js';

const rowsOf = (lists: readonly number[]): PredictionRows => ({
  n: lists.length,
  scores: Float64Array.from(lists.keys()),
  predictions: { kind: 'amounts', amounts: new Float64Array(lists.length) },
  labels: { kind: 'amounts', amounts: new Float64Array(lists.length) },
  groups: [],
  lists: Int32Array.from(lists),
});

it('no list is in two chunks, no row is lost, and each list is in the chunk of its first row', () => {
  const chunked = fc.record({
    lists: fc.array(fc.integer({ min: -1, max: 5 }), { minLength: 1, maxLength: 30 }),
    size: fc.integer({ min: 1, max: 8 }),
  });
  fc.assert(
    fc.property(chunked, ({ lists, size }) => {
      const chunks = Array.from({ length: Math.ceil(lists.length / size) }, (_, i): RowChunk => {
        const [from, to] = [i * size, Math.min(lists.length, (i + 1) * size)];
        return { start: from, end: to, from, to };
      });
      const found = wholeLists(rowsOf(lists), chunks);
      expect([...found.rows.scores].sort((a, b) => a - b)).toEqual([...lists.keys()]);
      found.chunks.forEach(({ from, to }, chunk) => {
        for (let row = from; row < to; row++) {
          const list = found.rows.lists?.[row] as number;
          const first = list < 0 ? (found.rows.scores[row] as number) : lists.indexOf(list);
          expect(Math.floor(first / size)).toBe(chunk);
        }
      });
    }),
  );
});
