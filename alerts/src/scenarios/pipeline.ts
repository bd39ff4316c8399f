import type { Scenario } from '../scenario.js';
import { fires, quiet } from './checks.js';
import { absent, counter, gauge } from './values.js';

const EXPORTER = 'job="aiops",instance="host:9464"';
const up = `up{${EXPORTER}}`;
const rejected = (reason: string): string => `aiops_ingest_rejected_total{${EXPORTER},source="scoring",reason="${reason}"}`;
const EVENTS = `aiops_ingest_events_total{${EXPORTER},source="scoring",kind="inference"}`;
const DROPPED = `aiops_series_dropped_total{${EXPORTER},family="aiops_feature_values_total",reason="budget"}`;

const carries = (model: string): string => `aiops_source_model_info{${EXPORTER},source="scoring",model="${model}"}`;
const silent =
  'No record of scoring in the last 15 minutes, of any model; the same time last week (or yesterday, for a log younger than a week) had some.';

const HOST = { job: 'aiops', instance: 'host:9464' };
const SCORING = { source: 'scoring' };
const MANAGER = { source: 'alertmanager' };
const FAMILY = { family: 'aiops_feature_values_total', reason: 'budget' };
const noAnswer = (instance: string): string =>
  `Prometheus gets no answer from the exporter ${instance} (job aiops), or has no such target.`;
const leftOut = '40 series of aiops_feature_values_total were left out in the last hour (budget).';
const works = 'The way from the rules through Alertmanager to the receiver works as long as this arrives.';

const PIPELINE_TICKET = { severity: 'warning', interval: '1m' } as const;

