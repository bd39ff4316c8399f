export { featurePath, planColumns, planLabelColumns, type ColumnPlan, type Roles } from './column-plan.js';
export {
  BOOTSTRAP_CATEGORY_CAPACITY,
  LABEL_CAPACITY,
  MODEL_CAPACITY,
  SEGMENT_CAPACITY,
  VERSION_CAPACITY,
  type KnownNames,
  type WantedFeature,
  type WantedLabels,
} from './planned-columns.js';
export {
  ABSENT_MISSING,
  ABSENT_NULL,
  ABSENT_OTHER,
  ALL_PARTS,
  CODE_MISSING,
  CODE_NULL,
  CODE_OTHER,
  HALF_CONTINUED,
  HALF_NONE,
  HALF_REQUEST,
  HALF_RESPONSE,
  PART_ANSWER,
  PART_INPUTS,
  PART_REQUEST,
  PRESENT,
  type Columns,
  type Field,
  type HalfColumns,
  type TimeUnit,
} from './columns.js';
export { EVENTS_ERRORS, kindConflict } from './errors.js';
export { NAME_PARTS, namePattern, type NamePattern, type NamedParts } from './name-pattern.js';
export { OutcomeCodes } from './outcome-codes.js';
export { EARLIEST_MS, LARGEST_AMOUNT, LONGEST_DURATION_SECONDS, isBelieved } from './plausible-values.js';
export type { LabelRows, LabelSink, PredictionRows } from './label-sink.js';
export type { DurationField, FeatureFields, LabelMap, NamedField, OutcomeField, RecordMap, TextSource, ValueField } from './record-map.js';
export type { Batch, DurationUnits, Reducer } from './reducer.js';
export { SipHash, type Hash64, type HashKey } from './sip-hash.js';
export { RowRouter, type FindTarget, type OnReject, type Target } from './row-router.js';
