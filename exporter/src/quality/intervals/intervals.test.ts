import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aucInterval } from './auc-interval.js';
import { averagePrecisionInterval } from './average-precision-interval.js';
import { Z95 } from '../../statistics/index.js';
import { studentZ } from './student-z.js';

// Tables of Student's t, two-sided 95 %.
it.each([
  [20, 2.085963],
  [30, 2.042272],
  [60, 2.000298],
  [120, 1.97993],
])('the quantile of t with %i degrees of freedom is that of the tables', (freedom, t) => {
  expect(studentZ(Z95, freedom)).toBeCloseTo(t, 4);
});

describe.each([
  ['the area under the ROC curve', aucInterval],
  ['average precision', averagePrecisionInterval],
])('the interval of %s', (_, intervalOf) => {
  const rows = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 40 })), { minLength: 150, maxLength: 300 });

  it('holds its value and lies in [0, 1]', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const found = intervalOf(
          list.map(([is]) => (is ? 1 : 0)),
          list.map(([, score]) => score),
          Z95,
        );
        if (!found || found.lower === null || found.upper === null) return;
        expect(found.lower).toBeGreaterThanOrEqual(0);
        expect(found.upper).toBeLessThanOrEqual(1);
        expect(found.lower <= found.value && found.value <= found.upper).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the interval of the area', () => {
  const separated = [...new Array<number>(40).fill(1), ...new Array<number>(400).fill(0)];

  it('does not claim to be certain where the classes do not overlap', () => {
    const found = aucInterval(separated, separated, Z95);
    expect([found?.value, found?.upper]).toEqual([1, 1]);
    expect(found?.lower).toBeLessThan(0.999);
  });

  it('is the mirror image where the classes change places', () => {
    const score = separated.map((is, i) => is + ((i * 37) % 50) / 30);
    const own = aucInterval(separated, score, Z95);
    const mirrored = aucInterval(
      separated.map((is) => 1 - is),
      score.map((s) => -s),
      Z95,
    );
    for (const key of ['value', 'lower', 'upper'] as const) expect(mirrored?.[key]).toBeCloseTo(own?.[key] ?? NaN, 12);
  });
});
