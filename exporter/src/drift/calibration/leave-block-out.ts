import { psi } from '../psi.js';
import type { CutFeature, SeasonPools } from './reference-windows.js';
import { RestOfReference } from './rest-of-reference.js';

/** What a replay found of one feature: for each window its distance to the rest of the reference. */
export interface ReplayedFeature {
  readonly feature: string;
  /** PSI of the window against the other blocks; NaN where it is insufficient. */
  readonly effects: Float64Array;
  /** Growth of the missing rate against the other blocks, a difference of ratios; NaN where it is insufficient. */
  readonly growths: Float64Array;
}

export interface LeaveBlockOutOptions {
  /** Windows of a block, in a row; the last block may be shorter. 1 leaves out a window and its two neighbours. */
  readonly blockLength: number;
  /** Values that a window needs for a verdict. */
  readonly minSamples: number;
  readonly pools?: SeasonPools | null | undefined;
}

/**
 * Holds every window of a feature against the rest of the reference (RestOfReference).
 *
 * Errors:  DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT.
 */
export function leaveBlockOut(feature: CutFeature, { blockLength, minSamples, pools = null }: LeaveBlockOutOptions): ReplayedFeature {
  const { counts, missing, invalid } = feature;
  const windows = counts.length;
  const effects = new Float64Array(windows).fill(NaN);
  const growths = new Float64Array(windows).fill(NaN);
  const rests = new RestOfReference(feature, blockLength, pools);
  for (let w = 0; w < windows; w++) {
    const current = counts[w] as ArrayLike<number>;
    const n = sumOf(current);
    const absent = missing[w] as number;
    const seen = n + absent + (invalid[w] as number);
    if (seen < minSamples) continue;
    const rest = rests.at(w);
    const restValid = sumOf(rest.counts);
    const restSeen = restValid + rest.missing + rest.invalid;
    if (n >= minSamples && restValid > 0) effects[w] = psi(rest.counts, current) ?? NaN;
    if (restSeen > 0) growths[w] = absent / seen - rest.missing / restSeen;
  }
  return { feature: feature.feature, effects, growths };
}

function sumOf(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i] as number;
  return sum;
}
