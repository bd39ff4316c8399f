import type { Scenario } from '../scenario.js';
import { fires, quiet } from './checks.js';
import { absent, counter, gauge } from './values.js';

const VERSION = { model: 'churn', version: '7' };
const of = (name: string, more = ''): string => `${name}{model="churn",version="7"${more}}`;
const metric = (name: string): string => `,metric="${name}"`;
const lost =
  'The quality of churn version 7 in the newest window with enough labels is below what the reference had, by more than the margin.';
const again =
  'The quality of churn version 7 was below what the reference had, by more than the margin, in the last 2 windows with enough labels.';
const estimated = (share: string): string =>
  `The upper bound of the estimated quality of churn version 7 is ${share} of what the reference had.`;
const JOINED = 'aiops_labels_total{model="churn",version="7",outcome="joined"}';

export const QUALITY: readonly Scenario[] = [
  {
    title: 'labels show a loss beyond the margin, until a window without one is mature; the measures are named',
    alert: 'ModelQualityDegraded',
    severity: 'warning',
    interval: '1m',
    series: {
      [of('aiops_model_quality_degraded')]: gauge([0, 30], [1, 30], [0, 20]),
      [of('aiops_model_quality', metric('roc_auc'))]: gauge([0.81, 80]),
      [of('aiops_model_quality_baseline', metric('roc_auc'))]: gauge([0.9, 80]),
    },
    checks: [...quiet('39m'), fires('40m', VERSION, `${lost} Worst: roc_auc (0.090 from the reference).`), ...quiet('60m')],
  },
  {
    title: 'a second window in a row makes a page of the ticket, until one kept its quality',
    alert: 'ModelQualityDegraded',
    severity: 'critical',
    interval: '1m',
    series: {
      [of('aiops_model_quality_degraded_windows')]: gauge([0, 30], [1, 60], [2, 30], [0, 20]),
      [of('aiops_model_quality', metric('roc_auc'))]: gauge([0.81, 140]),
      [of('aiops_model_quality_baseline', metric('roc_auc'))]: gauge([0.9, 140]),
    },
    checks: [...quiet('99m'), fires('100m', VERSION, `${again} Worst: roc_auc (0.090 from the reference).`), ...quiet('120m')],
  },
  {
    title: 'one window of many that lies below by chance wakes nobody',
    alert: 'ModelQualityDegraded',
    severity: 'critical',
    interval: '1m',
    series: { [of('aiops_model_quality_degraded_windows')]: gauge([0, 30], [1, 60], [0, 20]) },
    checks: quiet('45m', '89m', '110m'),
  },
  {
    title: 'a window with too few labels is no loss',
    alert: 'ModelQualityDegraded',
    severity: 'warning',
    interval: '1m',
    series: { [of('aiops_model_quality_degraded')]: absent(60), [of('aiops_quality_window_samples')]: gauge([10, 60]) },
    checks: quiet('20m', '60m'),
  },
  {
    title: 'quality is lost in one segment, until the whole model has lost it',
    alert: 'ModelSegmentQualityDegraded',
    severity: 'warning',
    interval: '1m',
    series: {
      'aiops_segment_quality_degraded{model="churn",version="7",segment="web"}': gauge([0, 30], [1, 60]),
      'aiops_segment_quality_degraded{model="churn",version="7",segment="app"}': gauge([0, 90]),
      [of('aiops_model_quality_degraded')]: gauge([0, 60], [1, 30]),
    },
    checks: [
      ...quiet('39m'),
      fires(
        '40m',
        { ...VERSION, segment: 'web' },
        'The quality of churn version 7 among the rows with segment web in the newest window with enough labels is below what the reference had, by more than the margin.',
      ),
      ...quiet('60m'),
    ],
  },
  {
    title: 'a segment with too few labels is no loss',
    alert: 'ModelSegmentQualityDegraded',
    severity: 'warning',
    interval: '1m',
    series: {
      'aiops_segment_quality_degraded{model="churn",version="7",segment="web"}': absent(60),
      'aiops_segment_quality_samples{model="churn",version="7",segment="web"}': gauge([10, 60]),
    },
    checks: quiet('20m', '60m'),
  },
  {
    title: 'the upper bound of an estimate falls below a twentieth less than the reference had; the worst measure counts',
    alert: 'ModelQualityEstimatedLow',
    severity: 'warning',
    interval: '1m',
    series: {
      [of('aiops_model_quality_estimated_upper', metric('roc_auc'))]: gauge([0.9, 30], [0.81, 30], [0.9, 20]),
      [of('aiops_model_quality_baseline', metric('roc_auc'))]: gauge([0.9, 80]),
      [of('aiops_model_quality_estimated_upper', metric('accuracy'))]: gauge([0.9, 80]),
      [of('aiops_model_quality_baseline', metric('accuracy'))]: gauge([0.8, 80]),
    },
    checks: [...quiet('39m'), fires('40m', VERSION, estimated('90%')), ...quiet('60m')],
  },
  {
    title: 'a low upper bound of a loss is good news, not bad',
    alert: 'ModelQualityEstimatedLow',
    severity: 'warning',
    interval: '1m',
    series: {
      [of('aiops_model_quality_estimated_upper', metric('log_loss'))]: gauge([0.1, 60]),
      [of('aiops_model_quality_baseline', metric('log_loss'))]: gauge([0.4, 60]),
    },
    checks: quiet('20m', '60m'),
  },
  {
    title: 'groups are served unequally: from a tenth on it is a ticket',
    alert: 'ModelFairnessGapLarge',
    severity: 'warning',
    interval: '1m',
    series: { [of('aiops_fairness_gap', ',metric="recall",attribute="sex"')]: gauge([0.09, 30], [0.11, 30], [0.09, 20]) },
    checks: [
      ...quiet('39m'),
      fires('40m', { ...VERSION, attribute: 'sex' }, 'Between groups of sex the quality of churn version 7 differs by 0.11.'),
      ...quiet('60m'),
    ],
  },
  {
    title: 'after a week with 110 labels none is joined for two days, until some are',
    alert: 'ModelLabelsStale',
    severity: 'warning',
    interval: '5m',
    evaluation: '1h',
    // 110 labels, then five days of silence, then labels again.
    series: { [JOINED]: counter([1, 110], [0, 1330], [10, 24]) },
    checks: [
      ...quiet('59h'),
      fires('60h', { model: 'churn' }, 'No label of churn was joined to a prediction for two days; the week before had some.'),
      ...quiet('121h'),
    ],
  },
  {
    title: 'ninety labels in a week are too few to be missed',
    alert: 'ModelLabelsStale',
    severity: 'warning',
    interval: '5m',
    evaluation: '1h',
    series: { [JOINED]: counter([1, 90], [0, 1350]) },
    checks: quiet('60h', '119h'),
  },
];
