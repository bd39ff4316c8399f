import { z } from 'zod';

const count = z.number().int().nonnegative();

/** One feature divided by segment; the shape is that of the seasons. */
const segmentCounts = z.strictObject({
  /** For each segment the counts of the judged bins; of categories, those of the artefact and then `other`. */
  counts: z.array(z.array(count)),
  missing: z.array(count),
  invalid: z.array(count),
});

/** The reference divided by the categories of one of its features. */
export const segmentsSectionSchema = z.strictObject({
  /** The feature whose categories are the segments. */
  by: z.string().min(1),
  /** Its largest categories, in their order; behind them follows one segment more, of all other rows. */
  names: z.array(z.string()).min(1),
  /** Rows of each segment. */
  rows: z.array(count),
  /** In the order of the features of the artefact. */
  features: z.array(segmentCounts),
});
export type SegmentsSection = z.infer<typeof segmentsSectionSchema>;
