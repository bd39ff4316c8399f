import { jensenShannonDistance } from '../jensen-shannon.js';
import { ksTwoSample } from '../ks-two-sample.js';
import { wassersteinDistance, wassersteinSorted } from '../wasserstein.js';
import { evidentlyCategoricalP } from './evidently-categorical-p.js';
import { DISTANCE_THRESHOLD, FEW_VALUES, LARGE_REFERENCE, P_THRESHOLD } from './evidently-rules.js';
import type { PolicyVerdict } from './policy-verdict.js';
import { countsOfBoth, distinctValues, sizeOf, type SampleColumn } from './sample-column.js';

/**
 * The verdict that Evidently 0.7 reaches by default about one column.
 *
 * Formula: up to 1000 reference values: two-sample KS for numbers of more than 5 distinct values (p <= 0.05), the two-sided pooled z
 *          test for at most 2 distinct values, else chi-square goodness of fit with the reference taken for exact (p < 0.05). Beyond: Wasserstein-1
 *          divided by the standard deviation of the reference, or Jensen-Shannon distance to base e (>= 0.1).
 *          Distinct values are those of both columns.
 * Shape:   two columns of one type, each with at least one value.
 * Returns: insufficient where a column is empty; Evidently raises there.
 * Source:  evidently 0.7.23, calculations/stattests/registry.py and the tests that it names. Pinned by: policies/evidently.test.ts
 */
export function judgeLikeEvidently(reference: SampleColumn, current: SampleColumn): PolicyVerdict {
  const common = { feature: current.feature, type: current.type, n: sizeOf(current) } as const;
  const [referenceSize, distinct] = [sizeOf(reference), distinctValues([reference, current], FEW_VALUES)];
  const isNumeric = reference.type === 'numeric' && current.type === 'numeric' && distinct > FEW_VALUES;
  if (referenceSize === 0 || common.n === 0) {
    const method = isNumeric ? 'ks' : 'p_value';
    return { ...common, p_value: null, effect: { method, value: null, threshold: P_THRESHOLD }, verdict: 'insufficient' };
  }
  if (referenceSize > LARGE_REFERENCE) {
    const method = isNumeric ? 'wasserstein' : 'jensen_shannon';
    const value = isNumeric ? wassersteinOf(reference, current) : jensenShannonOf(reference, current);
    const effect = { method, value, threshold: DISTANCE_THRESHOLD } as const;
    return { ...common, p_value: null, effect, verdict: value >= DISTANCE_THRESHOLD ? 'drifted' : 'stable' };
  }
  const p = isNumeric ? ksTwoSample(reference.values, current.values).pValue : categoricalPOf(reference, current);
  const isDrifted = isNumeric ? p <= P_THRESHOLD : p < P_THRESHOLD;
  const effect = { method: isNumeric ? 'ks' : 'p_value', value: p, threshold: P_THRESHOLD } as const;
  return { ...common, p_value: p, effect, verdict: isDrifted ? 'drifted' : 'stable' };
}

type NumericSample = Extract<SampleColumn, { type: 'numeric' }>;

function wassersteinOf(reference: NumericSample, current: NumericSample): number {
  const measure = reference.isSorted && current.isSorted ? wassersteinSorted : wassersteinDistance;
  return measure(reference.values, current.values).normalised;
}

function jensenShannonOf(reference: SampleColumn, current: SampleColumn): number {
  const counts = countsOfBoth(reference, current);
  // Neither side is empty.
  return jensenShannonDistance(counts.a, counts.b, 'e') as number;
}

function categoricalPOf(reference: SampleColumn, current: SampleColumn): number {
  const counts = countsOfBoth(reference, current);
  return evidentlyCategoricalP(counts.a, counts.b);
}
