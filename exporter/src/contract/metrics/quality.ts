import { counter, histogram, verdictGauge } from '../metric-family.js';

const MODEL = 'models with quality x versions in use';
const METRICS = `${MODEL} x metrics of the task (2 to 10)`;
const OF_MODEL = ['model', 'version'] as const;
const SEGMENTS = `${MODEL} x (segments.top or names, and other), where segments are configured`;
const OF_SEGMENT = ['model', 'version', 'segment'] as const;
const OF_SEGMENT_METRIC = ['model', 'version', 'segment', 'metric'] as const;
const OF_METRIC = ['model', 'version', 'metric'] as const;

/** Labels that came, and the quality that they tell of. */
export const QUALITY_FAMILIES = [
  counter({
    name: 'aiops_labels_total',
    help: 'Labels by what became of them. The version is empty where the prediction of a label is not known. docs/labels.md says what each outcome means.',
    labels: ['model', 'version', 'outcome'],
    bound: `${MODEL} x 8 outcomes`,
  }),
  counter({
    name: 'aiops_label_predictions_total',
    help: 'Predictions that were offered to the join of labels: kept, repeated (an id that came before), unsampled, no_id.',
    labels: ['model', 'version', 'outcome'],
    bound: `${MODEL} x 4 outcomes`,
  }),
  histogram({
    name: 'aiops_label_lag_seconds',
    help: 'Time from a prediction to its first label.',
    unit: 'seconds',
    labels: OF_MODEL,
    bound: `${MODEL} x 13`,
  }),
  verdictGauge({
    name: 'aiops_label_coverage_ratio',
    help: 'Share of the predictions that have a label, of the newest window that is mature.',
    unit: 'ratio',
    labels: OF_MODEL,
    bound: MODEL,
  }),
  verdictGauge({
    name: 'aiops_model_quality',
    help: 'Measured quality of the newest window that is mature. Absent where it is not defined or there are too few labels.',
    labels: OF_METRIC,
    bound: METRICS,
  }),
  verdictGauge({
    name: 'aiops_model_quality_lower',
    help: 'Lower bound of the 95 % interval of the measured quality.',
    labels: OF_METRIC,
    bound: METRICS,
  }),
  verdictGauge({
    name: 'aiops_model_quality_upper',
    help: 'Upper bound of the 95 % interval of the measured quality.',
    labels: OF_METRIC,
    bound: METRICS,
  }),
  verdictGauge({
    name: 'aiops_model_quality_baseline',
    help: 'What the measured quality is compared with: what the reference had, or what is expected.',
    labels: OF_METRIC,
    bound: METRICS,
  }),
  verdictGauge({
    name: 'aiops_model_quality_estimated',
    help: 'Quality of the newest window as it is expected without labels. Blind to a change of what the scores mean.',
    labels: OF_METRIC,
    bound: METRICS,
  }),
  verdictGauge({
    name: 'aiops_model_quality_estimated_lower',
    help: 'Lower bound of the estimated quality.',
    labels: OF_METRIC,
    bound: METRICS,
  }),
  verdictGauge({
    name: 'aiops_model_quality_estimated_upper',
    help: 'Upper bound of the estimated quality.',
    labels: OF_METRIC,
    bound: METRICS,
  }),
  verdictGauge({
    name: 'aiops_model_quality_degraded',
    help: '1 where quality was lost in the newest window that is mature, 0 where it was kept; absent where too little is known.',
    labels: OF_MODEL,
    bound: MODEL,
  }),
  verdictGauge({
    name: 'aiops_model_quality_degraded_windows',
    help: 'Windows in a row, up to the newest that is mature, in which quality was lost; 0 where the newest kept it. Windows with too few labels are left out of the row.',
    labels: OF_MODEL,
    bound: MODEL,
  }),
  verdictGauge({
    name: 'aiops_quality_window_samples',
    help: 'Labelled predictions of the newest window that is mature.',
    labels: OF_MODEL,
    bound: MODEL,
  }),
  verdictGauge({
    name: 'aiops_quality_window_end_timestamp_seconds',
    help: 'End of the newest window that is mature.',
    unit: 'seconds',
    labels: OF_MODEL,
    bound: MODEL,
  }),
  verdictGauge({
    name: 'aiops_fairness_gap',
    help: 'Largest difference of the metric between two groups of an attribute that have enough labels, of the newest window that is mature.',
    labels: ['model', 'version', 'metric', 'attribute'],
    bound: `${MODEL} x attributes under quality.fairness (10 at most)`,
  }),
  verdictGauge({
    name: 'aiops_segment_quality',
    help: 'The deciding metric over the rows of the segment, of the newest window that is mature. Absent where there are too few labels.',
    labels: OF_SEGMENT_METRIC,
    bound: SEGMENTS,
  }),
  verdictGauge({
    name: 'aiops_segment_quality_lower',
    help: 'Lower bound of the 95 % interval of the quality of the segment.',
    labels: OF_SEGMENT_METRIC,
    bound: SEGMENTS,
  }),
  verdictGauge({
    name: 'aiops_segment_quality_upper',
    help: 'Upper bound of the 95 % interval of the quality of the segment.',
    labels: OF_SEGMENT_METRIC,
    bound: SEGMENTS,
  }),
  verdictGauge({
    name: 'aiops_segment_quality_baseline',
    help: 'What the quality of the segment is compared with: the same segment of the reference, or all of it where that does not tell the segment apart.',
    labels: OF_SEGMENT_METRIC,
    bound: SEGMENTS,
  }),
  verdictGauge({
    name: 'aiops_segment_quality_degraded',
    help: '1 where the segment lost quality, 0 where it kept it, all segments of the window corrected together; absent where too little is known.',
    labels: OF_SEGMENT,
    bound: SEGMENTS,
  }),
  verdictGauge({
    name: 'aiops_segment_quality_samples',
    help: 'Labelled predictions of the segment, of the newest window that is mature.',
    labels: OF_SEGMENT,
    bound: SEGMENTS,
  }),
  counter({
    name: 'aiops_quality_verdicts_total',
    help: 'Windows that reached a state of quality; a window counts again when labels that come later bring it to another state.',
    labels: ['model', 'version', 'verdict'],
    bound: `${MODEL} x 4 states`,
  }),
  counter({
    name: 'aiops_business_value_total',
    help: 'Worth of records by KPI, as the logs say it. A record that comes twice counts twice; negative amounts are left out.',
    unit: 'currency',
    labels: ['model', 'version', 'kpi', 'unit'],
    bound: `${MODEL} x KPIs under map.value`,
  }),
] as const;
