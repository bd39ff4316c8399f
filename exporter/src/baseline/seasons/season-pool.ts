import type { SeasonBucket } from '../../contract/index.js';
import type { SeasonsSection } from '../sections/seasons.js';
import { BUCKET_LEVELS, type BucketLevel } from './buckets.js';
import { localClock } from './local-clock.js';
import { LONGEST_COVER_MS, windowCover } from './window-cover.js';

/**
 * Reference rows that a window's buckets need, for each row that the window itself needs (drift.min_samples).
 * Why 4:     the noise of a score between two samples goes with 1/n + 1/N. With N = 4 n it is a quarter above that of a reference
 *            without end: 2000 rows for windows of 500. Of the smallest windows 0.01 % are then called drifted by chance in a feature
 *            of ten bins, and 0.40 % in one of 21 categories, the worst case (docs/measurements/season.md).
 * Too low:   the reference is as noisy as the window: 5 % in that worst case with N = n. Too high: hours of the week fall back to
 *            coarser buckets for ever, and the season is judged as drift again.
 * Change it: through drift.min_samples, whose companion it is.
 * Pinned by: season-pool.test.ts
 */
export const REFERENCE_ROWS_PER_SAMPLE = 4;

/**
 * Days that each bucket of a window must have been seen on.
 * Why 3:     with one or two Mondays, what was particular to one of them (an outage, a holiday, a campaign) is half of what is called
 *            normal, however many rows it brought. Rows of one hour depend on each other; days much less.
 * Too low:   a single odd day is taken for the season. Too high: months of data are needed before anything is compared with its like.
 * Change it: in code; three weeks of data meet it for hours of the week.
 * Pinned by: season-pool.test.ts
 */
export const MIN_SEASON_DAYS = 3;

/** What a window is compared with. */
export interface SeasonPool {
  /** Weight of each bucket, at most 1; null for the whole reference. */
  readonly weights: Float64Array | null;
  readonly bucket: SeasonBucket;
}

/** Rows and days of each bucket. */
export type Divided = Pick<SeasonsSection, 'season' | 'timezone' | 'rows' | 'days'>;

/**
 * The part of a reference that is like a window: the closest level of buckets at which the buckets that the window lies in were seen on
 * enough days and hold enough rows together.
 *
 * Formula: weight of a bucket = time that the window lies in it / days it was seen on, over the largest such weight. So a window within
 *          one bucket is compared with all rows of it, and one over several with them in the proportion in which the reference had them.
 * Shape:   window [startMs, endMs); `minSamples` valid values that the window needs.
 * Errors:  BASELINE_TIMEZONE.
 */
export function seasonPool(divided: Divided, startMs: number, endMs: number, minSamples: number): SeasonPool {
  if (endMs - startMs > LONGEST_COVER_MS) return wholePool(divided, 'the window is longer than a year');
  return poolOfCover(divided, windowCover(divided.season, localClock(divided.timezone), startMs, endMs), minSamples);
}

/** The same for a window of which is known how long it lies in each bucket (windowCover). */
export function poolOfCover(divided: Divided, cover: ReadonlyMap<number, number>, minSamples: number): SeasonPool {
  const { season, timezone } = divided;
  const needed = REFERENCE_ROWS_PER_SAMPLE * minSamples;
  let fallback: string | null = null;
  for (const level of BUCKET_LEVELS[season]) {
    const pooled = poolAt(level, divided, cover);
    const problem = problemOf(pooled, level, needed);
    if (problem === null) {
      const { weights, rows, bucket } = pooled;
      return { weights, bucket: { season, timezone, bucket, level: level.name, rows, fallback } };
    }
    fallback ??= problem;
  }
  return wholePool(divided, fallback ?? '');
}

function wholePool({ season, timezone, rows }: Divided, fallback: string): SeasonPool {
  const all = rows.reduce((sum, n) => sum + n, 0);
  return { weights: null, bucket: { season, timezone, bucket: 'all rows', level: 'all', rows: all, fallback } };
}

interface Pooled {
  readonly weights: Float64Array;
  readonly rows: number;
  readonly bucket: string;
  /** The bucket that was seen on the fewest days. */
  readonly rarest: { readonly group: number; readonly days: number };
}

function poolAt(level: BucketLevel, { rows, days }: Divided, cover: ReadonlyMap<number, number>): Pooled {
  const { groupOf, label } = level;
  const daysOf = groupDays(level, days);
  const groups = [...new Set([...cover.keys()].map(groupOf))];
  const weights = levelWeights(level, days, cover);
  const [rarest] = groups.map((group) => ({ group, days: daysOf.get(group) ?? 0 })).sort((a, b) => a.days - b.days);
  return {
    weights,
    rows: Math.round(rows.reduce((sum, n, bucket) => sum + n * (weights[bucket] as number), 0)),
    bucket: nameOf(groups.map(label)),
    rarest: rarest as Pooled['rarest'],
  };
}

/** The weight of each bucket at one level (formula: seasonPool), from the days that each was seen on. */
export function levelWeights(level: BucketLevel, days: readonly number[], cover: ReadonlyMap<number, number>): Float64Array {
  const { groupOf } = level;
  const daysOf = groupDays(level, days);
  const time = new Map<number, number>();
  for (const [bucket, ms] of cover) time.set(groupOf(bucket), (time.get(groupOf(bucket)) ?? 0) + ms);
  // An empty window (one row, by its own time) lies in one bucket for no time at all.
  const raw = new Map([...time].map(([group, ms]) => [group, Math.max(ms, 1) / (daysOf.get(group) || 1)]));
  const largest = Math.max(...raw.values());
  return Float64Array.from(days, (_, bucket) => (raw.get(groupOf(bucket)) ?? 0) / largest);
}

function groupDays({ groupOf }: BucketLevel, days: readonly number[]): Map<number, number> {
  const daysOf = new Map<number, number>();
  days.forEach((n, bucket) => daysOf.set(groupOf(bucket), (daysOf.get(groupOf(bucket)) ?? 0) + n));
  return daysOf;
}

function problemOf({ rows, bucket, rarest }: Pooled, { label }: BucketLevel, needed: number): string | null {
  if (rarest.days < MIN_SEASON_DAYS)
    return `the baseline saw ${label(rarest.group)} on ${rarest.days} ${rarest.days === 1 ? 'day' : 'days'} (${MIN_SEASON_DAYS} are needed)`;
  return rows < needed ? `${bucket} has ${rows} rows in the baseline (${needed} are needed)` : null;
}

function nameOf(labels: readonly string[]): string {
  const [first = '', ...others] = labels;
  const last = others.at(-1);
  if (last === undefined) return first;
  return others.length === 1 ? `${first} and ${last}` : `${first} to ${last} (${labels.length} buckets)`;
}
