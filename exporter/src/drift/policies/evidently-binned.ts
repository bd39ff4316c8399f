import { jensenShannonDistance } from '../jensen-shannon.js';
import { ksBinnedTest } from '../ks-binned-test.js';
import { MIN_SCALE } from '../wasserstein.js';
import { wassersteinBinned } from '../wasserstein-binned.js';
import type { BinnedColumn, BinnedJudgement } from './binned-column.js';
import { evidentlyCategoricalP } from './evidently-categorical-p.js';
import { DISTANCE_THRESHOLD, FEW_VALUES, LARGE_REFERENCE, P_THRESHOLD } from './evidently-rules.js';
import { shortNumber } from './short-number.js';

/**
 * The verdict of Evidently's default rules about one feature, as far as counts over fine bins can say it.
 *
 * Formula: as judgeLikeEvidently, with the test over bins in the place of the one over values. Distinct values are those of the
 *          reference: new ones of the window fall into its bins, or into `unseen`.
 * Returns: insufficient where a side is empty.
 * Source:  docs/drift-policies.md for how far it is from the exact one. Pinned by: policies/binned.test.ts
 */
export function judgeBinnedLikeEvidently(column: BinnedColumn): BinnedJudgement {
  const { scale } = column.policy;
  const isNumeric = column.type === 'numeric' && (scale?.distinct ?? Infinity) > FEW_VALUES;
  const [n, m] = [sum(column.reference), sum(column.current)];
  const threshold = n > LARGE_REFERENCE ? DISTANCE_THRESHOLD : P_THRESHOLD;
  const unknown = (reason: string): BinnedJudgement => {
    const method = n > LARGE_REFERENCE ? (isNumeric ? 'wasserstein' : 'jensen_shannon') : isNumeric ? 'ks' : 'p_value';
    return { p_value: null, effect: { method, value: null, threshold }, verdict: 'insufficient', reason };
  };
  if (n === 0 || m === 0) return unknown(`the ${n === 0 ? 'reference' : 'window'} holds no valid values`);
  if (n <= LARGE_REFERENCE) return bySignificance(column, isNumeric);
  if (isNumeric && scale === null) return unknown('the baseline knows no standard deviation of this feature');
  return byDistance(column, isNumeric ? scale : null);
}

function byDistance(column: BinnedColumn, scale: BinnedColumn['policy']['scale']): BinnedJudgement {
  const { reference, current } = column;
  const method = scale ? 'wasserstein' : 'jensen_shannon';
  // Neither side is empty.
  const value = scale
    ? scale.distinct === null
      ? (wassersteinBinned(reference, current, scale)?.normalised as number)
      : wassersteinOfValues(reference, current, scale)
    : (jensenShannonDistance(reference, current, 'e') as number);
  const isDrifted = value >= DISTANCE_THRESHOLD;
  const what = scale ? 'Wasserstein distance in standard deviations' : 'Jensen-Shannon distance (base e)';
  const reason = `${what} ${shortNumber(value)}, ${isDrifted ? 'at least' : 'below'} ${DISTANCE_THRESHOLD}`;
  return { p_value: null, effect: { method, value, threshold: DISTANCE_THRESHOLD }, verdict: isDrifted ? 'drifted' : 'stable', reason };
}

/** Where every value of the reference has a bin of its own: its mass lies at the value, which begins the bin, not at the middle. */
function wassersteinOfValues(
  reference: readonly number[],
  current: readonly number[],
  { edges, min, sd }: NonNullable<BinnedColumn['policy']['scale']>,
): number {
  const [n, m] = [sum(reference), sum(current)];
  let gap = 0;
  let distance = 0;
  edges.forEach((value, j) => {
    gap += (reference[j] as number) / n - (current[j] as number) / m;
    distance += Math.abs(gap) * (value - (j === 0 ? min : (edges[j - 1] as number)));
  });
  return distance / Math.max(sd, MIN_SCALE);
}

function bySignificance({ reference, current }: BinnedColumn, isNumeric: boolean): BinnedJudgement {
  const p = isNumeric ? (ksBinnedTest(reference, current)?.pValue as number) : categoricalP(reference, current);
  const isDrifted = isNumeric ? p <= P_THRESHOLD : p < P_THRESHOLD;
  const effect = { method: isNumeric ? 'ks' : 'p_value', value: p, threshold: P_THRESHOLD } as const;
  const what = isNumeric ? 'Kolmogorov-Smirnov test' : 'test of categories';
  const reason = `${what}: p ${shortNumber(p)}, limit ${P_THRESHOLD}`;
  return { p_value: p, effect, verdict: isDrifted ? 'drifted' : 'stable', reason };
}

/** Over the bins that one side at least holds: an empty one would be a degree of freedom. */
function categoricalP(reference: readonly number[], current: readonly number[]): number {
  const used = reference.map((count, i) => count + (current[i] as number) > 0);
  return evidentlyCategoricalP(
    reference.filter((_, i) => used[i]),
    current.filter((_, i) => used[i]),
  );
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
