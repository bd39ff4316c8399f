export {
  BOOTSTRAP_CATEGORY_CAPACITY,
  MODEL_CAPACITY,
  VERSION_CAPACITY,
  featurePath,
  planColumns,
  type ColumnPlan,
  type KnownNames,
  type Roles,
  type WantedFeature,
} from './column-plan.js';
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
  type Columns,
  type Field,
  type HalfColumns,
  type TimeUnit,
} from './columns.js';
export { EVENTS_ERRORS, kindConflict } from './errors.js';
export { NAME_PARTS, namePattern, type NamePattern, type NamedParts } from './name-pattern.js';
export { OutcomeCodes } from './outcome-codes.js';
export { EARLIEST_MS, LARGEST_AMOUNT, LONGEST_DURATION_SECONDS, isBelieved } from './plausible-values.js';
export type { DurationField, NamedField, OutcomeField, RecordMap, TextSource } from './record-map.js';
export type { Batch, DurationUnits, Reducer } from './reducer.js';
export { RowRouter, type FindTarget, type OnReject, type Target } from './row-router.js';