export const PIPELINE: readonly Scenario[] = [
  {
    title: 'the exporter does not answer, until it does',
    alert: 'AiopsExporterDown',
    severity: 'critical',
    interval: '1m',
    series: { [up]: gauge([1, 30], [0, 10], [1, 20]) },
    checks: [...quiet('33m'), fires('34m', HOST, noAnswer('host:9464')), ...quiet('40m')],
  },
  {
    title: 'one failed scrape is not an exporter that is down',
    alert: 'AiopsExporterDown',
    severity: 'critical',
    interval: '1m',
    series: { [up]: gauge([1, 30], [0, 1], [1, 1], [0, 1], [1, 20]) },
    checks: quiet('32m', '34m', '36m', '50m'),
  },
  {
    title: 'no target of the job at all is as bad as one that is down',
    alert: 'AiopsExporterDown',
    severity: 'critical',
    interval: '1m',
    series: { 'up{job="other",instance="host:1"}': gauge([1, 30]) },
    checks: [...quiet('1m'), fires('2m', { job: 'aiops' }, noAnswer(''))],
  },
  {
    ...PIPELINE_TICKET,
    title: 'a source that cannot be read, until it can',
    alert: 'IngestSourceDown',
    series: { [`aiops_source_up{${EXPORTER},source="scoring"}`]: gauge([1, 30], [0, 30], [1, 20]) },
    checks: [...quiet('44m'), fires('45m', SCORING, 'The source scoring cannot be read; nothing of it is counted.'), ...quiet('60m')],
  },
  {
    title: 'a log of two models brings nothing for a quarter of an hour in which yesterday had more than twenty, until it brings something',
    alert: 'IngestSilent',
    severity: 'critical',
    interval: '1m',
    series: {
      [EVENTS]: counter([1.5, 1500], [0, 40], [1.5, 20]),
      [carries('churn')]: gauge([1, 1560]),
      [carries('fraud')]: gauge([1, 1560]),
    },
    checks: [...quiet('1516m'), fires('1517m', SCORING, silent), ...quiet('1541m')],
  },
  {
    title: 'a log with eighteen records in a quarter of an hour may be silent for one',
    alert: 'IngestSilent',
    severity: 'critical',
    interval: '1m',
    series: { [EVENTS]: counter([1.2, 1500], [0, 60]), [carries('churn')]: gauge([1, 1560]), [carries('fraud')]: gauge([1, 1560]) },
    checks: quiet('1517m', '1560m'),
  },
  {
    title: 'a log of one model is silent where the model has no callers: that is for ModelTrafficAbsent to say',
    alert: 'IngestSilent',
    severity: 'critical',
    interval: '1m',
    series: { [EVENTS]: counter([1.5, 1500], [0, 60]), [carries('churn')]: gauge([1, 1560]) },
    checks: quiet('1517m', '1560m'),
  },
  {
    title: 'a log that last week was quiet may be quiet, whatever yesterday had',
    alert: 'IngestSilent',
    severity: 'critical',
    interval: '5m',
    evaluation: '1h',
    series: {
      [EVENTS]: counter([0, 144], [100, 1872], [0, 144]),
      [carries('churn')]: gauge([1, 2160]),
      [carries('fraud')]: gauge([1, 2160]),
    },
    checks: quiet('169h', '175h'),
  },
  {
    ...PIPELINE_TICKET,
    title: 'reading falls behind by half a minute a minute: the ticket comes ten minutes after a quarter of an hour is reached',
    alert: 'IngestStale',
    series: { [`aiops_ingest_lag_seconds{${EXPORTER},source="scoring"}`]: `0+30x60 ${gauge([0, 20])}` },
    checks: [
      ...quiet('40m'),
      fires('41m', SCORING, 'The newest record read of scoring is 20m 30s old, and there is more to read.'),
      ...quiet('61m'),
    ],
  },
  {
    ...PIPELINE_TICKET,
    title: 'one record in eleven is rejected: the ticket says why',
    alert: 'IngestRejecting',
    series: {
      [EVENTS]: counter([100, 200]),
      [rejected('syntax')]: counter([0, 60], [8, 40], [0, 100]),
      [rejected('schema')]: counter([0, 60], [2, 40], [0, 100]),
    },
    checks: [
      ...quiet('77m'),
      fires(
        '78m',
        SCORING,
        '9.091% of the records of scoring were rejected in the last 15 minutes. Worst: syntax (120 records), schema (30 records).',
      ),
      ...quiet('108m'),
    ],
  },
  {
    ...PIPELINE_TICKET,
    title: 'of two records a minute and two rejected, twenty rejected ones make a ticket',
    alert: 'IngestRejecting',
    series: { [EVENTS]: counter([2, 200]), [rejected('syntax')]: counter([0, 60], [2, 40], [0, 100]) },
    checks: [
      ...quiet('79m'),
      fires('80m', SCORING, '50% of the records of scoring were rejected in the last 15 minutes. Worst: syntax (30 records).'),
      ...quiet('106m'),
    ],
  },
  {
    ...PIPELINE_TICKET,
    title: 'records that were sent twice are not lost',
    alert: 'IngestRejecting',
    series: { [EVENTS]: counter([100, 200]), [rejected('duplicate')]: counter([100, 200]) },
    checks: quiet('30m', '200m'),
  },
  {
    ...PIPELINE_TICKET,
    title: 'the last commit is five minutes old, and older',
    alert: 'CheckpointStale',
    series: { [`aiops_checkpoint_age_seconds{${EXPORTER}}`]: `0+60x30 ${gauge([1, 20])}` },
    checks: [...quiet('15m'), fires('16m', HOST, 'The exporter host:9464 committed last 16m 0s ago.'), ...quiet('31m')],
  },
  {
    ...PIPELINE_TICKET,
    title: 'series were left out: that is told for an hour',
    alert: 'SeriesBudgetExceeded',
    series: { [DROPPED]: counter([0, 89], [40, 1], [0, 110]) },
    checks: [...quiet('89m'), fires('90m', FAMILY, leftOut), ...quiet('150m')],
  },
  {
    ...PIPELINE_TICKET,
    title: 'series that were left out before Prometheus saw the counter are told too',
    alert: 'SeriesBudgetExceeded',
    series: { [DROPPED]: `${absent(30)} ${gauge([40, 100])}` },
    checks: [...quiet('29m'), fires('30m', FAMILY, leftOut), ...quiet('90m')],
  },
  {
    ...PIPELINE_TICKET,
    title: 'a configuration was refused, until one is taken',
    alert: 'ConfigReloadFailed',
    series: { [`aiops_config_last_reload_successful{${EXPORTER}}`]: gauge([1, 30], [0, 30], [1, 20]) },
    checks: [
      ...quiet('44m'),
      fires('45m', HOST, 'The last reload of the exporter host:9464 was refused; its log says why.'),
      ...quiet('60m'),
    ],
  },
  {
    ...PIPELINE_TICKET,
    title: 'Alertmanager does not answer the polls, until it does',
    alert: 'IncidentReconcileFailed',
    series: { [`aiops_alertmanager_up{${EXPORTER},source="alertmanager"}`]: gauge([1, 30], [0, 30], [1, 20]) },
    checks: [...quiet('44m'), fires('45m', MANAGER, 'The last polls of alertmanager were not answered.'), ...quiet('60m')],
  },
  {
    ...PIPELINE_TICKET,
    title: 'the heartbeat of Alertmanager stops, and comes back',
    alert: 'IncidentNotificationsMissing',
    series: {
      [`aiops_notifications_last_timestamp_seconds{${EXPORTER},source="alertmanager"}`]: `0+60x30 ${gauge([1800, 30], [3600, 10])}`,
      // Grafana sends when it has something to say.
      [`aiops_notifications_last_timestamp_seconds{${EXPORTER},source="grafana"}`]: gauge([0, 70]),
    },
    checks: [...quiet('55m'), fires('56m', MANAGER, 'The last notification of alertmanager came 26m 0s ago.'), ...quiet('61m')],
  },
  {
    ...PIPELINE_TICKET,
    title: 'a notification that was cut off is told for a quarter of an hour',
    alert: 'IncidentNotificationsRejected',
    series: {
      [`aiops_notifications_total{${EXPORTER},source="alertmanager",outcome="truncated"}`]: counter([0, 30], [3, 1], [0, 60]),
      [`aiops_notifications_total{${EXPORTER},source="alertmanager",outcome="duplicate"}`]: counter([3, 90]),
    },
    checks: [
      ...quiet('40m'),
      fires(
        '41m',
        { source: 'alertmanager', outcome: 'truncated' },
        '3 alerts in notifications of alertmanager were truncated in the last 15 minutes.',
      ),
      ...quiet('46m'),
    ],
  },
  {
    ...PIPELINE_TICKET,
    title: 'the first notification ever that was not usable is told too',
    alert: 'IncidentNotificationsRejected',
    series: { [`aiops_notifications_total{${EXPORTER},source="grafana",outcome="rejected"}`]: `${absent(30)} ${gauge([1, 60])}` },
    checks: [
      ...quiet('39m'),
      fires(
        '40m',
        { source: 'grafana', outcome: 'rejected' },
        '1 alerts in notifications of grafana were rejected in the last 15 minutes.',
      ),
      ...quiet('45m'),
    ],
  },
  {
    title: 'always fires',
    alert: 'AiopsWatchdog',
    severity: 'none',
    interval: '1m',
    series: { [up]: gauge([1, 60]) },
    checks: [fires('0m', {}, works), fires('60m', {}, works)],
  },
];
