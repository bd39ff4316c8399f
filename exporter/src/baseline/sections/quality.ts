import { z } from 'zod';
import { QUALITY_TASKS, measureSchema } from '../../contract/index.js';

const count = z.number().int().nonnegative();
const finite = z.number();

/** What is needed to estimate quality without labels, and how far such estimates were from the truth on the reference itself. */
export const qualityEstimateSchema = z.strictObject({
  /** Points of the growing function from score to probability; null where the scores are used as they are. */
  calibration: z
    .strictObject({ x: z.array(finite).min(1), y: z.array(finite.min(0).max(1)).min(1) })
    .refine(({ x, y }) => x.length === y.length, 'needs one y for each x')
    .refine(({ x }) => x.every((at, i) => i === 0 || at > (x[i - 1] as number)), 'needs x in ascending order, each once')
    .refine(({ y }) => y.every((at, i) => i === 0 || at >= (y[i - 1] as number)), 'needs y that never falls')
    .nullable(),
  /** Rows of a chunk of the reference, the last one left out. */
  chunk_rows: count,
  metrics: z.array(
    z.strictObject({
      metric: z.string(),
      /** Mean - and + 3 standard deviations of the realised value over the chunks, within the range of the metric. */
      lower_threshold: finite.nullable(),
      upper_threshold: finite.nullable(),
      /** Chunks where estimate and realised value are both defined, and those of them whose interval held the realised value. */
      chunks: count,
      covered: count,
    }),
  ),
});

/** What the model was worth on the reference. */
export const qualitySectionSchema = z.strictObject({
  task: z.enum(QUALITY_TASKS),
  positive: z.string().nullable(),
  /** Rows with a label. */
  rows: count,
  measures: z.array(measureSchema),
  /** Null for tasks that nothing can be said of without labels, and without scores. */
  estimate: qualityEstimateSchema.nullable(),
});
export type QualityReference = z.infer<typeof qualitySectionSchema>;
export type QualityEstimate = z.infer<typeof qualityEstimateSchema>;
