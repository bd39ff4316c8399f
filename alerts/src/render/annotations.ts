import type { AlertConfig } from '../config.js';
import type { AlertRule } from '../rule.js';

/** Path of a dashboard in Grafana, by its uid: a title may change, a uid does not. */
const DASHBOARDS = { model: '/d/aiops-model', exporter: '/d/aiops-exporter' } as const;

/** Labels of an alert that are variables of its dashboard. */
const VARIABLES = { model: ['model', 'version'], exporter: ['source', 'instance'] } as const;

/** Labels that the rule adds. They are the same for every alert of it: a value would make a new alert at each evaluation. */
export function ruleLabels({ severity, cause }: AlertRule): Record<string, string> {
  return { severity, component: 'aiops', cause };
}

/** Texts and links of an alert. `worst` is a part of the description for renderers whose templates can query. */
export function annotationsOf(rule: AlertRule, config: AlertConfig, worst: string): Record<string, string> {
  return {
    summary: rule.summary,
    description: `${rule.description}${worst}`,
    runbook_url: `${config.runbookUrl}/${rule.alert}.md`,
    dashboard_url: dashboardUrl(rule, config),
    // The incident room reads it: the first symptom was so long before the alert.
    ...(rule.for !== null && { aiops_for: rule.for }),
  };
}

/**
 * The link to the dashboard with the labels of the alert filled in. A model-wide alert shows all versions.
 *
 * `{{ .Labels.x }}` and not `{{ $labels.x }}`: both mean the same, and a `$` in a file that Grafana reads can be taken for a variable of
 * the environment.
 */
function dashboardUrl({ dashboard, labels }: AlertRule, { grafanaUrl }: AlertConfig): string {
  const parameters = VARIABLES[dashboard]
    .filter((name) => labels.includes(name))
    .map((name) => `var-${name}={{ .Labels.${name} | urlquery }}`);
  return `${grafanaUrl}${DASHBOARDS[dashboard]}${parameters.length > 0 ? `?${parameters.join('&')}` : ''}`;
}
