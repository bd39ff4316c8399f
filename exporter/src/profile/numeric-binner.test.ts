import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ABSENT_NULL } from '../events/index.js';
import { countNumeric } from './count-numeric.js';
import { binOf, numericBinner } from './numeric-binner.js';

const edgesArbitrary = fc
  .uniqueArray(
    fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: -50, max: 50 }),
      fc.constantFrom(0, 1e-9, 1e300, -1e300, 5e-324),
    ),
    { maxLength: 70 },
  )
  .map((edges) => [...new Set(edges.map((x) => x + 0))].sort((a, b) => a - b));
const valueArbitrary = fc.oneof(fc.double(), fc.integer({ min: -60, max: 60 }), fc.constantFrom(0, -0, Infinity, -Infinity));

test('the grid and the binary search agree with counting the edges that are not above the value', () => {
  fc.assert(
    fc.property(edgesArbitrary, fc.array(valueArbitrary, { maxLength: 50 }), (edges, free) => {
      // Values on, just below and just above edges are where a grid would go wrong.
      const values = [
        ...free,
        ...edges,
        ...edges.map((x) => x - Math.abs(x) * Number.EPSILON),
        ...edges.map((x) => x + Math.abs(x) * Number.EPSILON),
      ];
      const column = Float64Array.from(values);
      const absent = new Uint8Array(values.length).fill(ABSENT_NULL);
      const order = Int32Array.from(values, (_, i) => i);
      const binner = numericBinner(edges);
      const counts = new Float64Array(edges.length + 3);
      countNumeric(column, absent, order, 0, values.length, binner, counts, 0);
      const expected = new Float64Array(edges.length + 3);
      for (const x of values) {
        const slot = Number.isNaN(x) ? edges.length + 1 : Number.isFinite(x) ? edges.filter((edge) => edge <= x).length : edges.length + 2;
        expected[slot] = (expected[slot] ?? 0) + 1;
        if (Number.isFinite(x)) expect(binOf(binner, x)).toBe(slot);
      }
      expect([...counts]).toEqual([...expected]);
    }),
    { numRuns: 500 },
  );
});
