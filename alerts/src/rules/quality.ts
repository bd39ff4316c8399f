import type { AlertConfig } from '../config.js';
import type { AlertRule, RuleGroup } from '../rule.js';

const VERSION = '{{ $labels.model }} version {{ $labels.version }}';
const MODEL_VERSION = ['model', 'version'];

/** Measures of which more is better; of the others an upper bound says nothing about a loss. */
const MORE_IS_BETTER = 'metric=~"accuracy|precision|recall|specificity|f1|roc_auc|average_precision"';

const base = { cause: 'quality', guards: [], for: '10m', worst: null, dashboard: 'model' } as const satisfies Partial<AlertRule>;

const WORST_MEASURES = {
  query: 'topk(3, abs(aiops_model_quality{model=%q,version=%q} - on (model, version, metric) aiops_model_quality_baseline))',
  format: '{{ .Labels.metric }} ({{ printf "%.3f" .Value }} from the reference)',
};

/** Pages and tickets about how right a model is, and about the labels that say so. */
export function qualityRules({ quality }: AlertConfig): RuleGroup {
  return {
    name: 'aiops-quality',
    interval: null,
    records: [],
    alerts: [
      {
        ...base,
        alert: 'ModelQualityDegraded',
        severity: 'critical',
        labels: MODEL_VERSION,
        // The verdict is reached on a mature window, and only where its interval lies outside the margin; one of many does so by chance.
        signal: `max by (model, version) (aiops_model_quality_degraded_windows) >= ${quality.pageWindows}`,
        summary: 'Labels show, window after window, that the model lost quality.',
        description: `The quality of ${VERSION} was below what the reference had, by more than the margin, in the last {{ $value }} windows with enough labels.`,
        worst: WORST_MEASURES,
      },
      {
        ...base,
        alert: 'ModelQualityDegraded',
        severity: 'warning',
        labels: MODEL_VERSION,
        signal: 'max by (model, version) (aiops_model_quality_degraded) == 1',
        summary: 'Labels show that the model lost quality.',
        description: `The quality of ${VERSION} in the newest window with enough labels is below what the reference had, by more than the margin.`,
        worst: WORST_MEASURES,
      },
      {
        ...base,
        alert: 'ModelSegmentQualityDegraded',
        severity: 'warning',
        labels: [...MODEL_VERSION, 'segment'],
        // Over all segments of a window together, one is called degraded by chance in one window of twenty at most.
        signal: 'max by (model, version, segment) (aiops_segment_quality_degraded) == 1',
        guards: [
          {
            join: 'unless',
            on: MODEL_VERSION,
            expr: 'max by (model, version) (aiops_model_quality_degraded) == 1',
            why: 'where the whole model lost quality, its segments are no news',
          },
        ],
        summary: 'Labels show that the model lost quality in one segment, and not over all.',
        description: `The quality of ${VERSION} among the rows with segment {{ $labels.segment }} in the newest window with enough labels is below what the reference had, by more than the margin.`,
      },
      {
        ...base,
        alert: 'ModelQualityEstimatedLow',
        severity: 'warning',
        labels: MODEL_VERSION,
        signal: [
          'min by (model, version) (',
          `  max by (model, version, metric) (aiops_model_quality_estimated_upper{${MORE_IS_BETTER}})`,
          '  / on (model, version, metric)',
          `  max by (model, version, metric) (aiops_model_quality_baseline{${MORE_IS_BETTER}})`,
          `) < ${quality.estimatedShare}`,
        ].join('\n'),
        summary: 'Without labels, the model is expected to have lost quality.',
        description: `The upper bound of the estimated quality of ${VERSION} is {{ $value | humanizePercentage }} of what the reference had.`,
      },
      {
        ...base,
        alert: 'ModelFairnessGapLarge',
        severity: 'warning',
        labels: [...MODEL_VERSION, 'attribute'],
        signal: `max by (model, version, attribute) (aiops_fairness_gap) >= ${quality.fairnessGap}`,
        summary: 'The model serves groups of people unequally well.',
        description: `Between groups of {{ $labels.attribute }} the quality of ${VERSION} differs by {{ printf "%.2f" $value }}.`,
      },
      {
        ...base,
        alert: 'ModelLabelsStale',
        severity: 'warning',
        for: '2h',
        labels: ['model'],
        signal: 'sum by (model) (increase(aiops_labels_total{outcome="joined"}[2d])) == 0',
        guards: [
          {
            join: 'and',
            on: ['model'],
            expr: `sum by (model) (increase(aiops_labels_total{outcome="joined"}[1w] offset 2d)) >= ${quality.labelsBefore}`,
            why: 'a model that never had labels to speak of misses none',
          },
        ],
        summary: 'Labels of the model no longer come, so its quality is not measured.',
        description: 'No label of {{ $labels.model }} was joined to a prediction for two days; the week before had some.',
      },
    ],
  };
}
