import type { Season, SeasonLevel } from '../../contract/index.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY_TYPES = ['Mon-Fri', 'Sat-Sun'];
const SATURDAY = 5;

/** Buckets of a season, grouped more or less closely. */
export interface BucketLevel {
  readonly name: SeasonLevel;
  readonly groupOf: (bucket: number) => number;
  readonly label: (group: number) => string;
}

/** Number of buckets of each season. Hours of the week count from Monday 00:00, days from Monday, months from January. */
export const BUCKET_COUNTS: Readonly<Record<Season, number>> = { hour_of_week: 168, hour_of_day: 24, day_of_week: 7, month: 12 };

/** The bucket of a local time (see LocalClock). */
export function bucketAt(season: Season, localMs: number): number {
  const local = new Date(localMs);
  if (season === 'month') return local.getUTCMonth();
  if (season === 'hour_of_day') return local.getUTCHours();
  const weekday = (local.getUTCDay() + 6) % 7;
  return season === 'day_of_week' ? weekday : weekday * 24 + local.getUTCHours();
}

const same = (bucket: number): number => bucket;
const dayType = (weekday: number): number => (weekday >= SATURDAY ? 1 : 0);
const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

/**
 * What a bucket with too few rows falls back to, closest first; behind the last level stands the whole reference.
 *
 * An hour of the week falls back to its hour on days of its type, then on all days: most traffic follows the clock first and the
 * working week second, so Tuesday 09:00 is told best by the other mornings from Monday to Friday. A day of the week falls back to the
 * days of its type. A month has no next of kin: which months are alike depends on what is measured and where.
 */
export const BUCKET_LEVELS: Readonly<Record<Season, readonly BucketLevel[]>> = {
  hour_of_week: [
    { name: 'hour_of_week', groupOf: same, label: (bucket) => `${WEEKDAYS[Math.floor(bucket / 24)]} ${clock(bucket % 24)}` },
    {
      name: 'hour_of_day_type',
      groupOf: (bucket) => dayType(Math.floor(bucket / 24)) * 24 + (bucket % 24),
      label: (group) => `${DAY_TYPES[Math.floor(group / 24)]} ${clock(group % 24)}`,
    },
    { name: 'hour_of_day', groupOf: (bucket) => bucket % 24, label: clock },
  ],
  hour_of_day: [{ name: 'hour_of_day', groupOf: same, label: clock }],
  day_of_week: [
    { name: 'day_of_week', groupOf: same, label: (bucket) => WEEKDAYS[bucket] as string },
    { name: 'day_type', groupOf: dayType, label: (group) => DAY_TYPES[group] as string },
  ],
  month: [{ name: 'month', groupOf: same, label: (bucket) => MONTHS[bucket] as string }],
};

/** Dates that have a bucket, as one number a kind of date: weekdays, months, or all dates alike. */
export function dateKind(season: Season, bucket: number): number {
  if (season === 'hour_of_day') return 0;
  return season === 'hour_of_week' ? Math.floor(bucket / 24) : bucket;
}

/** The date of a local time, as a number of days. */
export function dateOf(localMs: number): number {
  return Math.floor(localMs / DAY_MS);
}

/** Where the hour of a local time ends, in milliseconds from that time on. */
export function toNextHour(localMs: number): number {
  return HOUR_MS - (((localMs % HOUR_MS) + HOUR_MS) % HOUR_MS);
}
