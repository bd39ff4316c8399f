import type { NumericFeature } from './artefact.js';
import { binEdges, countBelow } from './bin-edges.js';
import { momentsOf } from './moments.js';

/** Percentages of the quantiles kept for people; the bins do not depend on them. */
const QUANTILE_PERCENTS = [1, 5, 25, 50, 75, 95, 99] as const;

/**
 * The baseline of a numeric feature.
 *
 * Shape: `sorted` holds every finite value, ascending, without -0; `absent` counts the rows beside them: `missing` (null or no
 *   field) and `invalid` (NaN, infinite, or not a number).
 * Quantiles: the smallest value that at least p of the values do not exceed (numpy method `inverted_cdf`, SQL `quantile_disc`).
 */
export function numericFeature(name: string, sorted: Float64Array, absent: { missing: number; invalid: number }): NumericFeature {
  const { edges, judged, distinct } = binEdges(sorted);
  const n = sorted.length;
  const below = [0, ...edges.map((edge) => countBelow(sorted, edge)), n];
  return {
    name,
    type: 'numeric',
    edges: [...edges],
    judged: [...judged],
    counts: below.slice(1).map((count, i) => count - (below[i] as number)),
    ...absent,
    min: sorted[0] ?? null,
    max: sorted[n - 1] ?? null,
    ...momentsOf(sorted),
    quantiles: n > 0 ? quantilesOf(sorted) : {},
    distinct,
  };
}

function quantilesOf(sorted: Float64Array): Record<string, number> {
  const at = (percent: number): number => sorted[Math.ceil((sorted.length * percent) / 100) - 1] as number;
  return Object.fromEntries(QUANTILE_PERCENTS.map((percent) => [`p${String(percent).padStart(2, '0')}`, at(percent)]));
}
