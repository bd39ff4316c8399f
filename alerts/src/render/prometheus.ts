import { stringify } from 'yaml';
import type { AlertConfig } from '../config.js';
import { expressionOf, type AlertRule } from '../rule.js';
import type { RuleFile } from '../rules/all-rules.js';
import { annotationsOf, ruleLabels } from './annotations.js';

const HEAD = '# Generated from alerts/src by npm run generate. Do not edit: change alerts/src/config.ts, or the rule.\n';

/** A rule as Prometheus reads it. */
export interface PrometheusRule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface PrometheusGroup {
  readonly name: string;
  readonly interval?: string;
  readonly rules: readonly PrometheusRule[];
}

/** A file of rules as Prometheus, Mimir and the Thanos ruler read it. */
export function prometheusFile(file: RuleFile, config: AlertConfig): string {
  return HEAD + stringify({ groups: prometheusGroups(file, config) }, { lineWidth: 0, blockQuote: 'literal' });
}

export function prometheusGroups({ groups }: RuleFile, config: AlertConfig): PrometheusGroup[] {
  return groups.map(({ name, interval, records, alerts }) => ({
    name,
    ...(interval !== null && { interval }),
    rules: [
      ...records.map(({ record, expr, adds }) => ({ record, expr, ...(adds && { labels: adds }) })),
      ...alerts.map((rule) => alertOf(rule, config)),
    ],
  }));
}

function alertOf(rule: AlertRule, config: AlertConfig): PrometheusRule {
  return {
    alert: rule.alert,
    expr: expressionOf(rule),
    ...(rule.for !== null && { for: rule.for }),
    labels: ruleLabels(rule),
    annotations: annotationsOf(rule, config, worstOf(rule)),
  };
}

/** Names the worst members in one alert, where an alert for each would page once a feature. Nothing where the query gives nothing. */
function worstOf({ worst, labels }: AlertRule): string {
  if (worst === null) return '';
  const filled = labels.filter((name) => name === 'model' || name === 'version' || name === 'source');
  const places = worst.query.split('%q').length - 1;
  const values = Array.from({ length: places }, (_, i) => `$labels.${filled[i % filled.length] ?? ''}`);
  const query = `printf ${JSON.stringify(worst.query)} ${values.join(' ')}`;
  return `{{ with query (${query}) }} Worst: {{ range $i, $sample := . }}{{ if $i }}, {{ end }}${worst.format}{{ end }}.{{ end }}`;
}
