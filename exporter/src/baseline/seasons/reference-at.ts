import type { SeasonBucket } from '../../contract/index.js';
import type { Baseline, BaselineFeature } from '../artefact.js';
import { referenceTable, type ReferenceTable } from '../reference-table.js';
import type { SeasonalCounts } from '../sections/seasons.js';
import { seasonPool, type SeasonPool } from './season-pool.js';

export interface ReferenceAtOptions {
  /** Valid values that the window needs (drift.min_samples). */
  readonly minSamples: number;
  /** The same `top` that the layout of a feature was made with. */
  readonly top?: (feature: string) => number | null;
}

/** What a window is compared with, and which part of the reference that is. */
export interface ReferenceAt {
  /** Null where the baseline is not divided by season. */
  readonly bucket: SeasonBucket | null;
  readonly features: readonly ReferenceTable[];
  readonly prediction: ReferenceTable | null;
}

/**
 * The reference of a window [startMs, endMs): like compared with like where the baseline is divided by season, else the whole.
 *
 * Errors: BASELINE_TIMEZONE where this runtime does not know the zone of the baseline.
 */
export function referenceAt(baseline: Baseline, startMs: number, endMs: number, options: ReferenceAtOptions): ReferenceAt {
  const { seasons, features, prediction } = baseline;
  const pool = seasons ? seasonPool(seasons, startMs, endMs, options.minSamples) : null;
  const tableOf = (feature: BaselineFeature, counts: SeasonalCounts | null | undefined): ReferenceTable => {
    const top = options.top?.(feature.name) ?? null;
    return pool && counts ? pooledTable(feature, counts, pool, { top }) : referenceTable(feature, { top });
  };
  return {
    bucket: pool?.bucket ?? null,
    features: features.map((feature, i) => tableOf(feature, seasons?.features[i])),
    prediction: prediction && tableOf(prediction, seasons?.prediction),
  };
}

/**
 * The reference counts of one feature in the buckets of a pool.
 *
 * Formula: round(sum over buckets of weight x count); with weights of 1 nothing is rounded.
 */
export function pooledTable(
  feature: BaselineFeature,
  { counts, missing, invalid }: SeasonalCounts,
  { weights }: Pick<SeasonPool, 'weights'>,
  options: { readonly top?: number | null } = {},
): ReferenceTable {
  const whole = referenceTable(feature, options);
  if (weights === null) return whole;
  const reference = new Array<number>(whole.reference.length).fill(0);
  const last = reference.length - 1;
  // Categories that `top` cuts off join `other`, which is the last bin either way.
  weights.forEach((weight, bucket) => {
    if (weight > 0)
      counts[bucket]?.forEach((n, bin) => (reference[Math.min(bin, last)] = (reference[Math.min(bin, last)] ?? 0) + weight * n));
  });
  const pooled = (byBucket: readonly number[]): number => Math.round(byBucket.reduce((sum, n, b) => sum + n * (weights[b] as number), 0));
  return {
    ...whole,
    reference: reference.map((n) => Math.round(n)),
    referenceMissing: pooled(missing),
    referenceInvalid: pooled(invalid),
  };
}
