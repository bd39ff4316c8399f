import type { AlertConfig } from '../config.js';
import type { AlertRule, RuleGroup } from '../rule.js';

const percent = '{{ $value | humanizePercentage }}';
const VERSION = '{{ $labels.model }} version {{ $labels.version }}';
const ROWS = 'model_version:aiops_feature_values:rows_increase1h';

/** Tickets about values and records that do not fit what the baseline implies. */
export function dataQualityRules({ dataQuality }: AlertConfig): RuleGroup {
  return {
    name: 'aiops-data-quality',
    interval: null,
    records: [
      {
        // Every row counts in some bin of every feature, so each feature counts the rows. Requests would leave snapshots out.
        record: ROWS,
        expr: 'max by (model, version) (sum by (model, version, feature) (increase(aiops_feature_values_total[1h])))',
        labels: ['model', 'version'],
      },
    ],
    alerts: [
      perRow({
        alert: 'ModelSchemaMismatch',
        kind: 'kind',
        found: 'aiops_schema_mismatch_total{kind=~"missing_feature|type_changed"}',
        share: dataQuality.mismatchesPerRequest,
        minCount: dataQuality.minCount,
        summary: 'Records do not fit the schema that the model was trained on.',
        description: `${percent} of the records of ${VERSION} in the last hour had a feature of the kind {{ $labels.kind }}.`,
        worst: null,
      }),
      perRow({
        alert: 'ModelDataQualityDegraded',
        kind: 'check',
        found: 'aiops_data_quality_violations_total{check=~"range|unseen_category"}',
        share: dataQuality.violationsPerRequest,
        minCount: dataQuality.minCount,
        summary: 'Feature values break the checks that the training data passed.',
        description: `The check {{ $labels.check }} was broken in ${percent} of the records of ${VERSION} in the last hour.`,
        worst: {
          query:
            'topk(3, sum by (feature) (increase(aiops_data_quality_violations_total{check=~"range|unseen_category",model=%q,version=%q}[1h])) > 0)',
          format: '{{ .Labels.feature }} ({{ .Value | humanize }} values)',
        },
      }),
    ],
  };
}

interface PerRow extends Pick<AlertRule, 'alert' | 'summary' | 'description' | 'worst'> {
  /** The label that tells kinds of fault apart. */
  readonly kind: string;
  readonly found: string;
  readonly share: number;
  readonly minCount: number;
}

function perRow({ alert, kind, found, share, minCount, ...texts }: PerRow): AlertRule {
  const count = `sum by (model, version, ${kind}) (increase(${found}[1h]))`;
  return {
    alert,
    severity: 'warning',
    cause: 'data_quality',
    labels: ['model', 'version', kind],
    signal: `${count} / on (model, version) group_left () ${ROWS} >= ${share}`,
    guards: [
      {
        join: 'and',
        on: ['model', 'version', kind],
        expr: `${count} >= ${minCount}`,
        why: 'a handful of odd records is no change of the data',
      },
    ],
    for: '10m',
    dashboard: 'model',
    ...texts,
  };
}
