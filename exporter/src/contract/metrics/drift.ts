import { counter, factGauge, verdictGauge } from '../metric-family.js';

const MODEL = 'configured models x versions in use';
const FEATURE = `${MODEL} x features within the series budget`;
const SEGMENT = `${MODEL} x (segments.top or names, and other), where segments are configured`;
const BIN = `${FEATURE} x (bins or categories + other, missing, invalid)`;

/** Feature distributions, drift verdicts and the baseline they are judged against. */
export const DRIFT_FAMILIES = [
  counter({
    name: 'aiops_feature_values_total',
    help: 'Feature values by baseline bin; bin is b00..bNN, a category, other, missing or invalid.',
    labels: ['model', 'version', 'feature', 'bin'],
    bound: BIN,
  }),
  factGauge({
    name: 'aiops_baseline_bin_ratio',
    unit: 'ratio',
    help: 'Share of all baseline rows in each bin, also where windows are compared with a season of it. The bins of a feature, missing and invalid included, sum to 1.',
    labels: ['model', 'version', 'feature', 'bin'],
    bound: BIN,
  }),
  verdictGauge({
    name: 'aiops_feature_drift_score',
    help: 'Effect size of the feature in the last closed window, in the unit of the method; ks and p_value are p-values.',
    labels: ['model', 'version', 'feature', 'method'],
    bound: FEATURE,
  }),
  factGauge({
    name: 'aiops_feature_drift_threshold',
    help: 'Value of the score from which the feature can count as drifted; for the methods ks and p_value, the p-value up to which.',
    labels: ['model', 'version', 'feature', 'method'],
    bound: FEATURE,
  }),
  verdictGauge({
    name: 'aiops_feature_drift_p_value',
    help: 'P-value of the feature in the last closed window, adjusted for the number of tests (Benjamini-Hochberg) under the default policy.',
    labels: ['model', 'version', 'feature'],
    bound: FEATURE,
  }),
  verdictGauge({
    name: 'aiops_feature_drifted',
    help: '1 if the feature drifted in the last closed window, 0 if not; absent when the data are insufficient.',
    labels: ['model', 'version', 'feature'],
    bound: FEATURE,
  }),
  verdictGauge({
    name: 'aiops_drift_rate',
    unit: 'ratio',
    help: 'Share of judged features whose distribution shifted significantly against the training baseline.',
    labels: ['model', 'version'],
    bound: MODEL,
  }),
  verdictGauge({
    name: 'aiops_drift_rate_weighted',
    unit: 'ratio',
    help: 'Drift rate weighted by feature importance: of the configuration, else mean |attribution| of the window; absent without either.',
    labels: ['model', 'version'],
    bound: MODEL,
  }),
  verdictGauge({
    name: 'aiops_attribution_drift_ndcg',
    help: 'Agreement of the order of features by mean |attribution| in the last closed window with that of the baseline; 1 is the same order.',
    labels: ['model', 'version'],
    bound: MODEL,
  }),
  verdictGauge({
    name: 'aiops_drifted_features',
    help: 'Features that drifted in the last closed window.',
    labels: ['model', 'version'],
    bound: MODEL,
  }),
  verdictGauge({
    name: 'aiops_judged_features',
    help: 'Features with a verdict in the last closed window.',
    labels: ['model', 'version'],
    bound: MODEL,
  }),
  verdictGauge({
    name: 'aiops_insufficient_features',
    help: 'Features without a verdict in the last closed window, for want of data.',
    labels: ['model', 'version'],
    bound: MODEL,
  }),
  verdictGauge({
    name: 'aiops_prediction_drift_score',
    help: 'Effect size of the prediction in the last closed window: PSI, or what the policy of the baseline measures.',
    labels: ['model', 'version'],
    bound: MODEL,
  }),
  factGauge({
    name: 'aiops_prediction_drift_threshold',
    help: 'Effect size from which the prediction counts as drifted.',
    labels: ['model', 'version'],
    bound: MODEL,
  }),
  verdictGauge({
    name: 'aiops_prediction_drift_p_value',
    help: 'P-value of the prediction in the last closed window.',
    labels: ['model', 'version'],
    bound: MODEL,
  }),
  verdictGauge({
    name: 'aiops_prediction_drifted',
    help: '1 if the prediction drifted in the last closed window; absent when insufficient.',
    labels: ['model', 'version'],
    bound: MODEL,
  }),
  verdictGauge({ name: 'aiops_drift_window_samples', help: 'Rows in the last closed window.', labels: ['model', 'version'], bound: MODEL }),
  verdictGauge({
    name: 'aiops_drift_window_end_timestamp_seconds',
    unit: 'seconds',
    help: 'End of the last closed window, in event time.',
    labels: ['model', 'version'],
    bound: MODEL,
  }),
  factGauge({
    name: 'aiops_drift_window_seconds',
    unit: 'seconds',
    help: 'Length of the windows of the model, from the configuration: what the age of a verdict is to be measured by.',
    labels: ['model'],
    bound: 'configured models',
  }),
  counter({
    name: 'aiops_drift_verdicts_total',
    help: 'Feature verdicts reached, by word.',
    labels: ['model', 'version', 'verdict'],
    bound: `${MODEL} x 3 words`,
  }),
  verdictGauge({
    name: 'aiops_segment_drift_rate',
    unit: 'ratio',
    help: 'Share of judged features that drifted among the rows of the segment, in the last closed window.',
    labels: ['model', 'version', 'segment'],
    bound: SEGMENT,
  }),
  verdictGauge({
    name: 'aiops_segment_drifted_features',
    help: 'Features that drifted among the rows of the segment.',
    labels: ['model', 'version', 'segment'],
    bound: SEGMENT,
  }),
  verdictGauge({
    name: 'aiops_segment_judged_features',
    help: 'Features with a verdict among the rows of the segment.',
    labels: ['model', 'version', 'segment'],
    bound: SEGMENT,
  }),
  verdictGauge({
    name: 'aiops_segment_samples',
    help: 'Rows of the segment in the last closed window.',
    labels: ['model', 'version', 'segment'],
    bound: SEGMENT,
  }),
  factGauge({
    name: 'aiops_baseline_info',
    help: 'The active baseline; source is built or bootstrap.',
    labels: ['model', 'version', 'sha256', 'policy', 'source'],
    bound: MODEL,
  }),
  factGauge({ name: 'aiops_baseline_rows', help: 'Rows of the active baseline.', labels: ['model', 'version'], bound: MODEL }),
  factGauge({
    name: 'aiops_baseline_expected_false_alarms_per_week',
    help: 'Alarms a week that the active baseline would raise without drift under the settings in use, from replaying its own windows; absent where it was not calibrated for them.',
    labels: ['model', 'version'],
    bound: MODEL,
  }),
  factGauge({
    name: 'aiops_baseline_built_timestamp_seconds',
    unit: 'seconds',
    help: 'End of the period that the baseline describes, or the time it was activated where its rows carry no time.',
    labels: ['model', 'version'],
    bound: MODEL,
  }),
] as const;
