import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wilson, Z95 } from './wilson.js';

it('is known for 8 of 10 and for none of 10', () => {
  expect(wilson(8, 10, Z95)?.lower).toBeCloseTo(0.4901624715, 9);
  expect(wilson(8, 10, Z95)?.upper).toBeCloseTo(0.9433178485, 9);
  expect(wilson(0, 10, Z95)).toEqual({ value: 0, lower: 0, upper: 0.2775327998628892 });
  expect(wilson(0, 0, Z95)).toBeNull();
});

it('holds the share, lies within 0 and 1, mirrors, and solves the equation of the score', () => {
  const trials = fc.tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.integer({ min: 1, max: 1e7 }),
    fc.double({ min: 0.1, max: 8, noNaN: true }),
  );
  fc.assert(
    fc.property(trials, ([share, n, z]) => {
      const found = wilson(share * n, n, z);
      const mirrored = wilson(n - share * n, n, z);
      if (!found || !mirrored) throw new Error('no interval');
      const { value, lower, upper } = found;
      expect(lower).toBeGreaterThanOrEqual(0);
      expect(upper).toBeLessThanOrEqual(1);
      expect(lower).toBeLessThanOrEqual(value + 1e-15);
      expect(upper).toBeGreaterThanOrEqual(value - 1e-15);
      expect(mirrored.upper).toBeCloseTo(1 - lower, 12);
      // At both limits p the share is z standard errors of p away.
      for (const p of [lower, upper]) expect((value - p) ** 2 - (z * z * p * (1 - p)) / n).toBeCloseTo(0, 12);
    }),
  );
});
