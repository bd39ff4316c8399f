import { z } from 'zod';

/** By what a baseline may be divided: rows of the same bucket are compared with each other. */
export const SEASONS = ['hour_of_week', 'hour_of_day', 'day_of_week', 'month'] as const;
export type Season = (typeof SEASONS)[number];

/** How closely like is compared with like; `hour_of_day_type` and `day_type` tell Monday to Friday from Saturday and Sunday. */
export const SEASON_LEVELS = [...SEASONS, 'hour_of_day_type', 'day_type', 'all'] as const;
export type SeasonLevel = (typeof SEASON_LEVELS)[number];

/** What a window was compared with, where its baseline is divided by season. */
export const seasonBucketSchema = z.strictObject({
  season: z.enum(SEASONS),
  /** The zone that hours and days are those of. */
  timezone: z.string(),
  /** For people, in that zone: `Mon 09:00`, `Mon-Fri 09:00`, `all rows`. */
  bucket: z.string(),
  level: z.enum(SEASON_LEVELS),
  /** Reference rows it was compared with. */
  rows: z.number().int(),
  /** Why no closer bucket was taken; null where the closest one was. */
  fallback: z.string().nullable(),
});
export type SeasonBucket = z.infer<typeof seasonBucketSchema>;
