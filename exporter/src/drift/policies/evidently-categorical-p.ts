import { chiSquareUpperTail } from '../chi-square-upper-tail.js';
import { twoProportionTest } from '../two-proportion-test.js';

/**
 * The p-value that Evidently 0.7 gives counts of categories.
 *
 * Formula: up to two categories the two-sided pooled z-test of the first one's share; else the chi-square test of fit to the shares of
 *          the reference, which it takes for exact, without pooling.
 * Shape:   counts of both sides over the categories that at least one of them holds; neither side is empty.
 */
export function evidentlyCategoricalP(reference: readonly number[], current: readonly number[]): number {
  const [n, m] = [sum(reference), sum(current)];
  if (reference.length <= 2) {
    const test = twoProportionTest({ successes: reference[0] ?? 0, n }, { successes: current[0] ?? 0, n: m });
    return test?.pValue ?? 1;
  }
  // A category that the reference has not is expected never: the statistic is infinite then, as in Evidently.
  const statistic = reference.reduce((total, count, i) => total + termOf((count * m) / n, current[i] as number), 0);
  return chiSquareUpperTail(statistic, reference.length - 1);
}

function termOf(expected: number, observed: number): number {
  return observed === expected ? 0 : (observed - expected) ** 2 / expected;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
