export {
  DEFAULT_AT,
  DEFAULT_COVERAGE,
  DEFAULT_CUT,
  DEFAULT_JOIN_SAMPLE,
  DEFAULT_LABEL_DELAY,
  DEFAULT_LABEL_HORIZON,
  DEFAULT_MARGIN,
  DEFAULT_MIN_LABELLED,
  defaultMargin,
  defaultMetric,
} from './default-settings.js';
export { QUALITY_METRICS, metricOf, metricsOf, type QualityMetric } from './metric-table.js';
export type { Answers, Groups, PredictionRows } from './performance/prediction-rows.js';
export { referenceQuality, type RowRange } from './reference-quality.js';
export { chunkThresholds, isOutside, type ChunkThresholds } from './estimates/chunk-thresholds.js';
export { countPositives } from './measures/binary-rows.js';
export { countLabelled } from './measures/task-measures.js';
export { pickRows, sliceRows } from './performance/slice-rows.js';
export { intoSegments } from './segments/into-segments.js';
export type { SegmentsOfWindow } from './segments/segment-quality.js';
export { scoreWindow, type QualityWindow, type WindowQuality } from './score-window.js';
export { valueViolations, type RangeBins, type ValueViolations } from './value-checks.js';
export { MIN_ROWS_FOR_STILLNESS, isConstant, isStale } from './window-checks.js';
export { QUALITY_ERRORS } from './errors.js';
export { averagePrecision } from './performance/average-precision.js';
export { accuracyOf, confusionOf, f1Of, precisionOf, recallOf, specificityOf, type Confusion } from './performance/confusion.js';
export { estimatePerformance, type EstimatedPerformance } from './performance/estimate-performance.js';
export { isotonicAt, isotonicFit, type IsotonicFit } from './performance/isotonic-regression.js';
export { brierScore, calibrationError, logLoss } from './performance/probability-scores.js';
export { regressionErrors, type RegressionErrors } from './performance/regression-errors.js';
export { rocAuc, type RocAuc } from './performance/roc-auc.js';
