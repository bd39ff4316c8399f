import type { Season } from '../../contract/index.js';
import { fineBinCount, judgedCounts, type FeatureLayout } from '../../profile/index.js';
import type { BaselineFeature } from '../artefact.js';
import { baselineError } from '../errors.js';
import { layoutOf } from '../feature-layout.js';
import { BUCKET_COUNTS, dateKind } from '../seasons/buckets.js';
import { localClock } from '../seasons/local-clock.js';
import type { SeasonalCounts, SeasonsSection } from '../sections/seasons.js';
import { profileColumns, type ColumnProfile } from './column-profile.js';
import type { DataTable } from './data-table.js';

/** By what a reference is divided, and how its columns are found. */
export interface SeasonOptions {
  readonly season?: Season | undefined;
  /** IANA name; default: UTC. */
  readonly timezone?: string | undefined;
  readonly time?: string | undefined;
  readonly featuresAt?: string | undefined;
  readonly onColumn?: (name: string, done: number, total: number) => void;
}

/**
 * Counts a reference once more, over the bins that were made of it, for each bucket of its season.
 *
 * Errors: BASELINE_SEASON_TIME, BASELINE_TIMEZONE, and those of profileColumns.
 */
export async function seasonCounts(
  table: DataTable,
  features: readonly BaselineFeature[],
  prediction: BaselineFeature | null,
  options: SeasonOptions & { readonly season: Season },
): Promise<SeasonsSection> {
  const { season, timezone = 'UTC', time, featuresAt, onColumn } = options;
  const total = features.length + (prediction ? 1 : 0);
  const count = async (counted: readonly BaselineFeature[], before: number, at: string | undefined): Promise<Divided> => {
    const layouts = counted.map((feature) => layoutOf(feature, { isPrivate: false }).layout);
    const profile = await profileColumns(table, layouts, {
      time,
      featuresAt: at,
      chunk: { kind: 'season', season, timezone },
      onProgress: ({ name, done }) => onColumn?.(name, before + done, total),
    });
    return { profile, features: layouts.map((layout, i) => countsOf(layout, i, profile, BUCKET_COUNTS[season])) };
  };
  const divided = await count(features, 0, featuresAt);
  // By itself: a feature of the object `featuresAt` may have the name of the prediction.
  const answer = prediction ? await count([prediction], features.length, undefined) : null;
  const { chunks, dates } = divided.profile;
  const perBucket = (of: (bucket: number) => number): number[] => Array.from({ length: BUCKET_COUNTS[season] }, (_, bucket) => of(bucket));
  const rows = new Map(chunks.map((chunk) => [chunk.key, chunk.rows]));
  return {
    season,
    timezone,
    rows: perBucket((bucket) => rows.get(bucket) ?? 0),
    days: perBucket((bucket) => dates.get(dateKind(season, bucket)) ?? 0),
    features: divided.features,
    prediction: answer?.features[0] ?? null,
  };
}

/** Before anything is read: a build of an hour must not end with a wrong name. */
export function checkSeason({ season, timezone, time }: SeasonOptions): void {
  if (timezone !== undefined) localClock(timezone);
  if (season !== undefined && time === undefined) throw baselineError('BASELINE_SEASON_TIME', { season });
}

interface Divided {
  readonly profile: ColumnProfile;
  readonly features: SeasonalCounts[];
}

function countsOf(layout: FeatureLayout, at: number, { chunks }: ColumnProfile, buckets: number): SeasonalCounts {
  const bins = fineBinCount(layout);
  const slots = new Map(chunks.map(({ key, counts }) => [key, counts[at] as Float64Array]));
  const each = Array.from({ length: buckets }, (_, bucket) => slots.get(bucket) ?? new Float64Array(bins + 2));
  return {
    counts: each.map((counts) => judgedCounts(layout, counts)),
    missing: each.map((counts) => counts[bins] as number),
    invalid: each.map((counts) => counts[bins + 1] as number),
  };
}
