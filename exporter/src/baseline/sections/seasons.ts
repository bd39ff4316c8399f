import { z } from 'zod';
import { SEASONS } from '../../contract/index.js';

const count = z.number().int().nonnegative();

/** One feature divided by bucket. */
const seasonalCounts = z.strictObject({
  /** For each bucket the counts of the judged bins; of categories, those of the artefact and then `other`. */
  counts: z.array(z.array(count)),
  missing: z.array(count),
  invalid: z.array(count),
});
export type SeasonalCounts = z.infer<typeof seasonalCounts>;

/** The reference divided by season (baseline/seasons/buckets.ts). Rows without a time are in no bucket. */
export const seasonsSectionSchema = z.strictObject({
  season: z.enum(SEASONS),
  timezone: z.string().min(1),
  /** Rows of each bucket. */
  rows: z.array(count),
  /** Dates that the reference holds rows of, among the dates that have the bucket: Mondays for `Mon 09:00`. */
  days: z.array(count),
  /** In the order of the features of the artefact. */
  features: z.array(seasonalCounts),
  prediction: seasonalCounts.nullable(),
});
export type SeasonsSection = z.infer<typeof seasonsSectionSchema>;
