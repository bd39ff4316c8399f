/**
 * Why a record was not accepted. A closed list, because the reason becomes the `reason` label of
 * `aiops_ingest_rejected_total`. A rejected record moves no other counter.
 */
export const REJECT_REASONS = [
  'syntax', // not a record of the format: broken JSON, wrong number of CSV fields
  'schema', // a required field is absent, of the wrong type or out of all bounds: a time before 1970, a latency above 1e7 s, an empty name or one over 200 characters
  'encoding', // binary data, a zero byte
  'too_large', // longer than the line limit
  'too_deep', // nested deeper than the depth limit
  'unknown_model', // a model that the configuration does not list, and there is no "*" entry
  'cardinality', // one model or version more than the bound allows
  'clock_skew', // an event time too far in the future
  'negative_latency',
  'late', // its window was closed already
  'duplicate', // a batch that was already accepted under the same Idempotency-Key
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/** The outcomes of an inference, in the order of their codes in a batch. */
export const OUTCOMES = ['ok', 'error', 'timeout', 'rejected'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The checks of `aiops_data_quality_violations_total`. */
export const DATA_QUALITY_CHECKS = ['missing', 'type', 'range', 'unseen_category', 'constant', 'stale'] as const;
export type DataQualityCheck = (typeof DATA_QUALITY_CHECKS)[number];

/** The kinds of `aiops_schema_mismatch_total`. */
export const SCHEMA_MISMATCHES = ['missing_feature', 'extra_feature', 'type_changed'] as const;
export type SchemaMismatch = (typeof SCHEMA_MISMATCHES)[number];
