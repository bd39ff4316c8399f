import type { AlertConfig } from '../config.js';
import type { AlertRule, RuleGroup } from '../rule.js';

type Ticket = Pick<AlertRule, 'alert' | 'labels' | 'signal' | 'summary' | 'description'> & Partial<AlertRule>;

const ticket = (rule: Ticket): AlertRule => ({
  severity: 'warning',
  cause: 'pipeline',
  guards: [],
  for: '10m',
  worst: null,
  dashboard: 'exporter',
  ...rule,
});

/**
 * By how much a sum of counters grew, also where a counter began with its first event: `increase` does not see that one. After a restart it
 * is negative for a while.
 *
 * @param sum up to the selector, without the closing bracket
 */
function grown(sum: string, period: string): string {
  return `(${sum}) - (${sum} offset ${period}) or ${sum}) * 0))`;
}

const USUAL_EVENTS = 'source:aiops_ingest_events:usual_increase15m';
/** Logs that are silent for all their models at once; 1 for each. Alerts about single models leave these to the alert about the log. */
export const SILENT_LOG = 'source:aiops_ingest_events:silent';

/**
 * A log of several models without a record of any, at a time that usually has some. It is recorded because whoever alerts on one model
 * must know of it.
 */
function silentLog({ silentMinExpected, silentMinModels }: AlertConfig['pipeline']): string {
  return [
    '(',
    '  sum by (source) (increase(aiops_ingest_events_total{kind="inference"}[15m])) == 0',
    `  and on (source) ${USUAL_EVENTS} >= ${silentMinExpected}`,
    `  and on (source) count by (source) (max by (source, model) (max_over_time(aiops_source_model_info[1d]))) >= ${silentMinModels}`,
    ') + 1',
  ].join('\n');
}

