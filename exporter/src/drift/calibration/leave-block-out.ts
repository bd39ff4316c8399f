import { psi } from '../psi.js';
import type { CutFeature } from './reference-windows.js';

/** What a replay found of one feature: for each window its distance to the rest of the reference. */
export interface ReplayedFeature {
  readonly feature: string;
  /** PSI of the window against the other blocks; NaN where it is insufficient. */
  readonly effects: Float64Array;
  /** Growth of the missing rate against the other blocks, a difference of ratios; NaN where it is insufficient. */
  readonly growths: Float64Array;
}

/**
 * Holds every window of a feature against the reference without the block that the window lies in and the blocks beside it.
 *
 * Why blocks: neighbouring windows are alike, and a window that is compared with its neighbours looks closer than any window of
 *             tomorrow will be. The blocks beside it are left out too, because a window at the edge has its neighbours there.
 * Source:  Racine 2000, J. Econometrics 99 (hv-block cross-validation).
 * Shape:   blocks of `blockLength` windows in a row, the last one may be shorter; blockLength 1 leaves out the window alone.
 * Errors:  DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT.
 */
export function leaveBlockOut(feature: CutFeature, blockLength: number, minSamples: number): ReplayedFeature {
  const { counts, missing, invalid, bins } = feature;
  const windows = counts.length;
  const effects = new Float64Array(windows).fill(NaN);
  const growths = new Float64Array(windows).fill(NaN);
  const valid = Float64Array.from(counts, sumOf);
  const all = countsOf(feature, 0, windows);
  const rest = new Float64Array(bins.length);
  for (let from = 0; from < windows; from += blockLength) {
    const to = Math.min(windows, from + blockLength);
    const block = countsOf(feature, Math.max(0, from - blockLength), Math.min(windows, to + blockLength));
    for (let bin = 0; bin < rest.length; bin++) rest[bin] = (all.bins[bin] as number) - (block.bins[bin] as number);
    const restValid = sumOf(rest);
    const restMissing = all.missing - block.missing;
    const restSeen = restValid + restMissing + all.invalid - block.invalid;
    for (let w = from; w < to; w++) {
      const n = valid[w] as number;
      const absent = missing[w] as number;
      const seen = n + absent + (invalid[w] as number);
      if (n >= minSamples && restValid > 0) effects[w] = psi(rest, counts[w] as ArrayLike<number>) ?? NaN;
      if (seen >= minSamples && restSeen > 0) growths[w] = absent / seen - restMissing / restSeen;
    }
  }
  return { feature: feature.feature, effects, growths };
}

function countsOf({ bins: labels, counts, missing, invalid }: CutFeature, from: number, to: number) {
  const bins = new Float64Array(labels.length);
  const found = { bins, missing: 0, invalid: 0 };
  for (let w = from; w < to; w++) {
    const row = counts[w] as ArrayLike<number>;
    for (let bin = 0; bin < bins.length; bin++) bins[bin] = (bins[bin] as number) + (row[bin] as number);
    found.missing += missing[w] as number;
    found.invalid += invalid[w] as number;
  }
  return found;
}

function sumOf(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i] as number;
  return sum;
}
