import { countTotals } from './bin-counts.js';
import { ksTail } from './ks-two-sample.js';

/**
 * Size of the lattice (n m) up to which paths are counted exactly.
 * Why 250 000: below a millisecond; a reference of 1000 rows against a window of 10 000 takes 15 to 30, for each feature, on the thread
 *             that reads the logs.
 * Too low:    p of small samples is off by the asymptotic error (3 % at 1000 against 1000). Too high: reading waits when a window closes.
 * Change it:  not configurable.
 * Pinned by:  drift/policies/binned.test.ts
 */
const MAX_EXACT_LATTICE = 250_000;

/**
 * Kolmogorov-Smirnov test over bins.
 *
 * Formula: the largest gap of the cumulated shares at the edges of the bins, and the p-value that samples of these sizes have at it.
 * Shape:   two rows of counts over the same **ordered** bins.
 * Returns: null where a side is empty. The gap is a lower bound of the distance of the samples behind the counts, so p is an upper
 *          bound of theirs, up to the asymptotic error.
 * Errors:  DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT.
 * @example ksBinnedTest([5, 5, 0, 0], [0, 0, 3, 4])?.statistic // 1
 */
export function ksBinnedTest(reference: readonly number[], current: readonly number[]): { statistic: number; pValue: number } | null {
  const { reference: n, current: m } = countTotals('ksBinnedTest', reference, current);
  if (n === 0 || m === 0) return null;
  let gap = 0;
  let steps = 0;
  for (let i = 0; i < reference.length; i++) {
    gap += (reference[i] as number) * m - (current[i] as number) * n;
    steps = Math.max(steps, Math.abs(gap));
  }
  const statistic = steps / (n * m);
  const { pValue } = ksTail(n, m, { statistic, steps }, n * m <= MAX_EXACT_LATTICE ? 'exact' : 'asymp');
  return { statistic, pValue };
}
