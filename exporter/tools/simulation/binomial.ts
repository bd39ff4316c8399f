import type { Random } from './seeded-random.js';

/** Expected successes below which counting up is quicker. */
const FEW = 10;
const logFactorials = [0];

/**
 * Draws the number of successes in n trials, without drawing the trials.
 *
 * Counting up from 0 where few are expected, else Hörmann's transformed rejection with a squeeze (BTRS).
 * Shape:  n a whole number >= 0, 0 <= p <= 1.
 * Source: Hörmann 1993, "The generation of binomial random variates", J. Stat. Comput. Simul. 46.
 */
export function binomial(n: number, p: number, random: Random): number {
  if (p > 0.5) return n - binomial(n, 1 - p, random);
  if (n === 0 || p <= 0) return 0;
  return n * p < FEW ? countUp(n, p, random) : reject(n, p, random);
}

function countUp(n: number, p: number, random: Random): number {
  const odds = p / (1 - p);
  let chance = Math.exp(n * Math.log1p(-p));
  let left = random();
  let x = 0;
  while (left > chance && x < n) {
    left -= chance;
    chance *= (odds * (n - x)) / (x + 1);
    x++;
  }
  return x;
}

function reject(n: number, p: number, random: Random): number {
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const centre = n * p + 0.5;
  const squeeze = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const mode = Math.floor((n + 1) * p);
  const logOdds = Math.log(p / (1 - p));
  for (;;) {
    const u = random() - 0.5;
    const v = random();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + centre);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || k > n) continue;
    const height = Math.log((v * alpha) / (a / (us * us) + b));
    const ratio = logFactorial(mode) + logFactorial(n - mode) - logFactorial(k) - logFactorial(n - k) + (k - mode) * logOdds;
    if (height <= ratio) return k;
  }
}

function logFactorial(n: number): number {
  for (let i = logFactorials.length; i <= n; i++) logFactorials.push((logFactorials[i - 1] as number) + Math.log(i));
  return logFactorials[n] as number;
}

/**
 * Draws counts of n values over bins with given probabilities (multinomial), one binomial a bin.
 *
 * Quicker than Multinomial where the probabilities change from draw to draw, or n is large.
 */
export function multinomialCounts(n: number, probabilities: ArrayLike<number>, random: Random): number[] {
  const counts = new Array<number>(probabilities.length).fill(0);
  let [left, rest] = [n, 1];
  for (let i = 0; i < probabilities.length && left > 0; i++) {
    const p = probabilities[i] as number;
    const drawn = i === probabilities.length - 1 || p >= rest ? left : binomial(left, p / rest, random);
    counts[i] = drawn;
    left -= drawn;
    rest -= p;
  }
  return counts;
}
