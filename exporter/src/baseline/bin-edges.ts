import { nextUp } from './next-double.js';

/**
 * Bins that are judged: deciles of the reference.
 * Why 10:    the usual number for PSI, whose rule-of-thumb thresholds (0.1, 0.25) were found with ten bins.
 * Too low:   shifts inside a bin are invisible. Too high: PSI of two samples without drift grows with (bins - 1) / n.
 * Pinned by: bin-edges.test.ts
 */
export const JUDGED_BINS = 10;

/**
 * Fine bins within each judged bin, for scores that need a finer view (Wasserstein, KS, charts).
 * Why 6:     60 fine bins, the largest multiple of 10 under 64. A binned KS then misses at most 1/60 of D.
 * Too high:  memory and artefact grow (8 bytes a bin, window and model).
 */
export const FINE_PER_JUDGED = 6;

/**
 * Up to this many distinct values every value has a judged bin of its own.
 * Why 20:    counts, ratings, flags and classes stay exact; it covers hours, weekdays, months and ten-point scales. evidently
 *            draws the same line for its bins (one per value up to 20 distinct values).
 * Too low:   two neighbouring values of a small scale share a bin. Too high: many small bins make PSI noisy.
 * Pinned by: bin-edges.test.ts
 */
export const DISTINCT_LIMIT = 20;

/** Fine edges, the grouping of fine bins into judged ones, and the distinct values where they are few. */
export interface BinEdges {
  /** Ascending, no duplicates; the bin of x is the number of edges <= x. */
  readonly edges: readonly number[];
  /** First fine bin of each judged bin. */
  readonly judged: readonly number[];
  /** Number of distinct values; null above DISTINCT_LIMIT. */
  readonly distinct: number | null;
}

/**
 * Bin edges of a numeric feature from all its reference values.
 *
 * Many values: edges at the exact deciles (judged) and sixtieths (fine); the edge at k/K is the value of rank floor(n k / K),
 *   so without ties exactly n k / K values lie below it. Equal edges are merged. Where one value fills a whole tenth (many
 *   zeros), the next larger value becomes an edge too, so that this value is alone in its bin. An edge at the minimum would
 *   make an empty bin and is left out.
 * Few values (<= DISTINCT_LIMIT): one judged bin per value.
 * One value: three judged bins (below, the value, above), so that a constant which changes is seen.
 *
 * Shape: `sorted` ascending, finite, without -0; may be empty (one bin).
 */
export function binEdges(sorted: Float64Array): BinEdges {
  const values = firstDistinct(sorted, DISTINCT_LIMIT + 1);
  if (values.length > DISTINCT_LIMIT) return quantileEdges(sorted);
  const edges = values.length === 1 ? aroundConstant(values[0] as number) : values.slice(1);
  return { edges, judged: [0, ...edges.map((_, i) => i + 1)], distinct: values.length };
}

/** Number of sorted values below x. */
export function countBelow(sorted: Float64Array, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

function quantileEdges(sorted: Float64Array): BinEdges {
  const n = sorted.length;
  const min = sorted[0] as number;
  const atRank = (k: number, of: number): number => sorted[Math.floor((n * k) / of)] as number;
  const judgedEdges = new Set<number>();
  for (let k = 1; k < JUDGED_BINS; k++) {
    const edge = atRank(k, JUDGED_BINS);
    if (edge > min) judgedEdges.add(edge);
    const above = edge === atRank(k - 1, JUDGED_BINS) ? sorted[countBelow(sorted, nextUp(edge))] : undefined;
    if (above !== undefined) judgedEdges.add(above);
  }
  const all = new Set(judgedEdges);
  const fine = JUDGED_BINS * FINE_PER_JUDGED;
  for (let k = 1; k < fine; k++) {
    const edge = atRank(k, fine);
    if (edge > min) all.add(edge);
  }
  const edges = ascending(all);
  return { edges, judged: [0, ...ascending(judgedEdges).map((edge) => edges.indexOf(edge) + 1)], distinct: null };
}

function ascending(values: Iterable<number>): number[] {
  return [...values].sort((a, b) => a - b);
}

/** The first distinct values, at most `limit` of them. */
function firstDistinct(sorted: Float64Array, limit: number): number[] {
  const found: number[] = [];
  for (let at = 0; at < sorted.length && found.length < limit;) {
    const value = sorted[at] as number;
    found.push(value);
    at = countBelow(sorted, nextUp(value));
  }
  return found;
}

function aroundConstant(value: number): number[] {
  return [value, nextUp(value)].filter(Number.isFinite);
}
