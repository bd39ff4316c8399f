import { stringify } from 'yaml';
import type { AlertConfig } from '../config.js';
import { expressionOf, type AlertRule, type RecordRule } from '../rule.js';
import type { RuleFile } from '../rules/all-rules.js';
import { annotationsOf, ruleLabels } from './annotations.js';
import { inlined } from './inlined.js';

const HEAD =
  '# Generated from alerts/src by npm run generate. Do not edit. For provisioning/alerting/ of Grafana 12; the data source must have this uid.\n';

/** The folder and data source that rules of a file belong to. */
const FOLDER = 'AI Operations';
const PROMETHEUS_UID = 'prometheus';
const EXPRESSIONS_UID = '__expr__';

/** Query, "is there a number", "is it above 0": the value of an alert may be 0, which Grafana would take for "all is well". */
const QUERY = 'query';
const HAS_VALUE = 'has_value';
const CONDITION = 'condition';

/** A rule as Grafana's rules API takes it. In files some fields are spelled otherwise, and both ignore the other spelling. */
export interface GrafanaRule {
  readonly uid: string;
  readonly title: string;
  readonly condition: string;
  readonly data: readonly object[];
  readonly noDataState: 'OK';
  readonly execErrState: 'Error';
  readonly for: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

export interface GrafanaGroup {
  readonly name: string;
  readonly rules: readonly GrafanaRule[];
}

/** The alerts as a file for Grafana's provisioning. */
export function grafanaFile(files: readonly RuleFile[], config: AlertConfig): string {
  const groups = grafanaGroups(files, config).map(({ name, rules }) => ({ orgId: 1, name, folder: FOLDER, interval: '1m', rules }));
  return HEAD + stringify({ apiVersion: 1, groups }, { lineWidth: 0, blockQuote: 'literal', aliasDuplicateObjects: false });
}

/**
 * The alerts as rules that Grafana evaluates itself, for teams that cannot load rules into their Prometheus. What they lose: recordings
 * are put into the queries, descriptions name no worst features (templates cannot query), and drift has no lower end (no series ALERTS).
 */
export function grafanaGroups(files: readonly RuleFile[], config: AlertConfig): GrafanaGroup[] {
  const groups = files.flatMap((file) => file.groups);
  const records = groups.flatMap((group) => group.records);
  return groups
    .filter(({ alerts }) => alerts.length > 0)
    .map(({ name, alerts }) => ({ name, rules: alerts.map((rule) => ruleOf(rule, records, config)) }));
}

function ruleOf(rule: AlertRule, records: readonly RecordRule[], config: AlertConfig): GrafanaRule {
  const texts = Object.entries(annotationsOf(rule, config, '')).map(([name, text]) => [name, forGrafana(text)] as const);
  return {
    uid: `aiops-${rule.alert}-${rule.severity}`,
    title: rule.alert,
    condition: CONDITION,
    data: [
      {
        refId: QUERY,
        relativeTimeRange: { from: 600, to: 0 },
        datasourceUid: PROMETHEUS_UID,
        model: {
          refId: QUERY,
          expr: inlined(expressionOf(rule), records),
          instant: true,
          range: false,
          intervalMs: 1000,
          maxDataPoints: 43200,
        },
      },
      expression(HAS_VALUE, { type: 'math', expression: `is_number($${QUERY}) || is_nan($${QUERY}) || is_inf($${QUERY})` }),
      expression(CONDITION, { type: 'threshold', expression: HAS_VALUE, conditions: [{ evaluator: { type: 'gt', params: [0] } }] }),
    ],
    // No series is how a healthy model looks; a query that fails is an alert of its own.
    noDataState: 'OK',
    execErrState: 'Error',
    for: rule.for ?? '0s',
    annotations: Object.fromEntries(texts),
    labels: ruleLabels(rule),
  };
}

function expression(refId: string, model: object): object {
  return {
    refId,
    relativeTimeRange: { from: 0, to: 0 },
    datasourceUid: EXPRESSIONS_UID,
    model: { refId, datasource: { type: EXPRESSIONS_UID, uid: EXPRESSIONS_UID }, ...model },
  };
}

/** Grafana's `$value` is a text about all queries; the number of one is `.Values`. */
function forGrafana(text: string): string {
  return text.replaceAll('$value', `.Values.${QUERY}.Value`).replaceAll('$labels.', '.Labels.');
}
