import type { Scenario } from '../scenario.js';
import { fires, quiet } from './checks.js';
import { absent, counter, gauge } from './values.js';

const VERSION = { model: 'churn', version: '7' };
const of = (name: string): string => `${name}{model="churn",version="7"}`;
/** Verdicts come in time: the last window ended just now. */
const FRESH = {
  [of('aiops_drift_window_end_timestamp_seconds')]: '0+60x400',
  'aiops_drift_window_seconds{model="churn"}': gauge([3600, 401]),
};
/** The last window ended when the test began. */
const STANDING = {
  [of('aiops_drift_window_end_timestamp_seconds')]: gauge([0, 401]),
  'aiops_drift_window_seconds{model="churn"}': gauge([3600, 401]),
};
const SHORT_WINDOWS = { ...STANDING, 'aiops_drift_window_seconds{model="churn"}': gauge([60, 401]) };
const JUDGED = { [of('aiops_judged_features')]: gauge([8, 401]), [of('aiops_insufficient_features')]: gauge([0, 401]) };
const TRAFFIC = 'aiops_inference_requests_total{model="churn",version="7",outcome="ok"}';

const rate = (share: string): string => `${share} of the judged features of churn version 7 drifted in the last closed window.`;
const heavy = (share: string): string =>
  `Drifted features hold ${share} of the importance in churn version 7, and its predictions drifted too.`;
const shifted = 'The distribution of the predictions of churn version 7 shifted in the last closed window.';
const missing =
  'churn version 7 had 552 requests in the last hour, and no baseline is active for it (none is set, or it is still being learned).';

