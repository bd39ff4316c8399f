import { jensenShannonDistance } from '../jensen-shannon.js';
import type { BinnedColumn, BinnedJudgement } from './binned-column.js';
import { LARGEST_DISTANCE, nannymlThreshold } from './nannyml-threshold.js';
import { shortNumber } from './short-number.js';

/**
 * The verdict of NannyML's default rules about one feature, over fine bins in the place of its own (equal width, Doane's rule).
 *
 * Formula: Jensen-Shannon distance (base 2) of the window to the reference; drifted above mean + 3 standard deviations of the distances
 *          of the reference's own chunks, which are taken over the same bins.
 * Returns: insufficient where a side is empty, or the baseline holds no chunks.
 * Source:  docs/drift-policies.md for how far it is from the exact one. Pinned by: policies/binned.test.ts
 */
export function judgeBinnedLikeNannyml({ reference, current, policy: { chunk_distances: own } }: BinnedColumn): BinnedJudgement {
  const value = jensenShannonDistance(reference, current);
  const isLearned = own !== null && own.length > 0;
  const threshold = isLearned ? nannymlThreshold(own) : LARGEST_DISTANCE;
  const effect = { method: 'jensen_shannon', value, threshold } as const;
  if (!isLearned || value === null) {
    const why = isLearned
      ? 'the window holds no valid values'
      : 'the baseline holds no chunks of its reference, which the threshold is learned from: build it with --chunks';
    return { p_value: null, effect: { ...effect, value: null }, verdict: 'insufficient', reason: why };
  }
  const isDrifted = value > threshold;
  const reason = `Jensen-Shannon distance ${shortNumber(value)}, ${isDrifted ? 'above' : 'not above'} ${shortNumber(threshold)}, mean + 3 sd of ${own.length} chunks of the reference`;
  return { p_value: null, effect, verdict: isDrifted ? 'drifted' : 'stable', reason };
}

/**
 * Distances of the reference's chunks to the whole of it, as evidence of the threshold.
 *
 * Shape: counts over the same bins; chunks without a value have no distance and are left out.
 */
export function chunkDistances(reference: readonly number[], chunks: readonly (readonly number[])[]): number[] {
  return chunks.map((chunk) => jensenShannonDistance(reference, chunk)).filter((distance) => distance !== null);
}
