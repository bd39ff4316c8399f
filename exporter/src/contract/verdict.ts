import { z } from 'zod';
import { seasonBucketSchema } from './season.js';

/** The words of a verdict. `insufficient` is a state of its own: its series are absent, never 0. */
export const VERDICT_STATES = ['drifted', 'stable', 'insufficient'] as const;
export type VerdictState = (typeof VERDICT_STATES)[number];

/** Effect size of a test, in the unit of its method, beside the threshold it is judged against. */
export const effectSchema = z.strictObject({
  method: z.enum([
    'psi',
    'missing_rate_difference',
    'jensen_shannon',
    'wasserstein',
    'ks',
    'p_value',
    'hellinger',
    'total_variation',
    'l_infinity',
  ]),
  value: z.number().nullable(),
  threshold: z.number(),
});

/** How drift can be judged: by the rules of this program, or by those of another tool. */
export const DRIFT_POLICIES = ['default', 'evidently', 'nannyml'] as const;
export type DriftPolicy = (typeof DRIFT_POLICIES)[number];

/** What the policy of another tool asks of the reference besides its counts. */
export const policyEvidenceSchema = z.strictObject({
  /** Of a numeric feature whose reference holds values: inner edges of the bins, and the reference's own numbers. */
  scale: z
    .strictObject({
      edges: z.array(z.number()),
      min: z.number(),
      max: z.number(),
      sd: z.number(),
      /** Distinct values, where at most 20; else null. */
      distinct: z.number().int().nullable(),
    })
    .nullable(),
  /** Jensen-Shannon distances (base 2) of the reference's own chunks to the whole of it; null where none were kept. */
  chunk_distances: z.array(z.number()).nullable(),
});
export type PolicyEvidence = z.infer<typeof policyEvidenceSchema>;

/** One judged distribution: a feature, or the prediction. Values that cannot be computed are null, never 0. */
export const featureVerdictSchema = z.strictObject({
  feature: z.string(),
  type: z.enum(['numeric', 'categorical']),
  n: z.number().int(),
  statistic: z.number().nullable(),
  degrees_of_freedom: z.number().int().nullable(),
  p_value: z.number().nullable(),
  q_value: z.number().nullable(),
  effect: effectSchema,
  missing: z.strictObject({
    reference_ratio: z.number().nullable(),
    current_ratio: z.number().nullable(),
    p_value: z.number().nullable(),
    q_value: z.number().nullable(),
    drifted: z.boolean(),
  }),
  /** What this window alone says, before `consecutive` is applied. */
  window_verdict: z.enum(VERDICT_STATES),
  verdict: z.enum(VERDICT_STATES),
  reason: z.string(),
  /**
   * The evidence: counts over the judged bins, in bin order; with them every number above can be recomputed. Under the policy of another
   * tool they are counts over the fine bins.
   */
  table: z.strictObject({
    bins: z.array(z.string()),
    reference: z.array(z.number()),
    current: z.array(z.number()),
    reference_missing: z.number(),
    current_missing: z.number(),
    reference_invalid: z.number(),
    current_invalid: z.number(),
    /** Only under the policy of another tool. */
    policy: policyEvidenceSchema.optional(),
  }),
});
export type FeatureVerdict = z.infer<typeof featureVerdictSchema>;

/** The features of the rows of one segment. They were tested together with those of the whole window and of all other segments. */
export const segmentVerdictSchema = z.strictObject({
  segment: z.string(),
  /**
   * What its rows were compared with: the rows of the reference that are of the same segment, or all of them, because the baseline does not
   * tell the segment apart. Absent in verdicts of before this was said: those were all `own`.
   */
  reference: z.enum(['own', 'pooled']).optional(),
  rows: z.number().int(),
  drift_rate: z.number().nullable(),
  drifted: z.number().int(),
  judged: z.number().int(),
  insufficient: z.number().int(),
  features: z.array(featureVerdictSchema),
});
export type SegmentVerdict = z.infer<typeof segmentVerdictSchema>;

/** The verdict of one model version over one closed window. */
export const modelVerdictSchema = z.strictObject({
  policy: z.enum(DRIFT_POLICIES),
  /** False where the policy of another tool, which looks at raw values, was followed on counts; absent for the default policy. */
  exact: z.literal(false).optional(),
  /** Evidently only: whether the share of drifted features is at least 0.5. Null where nothing was judged. */
  dataset_drifted: z.boolean().nullable().optional(),
  drift_rate: z.number().nullable(),
  drift_rate_weighted: z.number().nullable(),
  drifted: z.number().int(),
  judged: z.number().int(),
  insufficient: z.number().int(),
  rows: z.number().int(),
  features: z.array(featureVerdictSchema),
  prediction: featureVerdictSchema.nullable(),
  /** Only where the model has segments. */
  segments: z.array(segmentVerdictSchema).optional(),
});
export type ModelVerdict = z.infer<typeof modelVerdictSchema>;

/** What features contributed to the predictions of a window, where the log holds attributions. */
export const attributionEvidenceSchema = z.strictObject({
  /** Records with attributions, and values that were none. */
  rows: z.number().int(),
  invalid: z.number().int(),
  /** Mean |attribution| by feature; the weights of the verdict, where the configuration gives none. */
  means: z.record(z.string(), z.number()),
  /** The same on the reference; null where the baseline holds none. */
  baseline: z.record(z.string(), z.number()).nullable(),
  /** Agreement of the two orders, in [0, 1]; null where there are too few records or no baseline. */
  ndcg: z.number().nullable(),
  /** Records in which a feature was the strongest reason, and among the three strongest; most first. */
  reasons: z.array(z.strictObject({ feature: z.string(), top1: z.number().int(), top3: z.number().int() })),
});
export type AttributionEvidence = z.infer<typeof attributionEvidenceSchema>;

/** A stored verdict: what was judged, against what, by which code, so that it recomputes to the same bits. */
export const storedVerdictSchema = z.strictObject({
  id: z.string(),
  model: z.string(),
  version: z.string(),
  window_start: z.string(),
  window_end: z.string(),
  baseline_sha256: z.string(),
  code_version: z.string(),
  /** Of the configuration file in force when it was reached; absent in verdicts of before this was kept. */
  config_sha256: z.string().optional(),
  /** What the window was compared with; absent where the whole baseline was asked for. */
  season_bucket: seasonBucketSchema.optional(),
  settings: z.strictObject({
    min_samples: z.number(),
    fdr: z.number(),
    threshold: z.number(),
    missing_threshold: z.number(),
    consecutive: z.number(),
    thresholds: z.record(z.string(), z.number()),
    weights: z.record(z.string(), z.number()),
  }),
  /** Windows in a row, before this one, in which each feature was drifted by itself (only those above 0). */
  streaks: z.record(z.string(), z.number().int()),
  verdict: modelVerdictSchema,
  /** Absent where the log holds none. */
  attributions: attributionEvidenceSchema.optional(),
});
export type StoredVerdict = z.infer<typeof storedVerdictSchema>;
export type DriftSettings = StoredVerdict['settings'];
