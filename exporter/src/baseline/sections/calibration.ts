import { z } from 'zod';
import { SEASONS } from '../../contract/index.js';

const count = z.number().int().nonnegative();
const finite = z.number();

/** Alarms expected without drift, with one-sided bounds of 90 % to each side. */
const expectedAlarms = z.strictObject({
  per_week: finite.nonnegative(),
  lower: finite.nonnegative(),
  upper: finite.nonnegative(),
  /** counted: from alarms of the replay; extrapolated: from the tail of its effects, because too few reached the threshold. */
  how: z.enum(['counted', 'extrapolated']),
});

/** What the reference, replayed window by window against itself, says of the alarms it would raise without any drift. */
export const calibrationSectionSchema = z.strictObject({
  method: z.literal('leave_block_out'),
  /** Windows were held against the rows of this season (seasons/held-out-pools.ts); absent: against the whole reference. */
  season: z.enum(SEASONS).optional(),
  window_ms: count.min(1),
  windows: count.min(1),
  /** Windows left out together: as far as neighbours depend on each other. */
  block_windows: count.min(1),
  /** Rows without a time, which are in no window. */
  rows_without_time: count,
  /** Under which the replay was judged. */
  settings: z.strictObject({ min_samples: count, fdr: finite, missing_threshold: finite, consecutive: count.min(1) }),
  budget: z.strictObject({ max: finite.positive(), per_ms: count.min(1) }),
  /** Whether the upper bound of the expected alarms is within the budget. */
  is_budget_met: z.boolean(),
  /** With the fitted thresholds. */
  expected: expectedAlarms,
  /** Alarms of the replay itself with the fitted thresholds. */
  replayed_alarms: count,
  /** Fitted threshold of each feature and the prediction. */
  thresholds: z.record(z.string(), finite.positive()),
  /** With one threshold for all, ascending. */
  uniform: z.array(z.strictObject({ threshold: finite.positive(), expected: expectedAlarms })),
  /** The replay in pieces of equally many windows: the largest effect / fitted threshold in each; null where nothing was judged. */
  course: z.strictObject({ piece_windows: count.min(1), largest: z.array(finite.nonnegative().nullable()) }),
  /** Features by the alarming windows they had in the replay, most first; only those with any, at most 10. */
  alarming: z.array(z.strictObject({ feature: z.string(), windows: count })),
});
export type CalibrationSection = z.infer<typeof calibrationSectionSchema>;
