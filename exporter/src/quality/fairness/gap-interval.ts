import type { Measure } from '../../contract/index.js';
import type { Interval } from '../intervals/interval.js';

/**
 * The largest difference between two groups, with its interval.
 *
 * Formula: with the best group b [lb, ub] and the worst w [lw, uw], d = b - w lies within d - sqrt((b - lb)^2 + (uw - w)^2) and
 *          d + sqrt((ub - b)^2 + (w - lw)^2); not below 0, because d is the larger minus the smaller.
 * Shape:   measures with intervals, each as wide as all pairs at once need (simultaneousZ): the largest of many differences is large by
 *          chance already. Null for fewer than two groups.
 * Source:  Zou and Donner 2008 (the method of variance estimates recovery); for two proportions it is Newcombe's hybrid score interval.
 */
export function gapInterval(groups: readonly Measure[]): Interval | null {
  const known = groups.flatMap(({ value, lower, upper }) =>
    value === null || lower === null || upper === null ? [] : [{ value, lower, upper }],
  );
  const sorted = known.sort((a, b) => a.value - b.value);
  const [worst, best] = [sorted[0], sorted.at(-1)];
  if (!worst || !best || sorted.length < 2) return null;
  const value = best.value - worst.value;
  const below = Math.hypot(best.value - best.lower, worst.upper - worst.value);
  const above = Math.hypot(best.upper - best.value, worst.value - worst.lower);
  return { value, lower: Math.max(0, value - below), upper: value + above };
}
