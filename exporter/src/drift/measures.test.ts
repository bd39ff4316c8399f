import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  adjustForManyTests,
  chiSquareHomogeneity,
  chiSquarePooled,
  hellingerDistance,
  jensenShannonDistance,
  ksBinned,
  ksDistance,
  ksTwoSample,
  lInfinityDistance,
  psi,
  totalVariation,
  twoProportionTest,
  wassersteinDistance,
} from './index.js';

const counts = fc.integer({ min: 1, max: 25 }).chain((k) => {
  const row = fc.array(fc.nat({ max: 5000 }), { minLength: k, maxLength: k }).filter((values) => values.some((count) => count > 0));
  return fc.tuple(row, row);
});
const sample = fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(-0)), {
  minLength: 1,
  maxLength: 40,
});
const BOUNDED = [jensenShannonDistance, hellingerDistance, totalVariation, lInfinityDistance, ksBinned];

describe('measures over bins', () => {
  it.each(BOUNDED.map((measure) => [measure.name, measure] as const))(
    '%s lies in [0, 1], is symmetric and is 0 against itself',
    (_, measure) => {
      fc.assert(
        fc.property(counts, ([a, b]) => {
          const distance = measure(a, b) as number;
          expect(distance).toBeGreaterThanOrEqual(0);
          expect(distance).toBeLessThanOrEqual(1);
          expect(measure(b, a)).toBeCloseTo(distance, 12);
          expect(measure(a, a)).toBe(0);
        }),
      );
    },
  );

  it('orders total variation, Hellinger and L-infinity as the theory does', () => {
    fc.assert(
      fc.property(counts, ([a, b]) => {
        const [h, tv, l] = [hellingerDistance(a, b), totalVariation(a, b), lInfinityDistance(a, b)] as number[] as [number, number, number];
        expect(h * h).toBeLessThanOrEqual(tv + 1e-12);
        expect(tv).toBeLessThanOrEqual(Math.SQRT2 * h + 1e-12);
        expect(l).toBeLessThanOrEqual(tv + 1e-12);
      }),
    );
  });

  it('gives a PSI that is never negative, finite, and unchanged when bins change places', () => {
    fc.assert(
      fc.property(counts, ([a, b]) => {
        const value = psi(a, b) as number;
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(Infinity);
        expect(psi([...a].reverse(), [...b].reverse())).toBeCloseTo(value, 10);
      }),
    );
  });

  it('gives null, never 0, where a side is empty', () => {
    for (const measure of [...BOUNDED, psi]) {
      expect(measure([0, 0], [1, 2])).toBeNull();
      expect(measure([1, 2], [0, 0])).toBeNull();
      expect(measure([], [])).toBeNull();
    }
  });
});

describe('chi-square', () => {
  it('does not change when rows or columns change places, nor with an empty column', () => {
    fc.assert(
      fc.property(counts, ([a, b]) => {
        const test = chiSquareHomogeneity(a, b);
        const variants = [
          chiSquareHomogeneity(b, a),
          chiSquareHomogeneity([...a].reverse(), [...b].reverse()),
          chiSquareHomogeneity([0, ...a], [0, ...b]),
        ];
        for (const variant of variants) {
          expect(variant.status).toBe(test.status);
          if (test.status === 'ok' && variant.status === 'ok') {
            expect(variant.df).toBe(test.df);
            expect(variant.statistic).toBeCloseTo(test.statistic, 6);
          }
        }
      }),
    );
  });

  it('is the square of the two-proportion test on a 2 x 2 table', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 9999 }),
        fc.nat({ max: 9999 }),
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 1, max: 9999 }),
        (a, b, c, d) => {
          const z = twoProportionTest({ successes: a, n: a + c }, { successes: b, n: b + d });
          const test = chiSquareHomogeneity([a, c], [b, d]);
          if (test.status === 'ok' && z) expect(Math.abs(test.statistic - z.z * z.z)).toBeLessThanOrEqual(1e-9 * (1 + test.statistic));
        },
      ),
    );
  });

  it('keeps the digits where cross products leave 2^53 behind', () => {
    // Equal shares of 10^13 rows: a product in doubles is off by more than one and gives a statistic above 0.
    const test = chiSquarePooled([3e12 + 3, 6e12 + 6], [1e12 + 1, 2e12 + 2]);
    expect(test).toMatchObject({ status: 'ok', statistic: 0, pValue: 1 });
  });
});

describe('samples', () => {
  it('give a KS distance that is symmetric, in [0, 1] and 0 against themselves, with p in [0, 1]', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const { statistic, pValue } = ksTwoSample(a, b);
        expect(ksDistance(b, a).statistic).toBe(statistic);
        expect(statistic).toBeGreaterThanOrEqual(0);
        expect(statistic).toBeLessThanOrEqual(1);
        expect(pValue).toBeGreaterThanOrEqual(0);
        expect(pValue).toBeLessThanOrEqual(1);
        expect(ksDistance(a, [...a].reverse()).statistic).toBe(0);
        expect(ksTwoSample(a, b, 'asymp').pValue).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('give a Wasserstein distance equal to a plain shift', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: -500, max: 500 }),
        (values, shift) => {
          expect(
            wassersteinDistance(
              values,
              values.map((x) => x + shift),
            ).distance,
          ).toBeCloseTo(Math.abs(shift), 9);
        },
      ),
    );
  });

  it('are not changed', () => {
    const values = Object.freeze([10, 9, 1]) as number[];
    ksDistance(values, values);
    wassersteinDistance(values, values);
    expect(values).toEqual([10, 9, 1]);
  });
});

describe('adjustment for many tests', () => {
  it('keeps the order of the p-values, never lowers one, and Yekutieli is never below Hochberg', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60 }), (p) => {
        const bh = adjustForManyTests(p);
        const by = adjustForManyTests(p, 'benjamini-yekutieli');
        p.forEach((value, i) => {
          expect(bh[i]).toBeGreaterThanOrEqual(value * (1 - 1e-15));
          expect(by[i]).toBeGreaterThanOrEqual(bh[i] ?? NaN);
          p.forEach((other, j) => {
            if (value < other) expect(bh[i]).toBeLessThanOrEqual(bh[j] ?? NaN);
          });
        });
      }),
    );
  });
});
