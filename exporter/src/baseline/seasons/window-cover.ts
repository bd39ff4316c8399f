import type { Season } from '../../contract/index.js';
import { bucketAt, toNextHour } from './buckets.js';
import type { LocalClock } from './local-clock.js';

/** Beyond a leap year every season has come round: such a window is compared with the whole reference. */
export const LONGEST_COVER_MS = 366 * 86_400_000;

/**
 * How long a window lies in each bucket: milliseconds by bucket, in the order in which it enters them.
 *
 * Shape: [startMs, endMs), at most LONGEST_COVER_MS long; an empty window lies in the bucket of its start, for 0 ms.
 * Time is walked in local hours, so a day on which clocks change has 23 or 25 of them.
 */
export function windowCover(season: Season, clock: LocalClock, startMs: number, endMs: number): Map<number, number> {
  const cover = new Map<number, number>();
  let at = startMs;
  do {
    const local = clock(at);
    const next = Math.min(endMs, at + toNextHour(local));
    const bucket = bucketAt(season, local);
    cover.set(bucket, (cover.get(bucket) ?? 0) + Math.max(0, next - at));
    at = next;
  } while (at < endMs);
  return cover;
}
