export {
  apiErrorSchema,
  baselineActivationSchema,
  baselineSummarySchema,
  ingestAcceptedSchema,
  modelQualitySchema,
  modelStatusSchema,
  qualityStatusSchema,
  sourceStatusSchema,
  statusReportSchema,
  verdictSummarySchema,
  type ApiError,
  type BaselineActivation,
  type BaselineSummary,
  type IngestAccepted,
  type ModelQuality,
  type ModelStatus,
  type QualityStatus,
  type SourceStatus,
  type StatusReport,
  type VerdictSummary,
} from './api.js';
export { CODE_VERSION } from './code-version.js';
export { CodedError, errorsOf, type ErrorKind, type ErrorTable } from './coded-error.js';
export { parseDuration } from './parse-duration.js';
export {
  ALERT_VERDICTS,
  INCIDENT_ACTS,
  MAX_ACT_TEXT,
  incidentActSchema,
  incidentEvidenceSchema,
  incidentSchema,
  notificationAcceptedSchema,
  type AlertVerdict,
  type IncidentActInput,
  type IncidentActKind,
  type IncidentActRecord,
  type IncidentEvidence,
  type IncidentRecord,
  type NotificationAccepted,
} from './incidents.js';
export {
  FATIGUE_ADVICE,
  fatigueReportSchema,
  fatigueSuggestionSchema,
  ruleFatigueSchema,
  type FatigueAdvice,
  type FatigueReport,
  type FatigueSuggestion,
  type RuleFatigue,
} from './fatigue.js';
export { inferenceEventSchema, type InferenceEvent } from './inference-event.js';
export { LABEL_OUTCOMES, PREDICTION_OUTCOMES, type LabelOutcome, type PredictionOutcome } from './label-outcome.js';
export { METRIC_FAMILIES, METRIC_GROUPS, metricFamily, type MetricName } from './metrics.js';
export type { MetricFamily, MetricKind, MetricType } from './metric-family.js';
export {
  SCHEMA_CHANGES,
  registeredSchemaSchema,
  schemaChangeSchema,
  schemaFieldSchema,
  type ModelSchema,
  type RegisteredSchema,
  type SchemaChange,
  type SchemaField,
} from './model-schema.js';
export type { Notice, NoticeKind, Notify } from './notice.js';
export {
  QUALITY_STATES,
  QUALITY_TASKS,
  fairnessGapSchema,
  measureSchema,
  qualitySettingsSchema,
  segmentQualitySchema,
  qualityVerdictSchema,
  type FairnessGap,
  type Measure,
  type SegmentQuality,
  type QualitySettings,
  type QualityTask,
  type QualityVerdict,
} from './quality.js';
export {
  DATA_QUALITY_CHECKS,
  OUTCOMES,
  REJECT_REASONS,
  SCHEMA_MISMATCHES,
  type DataQualityCheck,
  type Outcome,
  type RejectReason,
  type SchemaMismatch,
} from './reject-reason.js';
export { SEGMENT_COLUMN } from './segment-column.js';
export { SEASONS, SEASON_LEVELS, seasonBucketSchema, type Season, type SeasonBucket, type SeasonLevel } from './season.js';
export {
  VERDICT_STATES,
  attributionEvidenceSchema,
  effectSchema,
  featureVerdictSchema,
  modelVerdictSchema,
  storedVerdictSchema,
  type AttributionEvidence,
  type DriftSettings,
  type FeatureVerdict,
  type ModelVerdict,
  type StoredVerdict,
  type VerdictState,
  DRIFT_POLICIES,
  policyEvidenceSchema,
  segmentVerdictSchema,
  type SegmentVerdict,
  type DriftPolicy,
  type PolicyEvidence,
} from './verdict.js';
