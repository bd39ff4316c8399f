import { z } from 'zod';

/** What the features contributed to the predictions on the reference. */
export const attributionsSectionSchema = z.strictObject({
  /** Rows of the reference. */
  rows: z.number().int().nonnegative(),
  /** Mean |attribution| by feature, over the rows that have one; a feature without any is left out. */
  means: z.record(z.string().min(1), z.number().nonnegative()),
});
export type AttributionReference = z.infer<typeof attributionsSectionSchema>;