/** The health of the way from the log to the rules: what is sick here makes every other alert doubtful. */
export function pipelineRules({ exporterJob, pipeline }: AlertConfig): RuleGroup {
  const rejected = 'sum by (source) (increase(aiops_ingest_rejected_total{reason!="duplicate"}[15m]))';
  return {
    name: 'aiops-pipeline',
    interval: null,
    records: [
      {
        record: USUAL_EVENTS,
        expr: [
          'sum by (source) (increase(aiops_ingest_events_total{kind="inference"}[15m] offset 1w))',
          'or',
          'sum by (source) (increase(aiops_ingest_events_total{kind="inference"}[15m] offset 1d))',
        ].join('\n'),
        labels: ['source'],
      },
      {
        record: SILENT_LOG,
        expr: silentLog(pipeline),
        labels: ['source'],
      },
    ],
    alerts: [
      ticket({
        alert: 'AiopsExporterDown',
        severity: 'critical',
        labels: ['job', 'instance'],
        // Over a range: a single failed scrape is not an exporter that is down.
        signal: `max by (job, instance) (max_over_time(up{job="${exporterJob}"}[2m])) == 0\nor\nabsent(up{job="${exporterJob}"})`,
        for: '2m',
        summary: 'The exporter cannot be scraped, so nothing is known of any model.',
        description: 'Prometheus gets no answer from the exporter {{ $labels.instance }} (job {{ $labels.job }}), or has no such target.',
      }),
      ticket({
        alert: 'IngestSourceDown',
        labels: ['source'],
        signal: 'min by (source) (max_over_time(aiops_source_up[5m])) == 0',
        summary: 'A source of the exporter cannot be read.',
        description: 'The source {{ $labels.source }} cannot be read; nothing of it is counted.',
      }),
      ticket({
        alert: 'IngestSilent',
        severity: 'critical',
        labels: ['source'],
        signal: SILENT_LOG,
        for: '2m',
        summary: 'A log that several models write to brings nothing, so nothing is known of any of them.',
        description:
          'No record of {{ $labels.source }} in the last 15 minutes, of any model; the same time last week (or yesterday, for a log younger than a week) had some.',
      }),
      ticket({
        alert: 'IngestStale',
        labels: ['source'],
        signal: `max by (source) (aiops_ingest_lag_seconds) > ${pipeline.lagSeconds}`,
        summary: 'The exporter lags behind a log that it reads.',
        description: 'The newest record read of {{ $labels.source }} is {{ $value | humanizeDuration }} old, and there is more to read.',
      }),
      ticket({
        alert: 'IngestRejecting',
        labels: ['source'],
        signal: [
          rejected,
          '/',
          `(${rejected} + sum by (source) (increase(aiops_ingest_events_total[15m])))`,
          `>= ${pipeline.rejectedShare}`,
        ].join('\n'),
        guards: [
          {
            join: 'and',
            on: ['source'],
            expr: `${rejected} >= ${pipeline.minRejected}`,
            why: 'a few broken lines are no change of the log',
          },
        ],
        summary: 'Many records of a log are not accepted, so they are in no number.',
        description: '{{ $value | humanizePercentage }} of the records of {{ $labels.source }} were rejected in the last 15 minutes.',
        worst: {
          query: 'topk(3, sum by (reason) (increase(aiops_ingest_rejected_total{reason!="duplicate",source=%q}[15m])) > 0)',
          format: '{{ .Labels.reason }} ({{ .Value | humanize }} records)',
        },
      }),
      ticket({
        alert: 'CheckpointStale',
        labels: ['job', 'instance'],
        signal: `max by (job, instance) (aiops_checkpoint_age_seconds) > ${pipeline.checkpointSeconds}`,
        summary: 'The exporter does not commit what it reads, so its numbers stand still.',
        description: 'The exporter {{ $labels.instance }} committed last {{ $value | humanizeDuration }} ago.',
      }),
      ticket({
        alert: 'SeriesBudgetExceeded',
        labels: ['family', 'reason'],
        signal: `${grown('sum by (family, reason) (aiops_series_dropped_total', '1h')} > 0`,
        for: null,
        summary: 'The exporter leaves series out, because the budget is spent.',
        description: '{{ $value | humanize }} series of {{ $labels.family }} were left out in the last hour ({{ $labels.reason }}).',
      }),
      ticket({
        alert: 'ConfigReloadFailed',
        labels: ['job', 'instance'],
        signal: 'max by (job, instance) (max_over_time(aiops_config_last_reload_successful[5m])) == 0',
        summary: 'The exporter refused its new configuration and runs with the old one.',
        description: 'The last reload of the exporter {{ $labels.instance }} was refused; its log says why.',
      }),
      ticket({
        alert: 'IncidentReconcileFailed',
        labels: ['source'],
        signal: 'max by (source) (max_over_time(aiops_alertmanager_up[5m])) == 0',
        summary: 'The exporter cannot ask Alertmanager which alerts still fire, so incidents may stay open.',
        description: 'The last polls of {{ $labels.source }} were not answered.',
      }),
      ticket({
        alert: 'IncidentNotificationsMissing',
        labels: ['source'],
        signal: `time() - max by (source) (aiops_notifications_last_timestamp_seconds{source="alertmanager"}) > ${pipeline.notificationSeconds}`,
        summary: 'The exporter hears nothing of Alertmanager any more, so incidents are not opened.',
        description: 'The last notification of {{ $labels.source }} came {{ $value | humanizeDuration }} ago.',
      }),
      ticket({
        alert: 'IncidentNotificationsRejected',
        labels: ['source', 'outcome'],
        signal: `${grown('sum by (source, outcome) (aiops_notifications_total{outcome=~"rejected|truncated"}', '15m')} > 0`,
        summary: 'Notifications about alerts are not usable, or were cut off by their sender.',
        description:
          '{{ $value | humanize }} alerts in notifications of {{ $labels.source }} were {{ $labels.outcome }} in the last 15 minutes.',
      }),
      ticket({
        alert: 'AiopsWatchdog',
        severity: 'none',
        labels: [],
        signal: 'vector(1)',
        for: null,
        summary: 'This alert always fires; when it stops, alerting itself is broken.',
        description: 'The way from the rules through Alertmanager to the receiver works as long as this arrives.',
      }),
    ],
  };
}
