import type { Season } from '../../contract/index.js';
import { BUCKET_COUNTS, BUCKET_LEVELS, dateKind, type BucketLevel } from './buckets.js';
import { localClock } from './local-clock.js';
import { levelWeights, poolOfCover, type Divided } from './season-pool.js';
import { windowCover } from './window-cover.js';

/** A window of a reference, and the parts of it between the lines of the grid (bucketGrid) that hold rows: each lies in one bucket. */
export interface DividedWindow {
  readonly startMs: number;
  readonly endMs: number;
  readonly cells: readonly { readonly bucket: number; /** dateOf its local time. */ readonly date: number }[];
}

/** What a bucket counts for; buckets that count for nothing are left out. */
export interface WeightedBucket {
  readonly bucket: number;
  readonly weight: number;
}

interface Judged {
  /** How long the window lies in which bucket. */
  readonly cover: ReadonlyMap<number, number>;
  /** Null for the whole reference. */
  readonly level: BucketLevel | null;
}

/** The windows that hold rows of one date. */
interface SeenDate {
  readonly kind: number;
  readonly first: number;
  last: number;
}

/**
 * With which part of a divided reference a window of that reference is compared when it, and its neighbours, are left out.
 *
 * The level of buckets is the one that the whole reference gives to such a window in production (seasonPool): days that are only left out for the
 * replay must not widen it. The weights are those of the days that are left.
 */
export class HeldOutPools {
  readonly #season: Season;
  readonly #judged: readonly Judged[];
  readonly #dates: readonly SeenDate[];
  /** By window. Every feature asks for the same. */
  readonly #known: { from: number; to: number; pool: WeightedBucket[] }[] = [];

  /**
   * @param windows in order of time
   * @param minSamples valid values that a window needs (drift.min_samples)
   * Errors: BASELINE_TIMEZONE
   */
  constructor(divided: Divided, windows: readonly DividedWindow[], minSamples: number) {
    const { season, timezone } = divided;
    const clock = localClock(timezone);
    this.#season = season;
    this.#judged = windows.map(({ startMs, endMs }) => {
      const cover = windowCover(season, clock, startMs, endMs);
      const { level } = poolOfCover(divided, cover, minSamples).bucket;
      return { cover, level: BUCKET_LEVELS[season].find(({ name }) => name === level) ?? null };
    });
    this.#dates = seenDates(divided, windows);
  }

  /** Weights of the buckets that window `w` is compared with when windows [from, to) are left out. */
  pool(w: number, from: number, to: number): readonly WeightedBucket[] {
    const known = this.#known[w];
    if (known && known.from === from && known.to === to) return known.pool;
    const { cover, level } = this.#judged[w] as Judged;
    const days = this.#daysWithout(from, to);
    const weights = level ? levelWeights(level, days, cover) : days.map(() => 1);
    const pool = Array.from(weights, (weight, bucket) => ({ bucket, weight })).filter(({ weight }) => weight > 0);
    this.#known[w] = { from, to, pool };
    return pool;
  }

  /** For each bucket the dates with rows of its kind that are not left out as a whole. */
  #daysWithout(from: number, to: number): number[] {
    const days = new Map<number, number>();
    for (const { kind, first, last } of this.#dates) if (first < from || last >= to) days.set(kind, (days.get(kind) ?? 0) + 1);
    return Array.from({ length: BUCKET_COUNTS[this.#season] }, (_, bucket) => days.get(dateKind(this.#season, bucket)) ?? 0);
  }
}

function seenDates({ season }: Divided, windows: readonly DividedWindow[]): SeenDate[] {
  const seen = new Map<number, SeenDate>();
  windows.forEach(({ cells }, w) => {
    for (const { bucket, date } of cells) {
      const known = seen.get(date);
      if (known) known.last = w;
      else seen.set(date, { kind: dateKind(season, bucket), first: w, last: w });
    }
  });
  return [...seen.values()];
}
