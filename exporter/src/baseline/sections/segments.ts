import { z } from 'zod';

const count = z.number().int().nonnegative();

/** One feature divided by segment; the shape is that of the seasons. */
const segmentCounts = z.strictObject({
  /** For each segment the counts of the judged bins; of categories, those of the artefact and then `other`. */
  counts: z.array(z.array(count)),
  missing: z.array(count),
  invalid: z.array(count),
});

/** The reference divided by the categories of one of its features, or by a column that is no feature. */
export const segmentsSectionSchema = z.strictObject({
  /** The feature, or the column, whose values are the segments. */
  by: z.string().min(1),
  /** Absent for a feature. A column belongs to what `map.segment` names in a log, whatever that is called there. */
  kind: z.literal('column').optional(),
  /** Its largest values, the largest first; behind them follows one segment more, of all other rows. */
  names: z.array(z.string()).min(1),
  /** Rows of each segment. */
  rows: z.array(count),
  /** In the order of the features of the artefact. */
  features: z.array(segmentCounts),
});
export type SegmentsSection = z.infer<typeof segmentsSectionSchema>;
