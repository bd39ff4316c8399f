import type { IncidentRecord } from '../../contract/index.js';

/** A rule with the incidents that it was a part of, each with the alerts that are its own. */
export interface RuleIncidents {
  readonly alertname: string;
  readonly severity: string;
  readonly incidents: readonly { readonly incident: IncidentRecord; readonly alerts: IncidentRecord['alerts'] }[];
}

/** The severities that people are sent for. */
const AUDIBLE = new Set(['critical', 'warning', 'unknown']);

/** Incidents by the rules whose alerts they consist of; a page and a ticket of one name are two rules. */
export function ruleIncidents(incidents: readonly IncidentRecord[]): RuleIncidents[] {
  const rules = new Map<string, RuleIncidents & { incidents: { incident: IncidentRecord; alerts: IncidentRecord['alerts'] }[] }>();
  for (const incident of incidents) {
    for (const { alertname, severity } of incident.alerts) {
      if (!AUDIBLE.has(severity)) continue;
      const key = JSON.stringify([alertname, severity]);
      const rule = rules.get(key) ?? { alertname, severity, incidents: [] };
      rules.set(key, rule);
      if (rule.incidents.at(-1)?.incident === incident) continue;
      rule.incidents.push({ incident, alerts: incident.alerts.filter((own) => own.alertname === alertname && own.severity === severity) });
    }
  }
  return [...rules.values()];
}

/** It is over, and no person took it. */
export function isUntouched({ phase, acknowledged, acts }: IncidentRecord): boolean {
  return phase === 'resolved' && acknowledged === null && !acts.some(({ kind }) => kind === 'mitigate' || kind === 'resolve');
}

/** Ends that say how long the trouble lasted; at the others somebody stopped looking. */
const ENDS = new Set(['signal', 'reconcile', 'manual']);

/** How long an alert lasted, in seconds; null while it does, or where that is not known. */
export function lasted({ start, end, end_reason }: IncidentRecord['alerts'][number]): number | null {
  return end === null || end_reason === null || !ENDS.has(end_reason) ? null : Math.max(0, Date.parse(end) - Date.parse(start)) / 1000;
}