export const DRIFT: readonly Scenario[] = [
  {
    title: 'a third of the features drifted; the ticket stays while a fifth do, and ends below',
    alert: 'ModelFeatureDrift',
    severity: 'warning',
    interval: '1m',
    series: { ...FRESH, ...JUDGED, [of('aiops_drift_rate')]: gauge([0.27, 60], [0.33, 20], [0.22, 20], [0.18, 40]) },
    checks: [...quiet('69m'), fires('70m', VERSION, rate('33%')), fires('90m', VERSION, rate('22%')), ...quiet('100m')],
  },
  {
    title: 'the ticket names the features that are furthest above their thresholds',
    alert: 'ModelFeatureDrift',
    severity: 'warning',
    interval: '1m',
    series: {
      ...FRESH,
      ...JUDGED,
      [of('aiops_drift_rate')]: gauge([0.5, 60]),
      ...Object.fromEntries(
        ['age', 'income', 'tenure', 'region', 'plan'].flatMap((feature, i) => [
          [`aiops_feature_drift_score{model="churn",version="7",feature="${feature}",method="psi"}`, gauge([0.05 + 0.1 * i, 60])],
          [`aiops_feature_drift_threshold{model="churn",version="7",feature="${feature}",method="psi"}`, gauge([0.1, 60])],
          [`aiops_feature_drifted{model="churn",version="7",feature="${feature}"}`, gauge([i > 0 ? 1 : 0, 60])],
        ]),
      ),
    },
    checks: [
      ...quiet('9m'),
      fires(
        '10m',
        VERSION,
        `${rate('50%')} Worst: plan (4.5 times its threshold), region (3.5 times its threshold), tenure (2.5 times its threshold).`,
      ),
    ],
  },
  {
    title: 'a verdict counts for three windows',
    alert: 'ModelFeatureDrift',
    severity: 'warning',
    interval: '1m',
    series: { ...STANDING, ...JUDGED, [of('aiops_drift_rate')]: gauge([0.5, 240]) },
    checks: [fires('180m', VERSION, rate('50%')), ...quiet('181m')],
  },
  {
    title: 'a verdict on a window of a minute counts for a quarter of an hour',
    alert: 'ModelFeatureDrift',
    severity: 'warning',
    interval: '1m',
    series: { ...SHORT_WINDOWS, ...JUDGED, [of('aiops_drift_rate')]: gauge([0.5, 60]) },
    checks: [fires('15m', VERSION, rate('50%')), ...quiet('16m')],
  },
  {
    title: 'a rate counts once half of the features were judged',
    alert: 'ModelFeatureDrift',
    severity: 'warning',
    interval: '1m',
    series: {
      ...FRESH,
      [of('aiops_judged_features')]: gauge([9, 30], [11, 60]),
      [of('aiops_insufficient_features')]: gauge([11, 30], [9, 60]),
      [of('aiops_drift_rate')]: gauge([0.5, 90]),
    },
    checks: [...quiet('39m'), fires('40m', VERSION, rate('50%'))],
  },
  {
    title: 'half of the importance drifted pages for as long as the prediction drifts with it',
    alert: 'ModelFeatureDrift',
    severity: 'critical',
    interval: '1m',
    series: {
      ...FRESH,
      [of('aiops_drift_rate_weighted')]: gauge([0.45, 30], [0.55, 60]),
      [of('aiops_prediction_drifted')]: gauge([1, 60], [0, 30]),
    },
    checks: [...quiet('39m'), fires('40m', VERSION, heavy('55%')), ...quiet('60m')],
  },
  {
    title: 'a page on drift ends when its verdict is too old',
    alert: 'ModelFeatureDrift',
    severity: 'critical',
    interval: '1m',
    series: { ...STANDING, [of('aiops_drift_rate_weighted')]: gauge([0.9, 240]), [of('aiops_prediction_drifted')]: gauge([1, 240]) },
    checks: [fires('180m', VERSION, heavy('90%')), ...quiet('181m')],
  },
  {
    title: 'the prediction drifted, until it does no more',
    alert: 'ModelPredictionDrift',
    severity: 'warning',
    interval: '1m',
    series: { ...FRESH, [of('aiops_prediction_drifted')]: gauge([0, 30], [1, 30], [0, 30]) },
    checks: [...quiet('39m'), fires('40m', VERSION, shifted), ...quiet('60m')],
  },
  {
    title: 'drift of the prediction ends when its verdict is too old',
    alert: 'ModelPredictionDrift',
    severity: 'warning',
    interval: '1m',
    series: { ...STANDING, [of('aiops_prediction_drifted')]: gauge([1, 240]) },
    checks: [fires('180m', VERSION, shifted), ...quiet('181m')],
  },
  {
    title: 'a prediction that was not judged is no drift',
    alert: 'ModelPredictionDrift',
    severity: 'warning',
    interval: '1m',
    series: { ...FRESH, [of('aiops_prediction_drifted')]: absent(60) },
    checks: quiet('20m', '60m'),
  },
  {
    title: 'a third of the features drifted in one segment, until the whole model does',
    alert: 'ModelSegmentDrift',
    severity: 'warning',
    interval: '1m',
    series: {
      ...FRESH,
      'aiops_segment_drift_rate{model="churn",version="7",segment="FR"}': gauge([0.27, 30], [0.33, 60]),
      'aiops_segment_drift_rate{model="churn",version="7",segment="DE"}': gauge([0, 90]),
      [of('aiops_drift_rate')]: gauge([0.1, 60], [0.33, 30]),
    },
    checks: [
      ...quiet('39m'),
      fires(
        '40m',
        { ...VERSION, segment: 'FR' },
        '33% of the judged features of churn version 7 drifted among the rows with segment FR in the last closed window.',
      ),
      ...quiet('60m'),
    ],
  },
  {
    title: 'drift of a segment ends when its verdict is too old',
    alert: 'ModelSegmentDrift',
    severity: 'warning',
    interval: '1m',
    series: { ...STANDING, 'aiops_segment_drift_rate{model="churn",version="7",segment="FR"}': gauge([0.5, 240]) },
    checks: [
      fires(
        '180m',
        { ...VERSION, segment: 'FR' },
        '50% of the judged features of churn version 7 drifted among the rows with segment FR in the last closed window.',
      ),
      ...quiet('181m'),
    ],
  },
  {
    title: 'there is traffic, and the last verdict is three windows old',
    alert: 'ModelDriftCheckStale',
    severity: 'warning',
    interval: '1m',
    series: {
      [of('aiops_drift_window_end_timestamp_seconds')]: gauge([0, 220], [12600, 60]),
      'aiops_drift_window_seconds{model="churn"}': gauge([3600, 280]),
      [TRAFFIC]: counter([1, 280]),
    },
    checks: [
      ...quiet('190m'),
      fires('191m', VERSION, 'The last window of churn version 7 that was judged ended 3h 11m 0s ago.'),
      ...quiet('220m'),
    ],
  },
  {
    title: 'with windows of a minute a verdict is stale after a quarter of an hour',
    alert: 'ModelDriftCheckStale',
    severity: 'warning',
    interval: '1m',
    series: {
      [of('aiops_drift_window_end_timestamp_seconds')]: `0+60x90 5400+0x60`,
      'aiops_drift_window_seconds{model="churn"}': gauge([60, 151]),
      [TRAFFIC]: counter([1, 150]),
    },
    checks: [...quiet('115m'), fires('116m', VERSION, 'The last window of churn version 7 that was judged ended 26m 0s ago.')],
  },
  {
    title: 'where traffic comes back in the morning, its first window has not ended yet',
    alert: 'ModelDriftCheckStale',
    severity: 'warning',
    interval: '1m',
    series: {
      [of('aiops_drift_window_end_timestamp_seconds')]: `${gauge([0, 665])} 39600+0x60`,
      'aiops_drift_window_seconds{model="churn"}': gauge([3600, 726]),
      [TRAFFIC]: counter([1, 10], [0, 590], [1, 120]),
    },
    checks: [...quiet('611m', '660m', '664m', '670m')],
  },
  {
    title: 'where traffic came back and no window of it is judged, that is told after an hour',
    alert: 'ModelDriftCheckStale',
    severity: 'warning',
    interval: '1m',
    series: {
      [of('aiops_drift_window_end_timestamp_seconds')]: gauge([0, 726]),
      'aiops_drift_window_seconds{model="churn"}': gauge([3600, 726]),
      [TRAFFIC]: counter([1, 10], [0, 590], [1, 125]),
    },
    checks: [...quiet('670m'), fires('671m', VERSION, 'The last window of churn version 7 that was judged ended 11h 11m 0s ago.')],
  },
  {
    title: 'a version without traffic has nothing to judge',
    alert: 'ModelDriftCheckStale',
    severity: 'warning',
    interval: '1m',
    series: { ...STANDING, [TRAFFIC]: counter([1, 100], [0, 300]) },
    checks: quiet('191m', '300m'),
  },
  {
    title: 'a version without a baseline gets its ticket an hour after it had enough requests for a verdict',
    alert: 'ModelBaselineMissing',
    severity: 'warning',
    interval: '1m',
    series: {
      [TRAFFIC]: counter([9.2, 240]),
      'aiops_baseline_info{model="churn",version="7",sha256="ab",policy="default",source="built"}': `${absent(150)} ${gauge([1, 90])}`,
    },
    checks: [...quiet('114m'), fires('115m', VERSION, missing), ...quiet('150m')],
  },
];
