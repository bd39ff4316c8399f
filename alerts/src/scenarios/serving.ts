import type { Scenario } from '../scenario.js';
import { fires, quiet } from './checks.js';
import { absent, counter, gauge } from './values.js';

const requests = (outcome: string): string => `aiops_inference_requests_total{model="churn",version="7",outcome="${outcome}"}`;
const predictions = (name: string): string => `aiops_predictions_total{model="churn",version="7",class="${name}"}`;
/** What the rules on the pipeline record of a silent log. */
const SILENT = 'source:aiops_ingest_events:silent{source="scoring"}';
const VERSION = { model: 'churn', version: '7' };

const noRequest =
  'No request to churn in the last 15 minutes; the same time last week (or yesterday, for a model younger than a week) had some.';
const collapsed = (share: string): string =>
  `${share} of the predictions of churn version 7 in the last half hour are of one class, or missing or invalid.`;

export const SERVING: readonly Scenario[] = [
  {
    title: 'eleven failures in five minutes and no answer: the model is down until it answers again',
    alert: 'ModelServingDown',
    severity: 'critical',
    interval: '1m',
    series: {
      [requests('ok')]: counter([60, 20], [0, 20], [60, 20]),
      [requests('error')]: counter([0, 20], [1.1, 40]),
      [requests('timeout')]: counter([0, 20], [1.1, 40]),
    },
    checks: [
      ...quiet('26m'),
      fires('27m', VERSION, 'churn version 7 has answered nothing for five minutes; 11 requests failed.'),
      ...quiet('41m'),
    ],
  },
  {
    title: 'nine failures are not enough to call a model down',
    alert: 'ModelServingDown',
    severity: 'critical',
    interval: '1m',
    series: { [requests('ok')]: counter([60, 20], [0, 40]), [requests('error')]: counter([0, 20], [1.8, 40]) },
    checks: quiet('27m', '60m'),
  },
  {
    title: 'a model that answers some requests is not down',
    alert: 'ModelServingDown',
    severity: 'critical',
    interval: '1m',
    series: { [requests('ok')]: counter([1, 60]), [requests('error')]: counter([60, 60]) },
    checks: quiet('10m', '60m'),
  },
  {
    title: 'requests that are refused before the model runs do not take it down',
    alert: 'ModelServingDown',
    severity: 'critical',
    interval: '1m',
    series: { [requests('ok')]: counter([0, 60]), [requests('rejected')]: counter([60, 60]) },
    checks: quiet('10m', '60m'),
  },
  {
    title: 'no request for a quarter of an hour in which yesterday had more than twenty, until they come again',
    alert: 'ModelTrafficAbsent',
    severity: 'critical',
    interval: '1m',
    series: { [requests('ok')]: counter([1.5, 1500], [0, 40], [1.5, 20]) },
    checks: [...quiet('1516m'), fires('1517m', { model: 'churn' }, noRequest), ...quiet('1541m')],
  },
  {
    title: 'a model with eighteen requests in a quarter of an hour may be silent for one',
    alert: 'ModelTrafficAbsent',
    severity: 'critical',
    interval: '1m',
    series: { [requests('ok')]: counter([1.2, 1500], [0, 60]) },
    checks: quiet('1517m', '1560m'),
  },
  {
    title: 'what last week was quiet may be quiet, whatever yesterday had',
    alert: 'ModelTrafficAbsent',
    severity: 'critical',
    interval: '5m',
    evaluation: '1h',
    // Hours 0 to 12 of the first day are quiet, and so are those of the eighth.
    series: { [requests('ok')]: counter([0, 144], [100, 1872], [0, 144]) },
    checks: quiet('169h', '175h'),
  },
  {
    title: 'what was busy last week is missed, though yesterday was quiet',
    alert: 'ModelTrafficAbsent',
    severity: 'critical',
    interval: '5m',
    evaluation: '1h',
    series: { [requests('ok')]: counter([100, 1728], [0, 432]) },
    checks: [fires('175h', { model: 'churn' }, noRequest)],
  },
  {
    title: 'where the whole log of two models is silent, nothing is said of one of them',
    alert: 'ModelTrafficAbsent',
    severity: 'critical',
    interval: '1m',
    series: {
      [requests('ok')]: counter([1.5, 1500], [0, 60]),
      [SILENT]: `${absent(1515)} ${gauge([1, 45])}`,
      'aiops_source_model_info{source="scoring",model="churn"}': gauge([1, 1560]),
    },
    checks: quiet('1517m', '1550m'),
  },
  {
    title: 'another log that is silent says nothing of this model',
    alert: 'ModelTrafficAbsent',
    severity: 'critical',
    interval: '1m',
    series: {
      [requests('ok')]: counter([1.5, 1500], [0, 60]),
      [SILENT]: `${absent(1515)} ${gauge([1, 45])}`,
      'aiops_source_model_info{source="batch",model="churn"}': gauge([1, 1560]),
    },
    checks: [fires('1517m', { model: 'churn' }, noRequest)],
  },
  {
    title: 'seven predictions a minute, three quarters of them of one class, become all of one class',
    alert: 'ModelPredictionCollapsed',
    severity: 'critical',
    interval: '1m',
    series: {
      [predictions('yes')]: counter([1.75, 300], [0, 60], [3.5, 20]),
      [predictions('no')]: counter([5.25, 300], [7, 60], [3.5, 20]),
    },
    checks: [...quiet('330m'), fires('331m', VERSION, collapsed('100%')), ...quiet('361m')],
  },
  {
    title: 'a model that usually gives nine tenths of its predictions to one class may give it all of them',
    alert: 'ModelPredictionCollapsed',
    severity: 'critical',
    interval: '1m',
    series: { [predictions('yes')]: counter([1, 300], [0, 60]), [predictions('no')]: counter([9, 300], [10, 60]) },
    checks: quiet('332m', '345m', '360m'),
  },
  {
    title: 'a hundred and eighty predictions of one class say nothing',
    alert: 'ModelPredictionCollapsed',
    severity: 'critical',
    interval: '1m',
    series: { [predictions('yes')]: counter([3, 300], [0, 60]), [predictions('no')]: counter([3, 300], [6, 60]) },
    checks: quiet('332m', '345m', '360m'),
  },
  {
    title: 'half of the predictions missing or invalid',
    alert: 'ModelPredictionCollapsed',
    severity: 'critical',
    interval: '1m',
    series: {
      [predictions('yes')]: counter([5, 300], [0, 20], [5, 40]),
      [predictions('no')]: counter([5, 300], [0, 20], [5, 40]),
      [predictions('missing')]: counter([0, 300], [5, 20], [0, 40]),
      [predictions('invalid')]: counter([0, 300], [5, 20], [0, 40]),
    },
    checks: [...quiet('316m'), fires('317m', VERSION, collapsed('56.67%')), ...quiet('336m')],
  },
];
