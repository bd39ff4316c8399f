import { expect, it } from 'vitest';
import { binomial, multinomialCounts } from '../../../tools/simulation/binomial.js';
import { sfc32 } from '../../../tools/simulation/seeded-random.js';
import { chiSquareUpperTail } from '../chi-square-upper-tail.js';

/** Chances of 0..n successes. */
function chances(n: number, p: number): number[] {
  let log = n * Math.log1p(-p);
  return Array.from({ length: n + 1 }, (_, x) => {
    const chance = Math.exp(log);
    log += Math.log((n - x) / (x + 1)) + Math.log(p / (1 - p));
    return chance;
  });
}

it.each([
  [40, 0.1],
  [300, 0.2],
  [1000, 0.05],
  [200, 0.9],
])('binomial draws follow their law: n %i, p %f', (n, p) => {
  const random = sfc32(7);
  const draws = 20_000;
  const found = new Array<number>(n + 1).fill(0);
  for (let i = 0; i < draws; i++) {
    const x = binomial(n, p, random);
    found[x] = (found[x] as number) + 1;
  }
  let [statistic, df] = [0, -1];
  chances(n, p).forEach((chance, x) => {
    if (chance * draws < 10) return;
    statistic += ((found[x] as number) - chance * draws) ** 2 / (chance * draws);
    df++;
  });
  expect(chiSquareUpperTail(statistic, df)).toBeGreaterThan(0.001);
});

it('multinomial counts add up, and leave impossible bins empty', () => {
  const counts = multinomialCounts(1000, [0.5, 0, 0.25, 0.25], sfc32(1));
  expect(counts.reduce((sum, n) => sum + n, 0)).toBe(1000);
  expect(counts[1]).toBe(0);
});

it('streams of one seed differ, and the same stream repeats', () => {
  const first = [0, 1, 2].map((stream) => sfc32(1, stream)());
  expect(new Set(first).size).toBe(3);
  expect(sfc32(1, 2)()).toBe(first[2]);
});
