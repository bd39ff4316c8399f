import { z } from 'zod';
import { QUALITY_TASKS, measureSchema } from '../../contract/index.js';

const count = z.number().int().nonnegative();
const finite = z.number();

/** What is needed to estimate quality without labels, and how far such estimates were from the truth on the reference itself. */
export const qualityEstimateSchema = z.strictObject({
  /** Points of the growing function from score to the chance of the positive class. */
  calibration: z
    .strictObject({ x: z.array(finite).min(1), y: z.array(finite.min(0).max(1)).min(1) })
    .refine(({ x, y }) => x.length === y.length, 'needs one y for each x')
    .refine(({ x }) => x.every((at, i) => i === 0 || at > (x[i - 1] as number)), 'needs x in ascending order, each once')
    .refine(({ y }) => y.every((at, i) => i === 0 || at >= (y[i - 1] as number)), 'needs y that never falls'),
  /**
   * By metric: chunks where estimate and value are both defined, those of them where the interval of the estimate held the value, and the
   * standard deviation of the error of the estimates beyond what chance gives the labels.
   */
  backtest: z.array(
    z
      .strictObject({ metric: z.string(), chunks: count, covered: count, spread: finite.min(0) })
      .refine(({ chunks, covered }) => covered <= chunks, 'cannot have more covered chunks than chunks'),
  ),
});

/** What the model was worth on the reference. */
export const qualitySectionSchema = z.strictObject({
  task: z.enum(QUALITY_TASKS),
  positive: z.string().nullable(),
  /** Rows with a label; lists of a ranking. */
  rows: count,
  measures: z.array(measureSchema),
  /** Chunks that the reference was cut into, and the rows of the largest. */
  chunks: count,
  chunk_rows: count,
  /** By metric: mean - and + 3 standard deviations of its value over the chunks, within its range. */
  thresholds: z.array(z.strictObject({ metric: z.string(), lower: finite.nullable(), upper: finite.nullable() })),
  /** The same measures of each part of the section `segments`, in the order of its names, the rest last; absent where there is none. */
  segments: z.array(z.array(measureSchema)).optional(),
  /** Null for tasks that nothing can be said of without labels, and without scores. */
  estimate: qualityEstimateSchema.nullable(),
});
export type QualityReference = z.infer<typeof qualitySectionSchema>;
export type QualityEstimate = z.infer<typeof qualityEstimateSchema>;
