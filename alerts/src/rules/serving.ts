import type { AlertConfig } from '../config.js';
import type { AlertRule, RuleGroup } from '../rule.js';
import { SILENT_LOG } from './pipeline.js';

const percent = '{{ $value | humanizePercentage }}';
const VERSION = '{{ $labels.model }} version {{ $labels.version }}';

/** Pages and tickets about how a model answers. */
export function servingRules(config: AlertConfig): RuleGroup {
  const { serving } = config;
  return {
    name: 'aiops-serving',
    interval: null,
    records: [
      {
        record: 'model:aiops_inference_requests:usual_increase15m',
        // Last week decides where it has data: weekends look like weekends. A model younger than a week has yesterday.
        expr: [
          'sum by (model) (increase(aiops_inference_requests_total[15m] offset 1w))',
          'or',
          'sum by (model) (increase(aiops_inference_requests_total[15m] offset 1d))',
        ].join('\n'),
        labels: ['model'],
      },
    ],
    alerts: [
      {
        alert: 'ModelServingDown',
        severity: 'critical',
        cause: 'serving',
        labels: ['model', 'version'],
        signal: `sum by (model, version) (increase(aiops_inference_requests_total{outcome=~"error|timeout"}[5m])) >= ${serving.downMinFailures}`,
        guards: [
          {
            join: 'unless',
            on: ['model', 'version'],
            expr: 'sum by (model, version) (increase(aiops_inference_requests_total{outcome="ok"}[5m])) > 0',
            why: 'a model that answers some requests is not down: how many fail is the error budget',
          },
        ],
        for: '2m',
        summary: 'Every request to the model fails.',
        description: `${VERSION} has answered nothing for five minutes; {{ $value | humanize }} requests failed.`,
        worst: null,
        dashboard: 'model',
      },
      {
        alert: 'ModelTrafficAbsent',
        severity: 'critical',
        cause: 'serving',
        labels: ['model'],
        signal: 'sum by (model) (increase(aiops_inference_requests_total[15m])) == 0',
        guards: [
          {
            join: 'and',
            on: ['model'],
            expr: `model:aiops_inference_requests:usual_increase15m >= ${serving.absentMinExpected}`,
            why: 'a model that is quiet at this time of the week is no incident',
          },
          {
            join: 'unless',
            on: ['model'],
            expr: [
              'max by (model) (',
              '  max by (source, model) (max_over_time(aiops_source_model_info[1d]))',
              `  and on (source) ${SILENT_LOG}`,
              ')',
            ].join('\n'),
            why: 'a log that is silent for all its models says nothing of one of them',
          },
        ],
        for: '2m',
        summary: 'A model that has traffic at this time of the week gets none.',
        description:
          'No request to {{ $labels.model }} in the last 15 minutes; the same time last week (or yesterday, for a model younger than a week) had some.',
        worst: null,
        dashboard: 'model',
      },
      predictionCollapsed(config),
    ],
  };
}

function predictionCollapsed({ serving }: AlertConfig): AlertRule {
  const predictions = (range: string, by: string, matchers = ''): string =>
    `sum by (${by}) (increase(aiops_predictions_total${matchers}${range}))`;
  const shareOf = (range: string): string =>
    `${predictions(range, 'model, version, class')} / on (model, version) group_left () ${predictions(range, 'model, version')}`;
  const oneClass = [
    'max by (model, version) (',
    `  (${shareOf('[30m]')} >= ${serving.collapsedShare})`,
    '  and on (model, version, class)',
    `  (${shareOf('[1d] offset 30m')} < ${serving.collapseUsual})`,
    ')',
  ].join('\n');
  const lost = predictions('[30m]', 'model, version', '{class=~"missing|invalid"}');
  const unusable = `(${lost} / ${predictions('[30m]', 'model, version')} >= ${serving.unusableShare})`;
  return {
    alert: 'ModelPredictionCollapsed',
    severity: 'critical',
    cause: 'drift',
    labels: ['model', 'version'],
    signal: `${oneClass}\nor\n${unusable}`,
    guards: [
      {
        join: 'and',
        on: ['model', 'version'],
        expr: `sum by (model, version) (increase(aiops_predictions_total[30m])) >= ${serving.collapseMinPredictions}`,
        why: 'a handful of predictions of one class says nothing',
      },
    ],
    for: '2m',
    summary: 'The model answers one and the same, or nothing usable.',
    description: `${percent} of the predictions of ${VERSION} in the last half hour are of one class, or missing or invalid.`,
    worst: null,
    dashboard: 'model',
  };
}
