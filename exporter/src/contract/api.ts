import { z } from 'zod';
import { QUALITY_STATES, qualityVerdictSchema } from './quality.js';
import { seasonBucketSchema } from './season.js';
import { DRIFT_POLICIES } from './verdict.js';

const count = z.number().int().nonnegative();
const ratio = z.number().min(0).max(1);
const instant = z.iso.datetime();

/** How often records were not accepted, by reject reason; reasons that never occurred are left out. */
const rejectedByReason = z.record(z.string(), count);

/** One source as the status report shows it. */
export const sourceStatusSchema = z.strictObject({
  name: z.string(),
  type: z.enum(['file', 'http', 'kafka', 'snapshot']),
  is_up: z.boolean(),
  /** Why it is not up, for people. */
  problem: z.string().nullable(),
  backlog_bytes: count,
  /** Newest event time accepted. */
  last_event_time: instant.nullable(),
  events: count,
  rejected: rejectedByReason,
  streams: z.array(z.strictObject({ path: z.string(), offset: count, size: count, is_drained: z.boolean() })),
});

/** One model version as the status report shows it. */
export const modelStatusSchema = z.strictObject({
  model: z.string(),
  version: z.string(),
  baseline: z.strictObject({ sha256: z.string(), source: z.string(), rows: count }).nullable(),
  /** Why there is no drift verdict; null where there is one. */
  why_no_drift: z.string().nullable(),
  /** By whose rules the last verdict was reached; null where there is none. */
  policy: z.enum(DRIFT_POLICIES).nullable(),
  drift_rate: ratio.nullable(),
  drifted_features: z.array(z.string()),
  /** Parts of the rows in the last verdict; empty where the model has none. */
  segments: z.array(
    z.strictObject({
      segment: z.string(),
      /** Its own part of the reference, or all of it, where the baseline does not tell the segment apart. */
      reference: z.enum(['own', 'pooled']),
      rows: count,
      drifted: count,
      judged: count,
      drifted_features: z.array(z.string()),
    }),
  ),
  /** Why the segments that are configured are not judged; null where they are, or none are. */
  why_no_segments: z.string().nullable(),
  /** Id of the stored verdict behind drift_rate. */
  verdict_id: z.string().nullable(),
  /** P95 latency of the last closed window. */
  p95_seconds: z.number().nonnegative().nullable(),
  requests: count,
  violations: count,
  last_window: z.strictObject({ end: instant, rows: count, drifted: count, judged: count, insufficient: count }).nullable(),
  /** What the last window was compared with, where that is a part of the baseline. */
  season_bucket: seasonBucketSchema.nullable(),
  open_windows: count,
  /** What moved the predictions of the last closed window, where the log holds attributions: the features by how often they led. */
  attributions: z
    .strictObject({
      rows: count,
      ndcg: ratio.nullable(),
      reasons: z.array(z.strictObject({ feature: z.string(), mean: z.number().nonnegative(), top1: count, top3: count })),
    })
    .nullable(),
});

/** Labels and quality of one model version as the status report shows them. */
export const qualityStatusSchema = z.strictObject({
  model: z.string(),
  version: z.string(),
  /** Of the newest window that is mature; `immature` where none is. */
  state: z.enum(QUALITY_STATES),
  reason: z.string(),
  /** The metric that decides, with its value there; null where it has none. */
  metric: z.string(),
  value: z.number().nullable(),
  coverage: ratio,
  window_end: instant,
  labels: count,
  /** Of the same window; empty where the model has no segments. */
  segments: z.array(
    z.strictObject({
      segment: z.string(),
      state: z.enum(QUALITY_STATES),
      value: z.number().nullable(),
      /** What the value is compared with, and whether that is the same segment of the reference, or all of it. */
      expected: z.number().nullable(),
      reference: z.enum(['own', 'pooled']),
      labelled: count,
    }),
  ),
});
export type QualityStatus = z.infer<typeof qualityStatusSchema>;

/** Answer of POST /api/v1/baselines/:sha/activate: the baseline judges its model from the next window on. */
export const baselineActivationSchema = z.strictObject({ model: z.string(), sha256: z.string() });
export type BaselineActivation = z.infer<typeof baselineActivationSchema>;

/** Answer of GET /api/v1/status: what runs, what it sees and what is wrong. */
export const statusReportSchema = z.strictObject({
  version: z.string(),
  started: instant,
  is_ready: z.boolean(),
  config: z.strictObject({
    path: z.string(),
    /** null: never reloaded since the start. */
    last_reload: z.strictObject({ time: instant, is_taken_over: z.boolean() }).nullable(),
  }),
  sources: z.array(sourceStatusSchema),
  models: z.array(modelStatusSchema),
  /** Of model versions whose labels are joined. */
  quality: z.array(qualityStatusSchema),
  /** Series left out by the budget. */
  dropped_series: count,
  /** What is wrong, one sentence each; empty when nothing is. */
  problems: z.array(z.string()),
});
export type SourceStatus = z.infer<typeof sourceStatusSchema>;
export type ModelStatus = z.infer<typeof modelStatusSchema>;
export type StatusReport = z.infer<typeof statusReportSchema>;

/** A stored verdict without its features, as GET /api/v1/verdicts lists them. */
export const verdictSummarySchema = z.strictObject({
  id: z.string(),
  model: z.string(),
  version: z.string(),
  window_start: z.string(),
  window_end: z.string(),
  baseline_sha256: z.string(),
  drift_rate: ratio.nullable(),
  drifted: count,
  judged: count,
  insufficient: count,
  rows: count,
});
export type VerdictSummary = z.infer<typeof verdictSummarySchema>;

/** What is shown of the quality of one model version, as GET /api/v1/quality lists them. */
export const modelQualitySchema = z.strictObject({
  model: z.string(),
  version: z.string(),
  /** On the newest window that is mature; null where none is. */
  mature: qualityVerdictSchema.nullable(),
  /** On the newest window: its estimates are ahead of labels. */
  newest: qualityVerdictSchema,
});
export type ModelQuality = z.infer<typeof modelQualitySchema>;

/** A stored baseline without its features, as GET /api/v1/baselines lists them. */
export const baselineSummarySchema = z.strictObject({
  sha256: z.string(),
  model: z.string(),
  model_version: z.string(),
  source: z.enum(['built', 'bootstrap']),
  rows: count,
  features: count,
  /** Since which window start it judges; null where it is stored and not active. */
  active_from: instant.nullable(),
});
export type BaselineSummary = z.infer<typeof baselineSummarySchema>;

/** Answer of POST /api/v1/ingest/:source: 202 when new, 200 for a batch that its Idempotency-Key had delivered before. */
export const ingestAcceptedSchema = z.strictObject({ accepted: count, rejected: rejectedByReason, duplicate: z.boolean() });
export type IngestAccepted = z.infer<typeof ingestAcceptedSchema>;

/** Every answer with a status of 400 or more. */
export const apiErrorSchema = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    advice: z.string(),
    /** One-based number of the line, or of the array element, that a batch was refused for. */
    line: count.optional(),
    /** Why that record was refused. */
    reason: z.string().optional(),
    /** All problems, where there can be several (reload). */
    problems: z.array(z.string()).optional(),
  }),
});
export type ApiError = z.infer<typeof apiErrorSchema>;
