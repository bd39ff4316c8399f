import { z } from 'zod';

const count = z.number().int().nonnegative();
/** Counts of one feature by chunk: over its fine bins, or over its categories and then `other`. */
const counts = z.array(z.array(count)).min(1);

/**
 * The reference cut into chunks of equal size, each counted over the bins of the whole: how far the reference is from itself. The policy
 * `nannyml` learns its thresholds from it.
 */
export const chunksSectionSchema = z.strictObject({
  /** Rows of a chunk; the last one may be smaller. */
  rows: count.min(1),
  /** In the order of the features. */
  features: z.array(counts),
  prediction: counts.nullable(),
});
export type ReferenceChunks = z.infer<typeof chunksSectionSchema>;
