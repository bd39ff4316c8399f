import type { AlertConfig } from '../config.js';
import type { AlertRule, Guard, RuleGroup } from '../rule.js';

const percent = '{{ $value | humanizePercentage }}';
const VERSION = '{{ $labels.model }} version {{ $labels.version }}';
const MODEL_VERSION = ['model', 'version'];

/** How many times its own threshold a feature drifted; of two methods the worse. Filled in with model and version. */
const WORST = {
  query:
    'topk(3, max by (feature) (aiops_feature_drift_score{model=%q,version=%q} / on (model, version, feature, method) aiops_feature_drift_threshold) and on (feature) max by (feature) (aiops_feature_drifted{model=%q,version=%q}) == 1)',
  format: '{{ .Labels.feature }} ({{ printf "%.1f" .Value }} times its threshold)',
};

/** Tickets about drift, and the one page. */
export function driftRules(config: AlertConfig): RuleGroup {
  const { drift } = config;
  const guards = [freshVerdict(config), mostFeaturesJudged(config)];
  return {
    name: 'aiops-drift',
    interval: null,
    records: [],
    alerts: [
      {
        alert: 'ModelFeatureDrift',
        severity: 'critical',
        cause: 'drift',
        labels: MODEL_VERSION,
        signal: `max by (model, version) (aiops_drift_rate_weighted) >= ${drift.criticalWeight}`,
        guards: [
          {
            join: 'and',
            on: MODEL_VERSION,
            expr: 'max by (model, version) (aiops_prediction_drifted) == 1',
            why: 'drift that the prediction does not show is a ticket, not a page',
          },
          freshVerdict(config),
        ],
        for: '10m',
        summary: 'The features that the model leans on drifted, and its predictions with them.',
        description: `Drifted features hold ${percent} of the importance in ${VERSION}, and its predictions drifted too.`,
        worst: WORST,
        dashboard: 'model',
      },
      {
        alert: 'ModelFeatureDrift',
        severity: 'warning',
        cause: 'drift',
        labels: MODEL_VERSION,
        signal: [
          `max by (model, version) (aiops_drift_rate) >= ${drift.rate}`,
          'or',
          '(',
          `  max by (model, version) (aiops_drift_rate) >= ${drift.rateWhileFiring}`,
          '  and on (model, version)',
          '  ALERTS{alertname="ModelFeatureDrift",alertstate="firing",severity="warning"}',
          ')',
        ].join('\n'),
        guards,
        for: '10m',
        summary: 'Many features of the model drifted from its training data.',
        description: `${percent} of the judged features of ${VERSION} drifted in the last closed window.`,
        worst: WORST,
        dashboard: 'model',
      },
      {
        alert: 'ModelPredictionDrift',
        severity: 'warning',
        cause: 'drift',
        labels: MODEL_VERSION,
        signal: 'max by (model, version) (aiops_prediction_drifted) == 1',
        guards: [freshVerdict(config)],
        for: '10m',
        summary: 'The predictions of the model drifted from those on its training data.',
        description: `The distribution of the predictions of ${VERSION} shifted in the last closed window.`,
        worst: null,
        dashboard: 'model',
      },
      {
        alert: 'ModelSegmentDrift',
        severity: 'warning',
        cause: 'drift',
        labels: [...MODEL_VERSION, 'segment'],
        signal: `max by (model, version, segment) (aiops_segment_drift_rate) >= ${drift.segmentRate}`,
        guards: [
          {
            join: 'unless',
            on: MODEL_VERSION,
            expr: `max by (model, version) (aiops_drift_rate) >= ${drift.rate}`,
            why: 'where the whole model drifted, its segments are no news',
          },
          freshVerdict(config),
        ],
        for: '10m',
        summary: 'Features of the model drifted in one segment, and not over all.',
        description: `${percent} of the judged features of ${VERSION} drifted among the rows with segment {{ $labels.segment }} in the last closed window.`,
        worst: null,
        dashboard: 'model',
      },
      driftCheckStale(config),
      {
        alert: 'ModelBaselineMissing',
        severity: 'warning',
        cause: 'pipeline',
        labels: MODEL_VERSION,
        signal: `sum by (model, version) (increase(aiops_inference_requests_total[1h])) >= ${drift.baselineMinRequests}`,
        guards: [
          {
            join: 'unless',
            on: MODEL_VERSION,
            expr: 'max by (model, version) (aiops_baseline_info)',
            why: 'a version that has a baseline misses none',
          },
        ],
        for: '1h',
        summary: 'A model version serves without a baseline, so nobody would see it drift.',
        description: `${VERSION} had {{ $value | humanize }} requests in the last hour, and no baseline is active for it (none is set, or it is still being learned).`,
        worst: null,
        dashboard: 'model',
      },
    ],
  };
}

const ageOfVerdict = 'time() - max by (model, version) (aiops_drift_window_end_timestamp_seconds)';

function longestAge({ drift }: AlertConfig): string {
  return `clamp_min(${drift.staleWindows} * max by (model) (aiops_drift_window_seconds), ${drift.staleMinSeconds})`;
}

/** What ModelDriftCheckStale is for, is said by it alone. */
function freshVerdict(config: AlertConfig): Guard {
  return {
    join: 'and',
    on: MODEL_VERSION,
    expr: `(${ageOfVerdict}) <= on (model) group_left () ${longestAge(config)}`,
    why: 'a verdict that stands still would be drift for ever',
  };
}

function mostFeaturesJudged({ drift }: AlertConfig): Guard {
  const judged = 'max by (model, version) (aiops_judged_features)';
  return {
    join: 'and',
    on: MODEL_VERSION,
    expr: `${judged} / (${judged} + max by (model, version) (aiops_insufficient_features)) >= ${drift.minJudgedShare}`,
    why: 'the few features that had enough values do not speak for the model',
  };
}

function driftCheckStale(config: AlertConfig): AlertRule {
  return {
    alert: 'ModelDriftCheckStale',
    severity: 'warning',
    cause: 'pipeline',
    labels: MODEL_VERSION,
    signal: `(${ageOfVerdict}) > on (model) group_left () ${longestAge(config)}`,
    guards: [
      {
        join: 'and',
        on: MODEL_VERSION,
        expr: 'sum by (model, version) (increase(aiops_inference_requests_total[1h])) > 0',
        why: 'a version without traffic has nothing to judge',
      },
      {
        join: 'and',
        on: MODEL_VERSION,
        expr: 'sum by (model, version) (increase(aiops_inference_requests_total[1h] offset 1h)) > 0',
        why: 'where traffic has just come back (after a night, after an outage) no window of it has ended yet',
      },
    ],
    for: '10m',
    summary: 'The model has traffic, but its last drift verdict is old.',
    description: `The last window of ${VERSION} that was judged ended {{ $value | humanizeDuration }} ago.`,
    worst: null,
    dashboard: 'model',
  };
}
