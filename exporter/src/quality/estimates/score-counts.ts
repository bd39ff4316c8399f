import type { BinaryRows } from '../measures/binary-rows.js';
import { isotonicFit, type IsotonicFit } from '../performance/isotonic-regression.js';

/** Labelled rows by distinct score: how many there are, and how many of them are positive. */
export interface ScoreCounts {
  /** Ascending, distinct. */
  readonly scores: Float64Array;
  readonly rows: Float64Array;
  readonly positives: Float64Array;
}

/** Counts the rows with a label and a score; those of other scores of `like` are 0, so that counts of parts can be taken apart. */
export function scoreCounts({ scores, actual }: Pick<BinaryRows, 'scores' | 'actual'>, like?: Float64Array): ScoreCounts {
  const used = Int32Array.from(scores.keys()).filter((i) => Number.isFinite(scores[i]) && (actual[i] as number) >= 0);
  const distinct = like ?? distinctOf(Float64Array.from(used, (i) => scores[i] as number));
  const [rows, positives] = [new Float64Array(distinct.length), new Float64Array(distinct.length)];
  for (const i of used) {
    const at = positionOf(distinct, scores[i] as number);
    rows[at] = (rows[at] as number) + 1;
    if (actual[i] === 1) positives[at] = (positives[at] as number) + 1;
  }
  return { scores: distinct, rows, positives };
}

/**
 * The growing function from score to chance of the positive class that fits the rows best, without those of `without`.
 *
 * Returns: only the ends of its steps, which are all that is needed to read it; null where no row is left.
 */
export function calibrationOf(all: ScoreCounts, without: ScoreCounts | null = null): IsotonicFit | null {
  const rows = all.rows.map((n, i) => n - (without?.rows[i] ?? 0));
  const kept = Int32Array.from(rows.keys()).filter((i) => (rows[i] as number) > 0);
  if (kept.length === 0) return null;
  const at = (values: ArrayLike<number>): Float64Array => Float64Array.from(kept, (i) => values[i] as number);
  const share = all.positives.map((n, i) => (n - (without?.positives[i] ?? 0)) / (rows[i] as number));
  return stepEnds(isotonicFit(at(all.scores), at(share), at(rows)));
}

/** Points inside of a step say nothing: both neighbours have the same value. */
function stepEnds({ x, y }: IsotonicFit): IsotonicFit {
  const kept = Int32Array.from(x.keys()).filter((i) => i === 0 || i === x.length - 1 || y[i - 1] !== y[i] || y[i] !== y[i + 1]);
  return { x: Float64Array.from(kept, (i) => x[i] as number), y: Float64Array.from(kept, (i) => y[i] as number) };
}

function distinctOf(values: Float64Array): Float64Array {
  const sorted = values.sort();
  return sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
}

function positionOf(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
