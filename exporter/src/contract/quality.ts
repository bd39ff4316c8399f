import { z } from 'zod';

/** What a model is for; it decides which measures of quality there are. */
export const QUALITY_TASKS = ['binary', 'multiclass', 'regression', 'ranking'] as const;
export type QualityTask = (typeof QUALITY_TASKS)[number];

/** A measure with its interval. Null where it is not defined (no positives, one class, a constant target): never 0. */
export const measureSchema = z.strictObject({
  metric: z.string(),
  value: z.number().nullable(),
  /** Interval of 95 %; null where the method has none. */
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  /** Rows that it was taken over. */
  n: z.number().int(),
});
export type Measure = z.infer<typeof measureSchema>;

/** How quality is judged. Durations in milliseconds. */
export const qualitySettingsSchema = z.strictObject({
  task: z.enum(QUALITY_TASKS),
  /** Label of the positive class; binary only. */
  positive: z.string().nullable(),
  /** The score at and above which a row counts as predicted positive, where the log holds no prediction. */
  cut: z.number(),
  /** The measure that decides `degraded`. */
  metric: z.string(),
  /** How much worse than the baseline's value it may be; in the unit of the metric. */
  margin: z.number(),
  /** What to compare with where the baseline holds no quality; null for none. */
  expected: z.number().nullable(),
  /** Labelled rows that a window needs for a verdict, and a group for a gap. */
  min_samples: z.number(),
  label_delay_ms: z.number(),
  /** How long predictions wait for their label. */
  label_horizon_ms: z.number(),
  coverage: z.number(),
  join_sample: z.number(),
  /** Rows of a list that count; ranking only. */
  at: z.number().int(),
  /** Features (or mapped attributes) whose groups are compared. */
  fairness: z.array(z.string()),
});
export type QualitySettings = z.infer<typeof qualitySettingsSchema>;

export const fairnessGapSchema = z.strictObject({
  attribute: z.string(),
  metric: z.string(),
  /** Largest difference between two groups that are large enough; null where there are not two of them. */
  gap: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  groups: z.array(measureSchema.extend({ group: z.string(), is_judged: z.boolean() })),
});
export type FairnessGap = z.infer<typeof fairnessGapSchema>;

/** `immature`: labels may still come; `insufficient`: too few of them to judge by. Their series are absent, never 0. */
export const QUALITY_STATES = ['degraded', 'kept', 'insufficient', 'immature'] as const;

/** The quality of the rows of one segment of a window. It was tested together with all other segments, and not with the whole. */
export const segmentQualitySchema = z.strictObject({
  segment: z.string(),
  state: z.enum(QUALITY_STATES),
  reason: z.string(),
  /** Predictions of the segment that the join keeps, and those of them that have a label. */
  predictions: z.number().int(),
  labelled: z.number().int(),
  /** Whether `expected` is that of the same segment of the reference, or that of all its rows, because it does not tell the segment apart. */
  reference: z.enum(['own', 'pooled']),
  /** What the deciding metric is compared with; null where nothing is known. */
  expected: z.number().nullable(),
  /** That the loss is not more than the margin: alone, and adjusted for the number of segments. Null where it was not tested. */
  p_value: z.number().nullable(),
  q_value: z.number().nullable(),
  /** Empty where there are too few labels. */
  measures: z.array(measureSchema),
});
export type SegmentQuality = z.infer<typeof segmentQualitySchema>;

/** The quality of one model version over one window. It is reached again when labels of the window come or are corrected. */
export const qualityVerdictSchema = z.strictObject({
  id: z.string(),
  model: z.string(),
  version: z.string(),
  window_start: z.string(),
  window_end: z.string(),
  baseline_sha256: z.string().nullable(),
  code_version: z.string(),
  settings: qualitySettingsSchema,
  /** Predictions of the window that the join keeps (all, or the sample), and those of them that have a label. */
  predictions: z.number().int(),
  labelled: z.number().int(),
  coverage: z.number(),
  state: z.enum(QUALITY_STATES),
  /** One sentence for people: what decided the state. */
  reason: z.string(),
  /** From labels. Empty where there are too few. */
  measures: z.array(measureSchema),
  /** What the reference had, by metric. */
  baseline: z.record(z.string(), z.number()),
  /** Without labels, from all predictions of the window; empty where the baseline holds no calibration. */
  estimated: z.array(measureSchema),
  fairness: z.array(fairnessGapSchema),
  /** Only where the model has segments and the window is mature. */
  segments: z.array(segmentQualitySchema).optional(),
});
export type QualityVerdict = z.infer<typeof qualityVerdictSchema>;
