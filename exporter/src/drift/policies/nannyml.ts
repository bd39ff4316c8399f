import { countsBetween, equalWidthEdges } from '../equal-width-bins.js';
import { jensenShannonDistance } from '../jensen-shannon.js';
import { LARGEST_DISTANCE, nannymlThreshold } from './nannyml-threshold.js';
import { countsOf, sizeOf, type SampleColumn } from './sample-column.js';
import type { PolicyVerdict } from './policy-verdict.js';

/** Chunks that NannyML cuts data into by default. */
export const NANNYML_CHUNKS = 10;

/** What NannyML learns of a column from the reference as a whole and from its chunks. */
export interface NannymlColumn {
  readonly feature: string;
  /** Distance of a chunk to the reference, in [0, 1]; null for a chunk without values. */
  readonly distance: (chunk: SampleColumn) => number | null;
  /** A chunk above it alerts. */
  readonly threshold: number;
}

/**
 * The drift measure that NannyML 0.13 takes by default, fitted to a column of the reference.
 *
 * Formula: Jensen-Shannon distance to base 2. Numbers: over equal-width bins by Doane's rule, of the reference alone; categories: those of the reference.
 *          What falls outside of all of them is one bin more, empty in the reference. Threshold: mean + 3 standard deviations (divisor n) of the
 *          distances of the reference's own chunks; a chunk alerts above it.
 * Shape:   the reference as a whole, and cut into its chunks.
 * Source:  nannyml 0.13.1, drift/univariate/methods.py and thresholds.py. Pinned by: policies/nannyml.test.ts
 * Returns: a column without distances where the reference holds no value; its verdicts are insufficient.
 */
export function fitLikeNannyml(reference: SampleColumn, chunks: readonly SampleColumn[]): NannymlColumn {
  if (sizeOf(reference) === 0) return { feature: reference.feature, distance: () => null, threshold: LARGEST_DISTANCE };
  const distance = reference.type === 'numeric' ? numericDistance(reference.values) : categoricalDistance(reference.counts);
  const own = chunks.map(distance).filter((value) => value !== null);
  return { feature: reference.feature, distance, threshold: nannymlThreshold(own) };
}

export function judgeLikeNannyml({ feature, distance, threshold }: NannymlColumn, chunk: SampleColumn): PolicyVerdict {
  const value = distance(chunk);
  return {
    feature,
    type: chunk.type,
    n: sizeOf(chunk),
    p_value: null,
    effect: { method: 'jensen_shannon', value, threshold },
    verdict: value === null ? 'insufficient' : value > threshold ? 'drifted' : 'stable',
  };
}

function numericDistance(reference: Float64Array): NannymlColumn['distance'] {
  const edges = equalWidthEdges(reference, 'doane');
  const expected = countsBetween(reference, edges);
  return (chunk) => (chunk.type === 'numeric' ? distanceTo(expected, countsBetween(chunk.values, edges), chunk.values.length) : null);
}

function categoricalDistance(reference: ReadonlyMap<string, number>): NannymlColumn['distance'] {
  const names = [...reference.keys()].sort();
  const expected = names.map((name) => reference.get(name) ?? 0);
  return (chunk) => {
    const counts = countsOf(chunk);
    const found = names.map((name) => counts.get(name) ?? 0);
    return distanceTo(expected, found, sizeOf(chunk));
  };
}

/** @param size of the chunk: what its counts do not hold lies outside of the reference's bins */
function distanceTo(expected: readonly number[], found: readonly number[], size: number): number | null {
  const leftover = size - found.reduce((sum, count) => sum + count, 0);
  return leftover > 0 ? jensenShannonDistance([...expected, 0], [...found, leftover]) : jensenShannonDistance(expected, found);
}
