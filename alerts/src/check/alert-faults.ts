import { annotationsOf, ruleLabels } from '../render/annotations.js';
import type { AlertConfig } from '../config.js';
import { CAUSES, SEVERITIES, expressionOf, type AlertRule } from '../rule.js';
import { promqlNames } from './promql-names.js';

const MINUTES: Readonly<Record<string, number>> = { s: 1 / 60, m: 1, h: 60, d: 1440 };

/** What a rule lacks that people need at three in the morning; empty where all is well. */
export function alertFaults(rule: AlertRule, config: AlertConfig): string[] {
  const faults: string[] = [];
  const annotations = annotationsOf(rule, config, '');
  const { functions } = promqlNames(expressionOf(rule));
  if (!/^(Model|Aiops|Ingest|Incident|Checkpoint|Series|Config|Audit)[A-Za-z]+$/.test(rule.alert))
    faults.push('its name does not say whose it is');
  if (!SEVERITIES.includes(rule.severity)) faults.push(`severity ${rule.severity} is none of ${SEVERITIES.join(', ')}`);
  if (!CAUSES.includes(rule.cause)) faults.push(`cause ${rule.cause} is none of ${CAUSES.join(', ')}`);
  if (!/^[A-Z].*\.$/s.test(rule.summary)) faults.push('its summary is no sentence');
  if (/\{\{|\$/.test(rule.summary)) faults.push('its summary is not static: grouped alerts share it');
  if (!rule.labels.every((label) => label === 'instance' || rule.description.includes(`$labels.${label} `) || isImplied(rule, label)))
    faults.push('its description does not name what it is about');
  for (const [name, value] of Object.entries(ruleLabels(rule))) if (/\{\{/.test(value)) faults.push(`label ${name} holds a value`);
  for (const label of ['model', 'version'])
    if (rule.labels.includes(label) && !annotations['dashboard_url']?.includes(`.Labels.${label}`))
      faults.push(`its dashboard shows every ${label}`);
  if (functions.includes('topk')) faults.push('topk in its expression makes alerts come and go');
  const wait = minutesOf(rule.for);
  if (rule.severity === 'critical' && wait > 2 && wait < 10) faults.push(`a restart of Prometheus resolves a page that waits ${rule.for}`);
  return faults;
}

/** The objective is said by the name of the alert, the job by its instance. */
function isImplied({ alert }: AlertRule, label: string): boolean {
  return label === 'job' || (label === 'slo' && /BudgetBurn$/.test(alert));
}

function minutesOf(duration: string | null): number {
  const [, n = '0', unit = 'm'] = /^(\d+)([smhd])$/.exec(duration ?? '0m') ?? [];
  return Number(n) * (MINUTES[unit] ?? 0);
}
