import type { Scenario } from '../scenario.js';
import { fires, quiet } from './checks.js';
import { counter } from './values.js';

const rows = (perMinute: number): Record<string, string> => ({
  'aiops_feature_values_total{model="churn",version="7",feature="age",bin="b00"}': counter([perMinute / 2, 240]),
  'aiops_feature_values_total{model="churn",version="7",feature="age",bin="b01"}': counter([perMinute / 2, 240]),
  'aiops_feature_values_total{model="churn",version="7",feature="plan",bin="basic"}': counter([perMinute, 240]),
});
const mismatch = (kind: string): string => `aiops_schema_mismatch_total{model="churn",version="7",kind="${kind}"}`;
const violation = (feature: string, check: string): string =>
  `aiops_data_quality_violations_total{model="churn",version="7",feature="${feature}",check="${check}"}`;

const of = (label: string, value: string): Record<string, string> => ({ model: 'churn', version: '7', [label]: value });
const misfit = (share: string, kind: string): string =>
  `${share} of the records of churn version 7 in the last hour had a feature of the kind ${kind}.`;
const broken = (check: string, share: string, worst: string): string =>
  `The check ${check} was broken in ${share} of the records of churn version 7 in the last hour. Worst: ${worst}.`;

export const DATA_QUALITY: readonly Scenario[] = [
  {
    title: 'a feature is missing from one record in fifty: the ticket comes when that is one in a hundred over an hour',
    alert: 'ModelSchemaMismatch',
    severity: 'warning',
    interval: '1m',
    series: { ...rows(100), [mismatch('missing_feature')]: counter([0, 60], [2, 50], [0, 130]) },
    checks: [...quiet('99m'), fires('100m', of('kind', 'missing_feature'), misfit('1.333%', 'missing_feature')), ...quiet('141m')],
  },
  {
    title: 'forty odd records are no other schema, fifty are',
    alert: 'ModelSchemaMismatch',
    severity: 'warning',
    interval: '1m',
    series: { ...rows(5), [mismatch('type_changed')]: counter([0, 60], [1, 80], [0, 100]) },
    checks: [...quiet('119m'), fires('120m', of('kind', 'type_changed'), misfit('20%', 'type_changed')), ...quiet('151m')],
  },
  {
    title: 'a feature that the model does not use is no mismatch to be told',
    alert: 'ModelSchemaMismatch',
    severity: 'warning',
    interval: '1m',
    series: { ...rows(100), [mismatch('extra_feature')]: counter([100, 240]) },
    checks: quiet('80m', '240m'),
  },
  {
    title: 'values out of range in one record in fifty; the features are named',
    alert: 'ModelDataQualityDegraded',
    severity: 'warning',
    interval: '1m',
    series: {
      ...rows(100),
      [violation('age', 'range')]: counter([0, 60], [1.5, 50], [0, 130]),
      [violation('income', 'range')]: counter([0, 60], [0.5, 50], [0, 130]),
      [violation('plan', 'range')]: counter([0, 240]),
    },
    checks: [
      ...quiet('99m'),
      fires('100m', of('check', 'range'), broken('range', '1.333%', 'age (60 values), income (20 values)')),
      ...quiet('141m'),
    ],
  },
  {
    title: 'forty values of unknown categories are no change of the data, fifty are',
    alert: 'ModelDataQualityDegraded',
    severity: 'warning',
    interval: '1m',
    series: { ...rows(5), [violation('plan', 'unseen_category')]: counter([0, 60], [1, 80], [0, 100]) },
    checks: [
      ...quiet('119m'),
      fires('120m', of('check', 'unseen_category'), broken('unseen_category', '20%', 'plan (60 values)')),
      ...quiet('151m'),
    ],
  },
  {
    title: 'missing values are judged by drift, against what the baseline expects of them',
    alert: 'ModelDataQualityDegraded',
    severity: 'warning',
    interval: '1m',
    series: { ...rows(100), [violation('age', 'missing')]: counter([50, 240]) },
    checks: quiet('80m', '240m'),
  },
];
