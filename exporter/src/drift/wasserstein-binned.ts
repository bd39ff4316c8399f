import { weightTotals } from './bin-weights.js';
import { driftError } from './errors.js';
import { MIN_SCALE } from './wasserstein.js';

/** What a numeric feature's baseline knows of its scale. */
export interface BinScale {
  /** Ascending inner edges: one fewer than bins. */
  readonly edges: ArrayLike<number>;
  /** Smallest and largest value of the reference: they close the open outer bins. */
  readonly min: number;
  readonly max: number;
  /** Standard deviation of the reference. */
  readonly sd: number;
}

/**
 * Wasserstein-1 distance over bins, in the unit of the values and divided by the reference's standard deviation.
 *
 * Formula: sum |P_j - Q_j| (mid_{j+1} - mid_j) over the cumulated shares; all mass of a bin sits at its midpoint.
 * Shape:   two rows of counts over the same ordered bins, edges.length + 1 of them.
 * Returns: null where a side is empty. An approximation: values beyond the reference's range count as its outermost bin.
 * Errors:  DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT, DRIFT_OUT_OF_RANGE (number of edges).
 * Source:  equals scipy 1.17.1 stats.wasserstein_distance(mid, mid, reference, current).
 * @example wassersteinBinned([0, 10, 0, 0], [0, 0, 5, 0], { edges: [1, 2, 3], min: 0, max: 4, sd: 0.5 })?.normalised // 2
 */
export function wassersteinBinned(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  scale: BinScale,
): { distance: number; normalised: number } | null {
  const totals = weightTotals('wassersteinBinned', reference, current);
  if (scale.edges.length !== reference.length - 1) {
    const required = `to be one fewer than the ${reference.length} bins`;
    throw driftError('DRIFT_OUT_OF_RANGE', { call: 'wassersteinBinned', name: 'number of edges', required, found: scale.edges.length });
  }
  if (totals.reference === 0 || totals.current === 0) return null;
  const bounds = [scale.min, ...Array.from(scale.edges), scale.max];
  let difference = 0;
  let distance = 0;
  for (let j = 0; j + 1 < reference.length; j++) {
    difference += (reference[j] ?? 0) / totals.reference - (current[j] ?? 0) / totals.current;
    const step = ((bounds[j + 2] ?? 0) - (bounds[j] ?? 0)) / 2;
    distance += Math.abs(difference) * step;
  }
  return { distance, normalised: distance / Math.max(scale.sd, MIN_SCALE) };
}
