import type { RuleFatigue } from '../../contract/index.js';
import { wilson, Z95 } from '../../statistics/index.js';
import { quantile } from '../restore-statistics.js';
import { isUntouched, lasted, type RuleIncidents } from './rule-incidents.js';

/** What one rule asked of people. */
export function ruleFatigue({ alertname, severity, incidents }: RuleIncidents): RuleFatigue {
  const alerts = incidents.flatMap((one) => one.alerts);
  const said = (verdict: string): number => incidents.filter(({ incident }) => incident.verdict === verdict).length;
  const [right, wrong] = [said('true_positive'), said('false_positive')];
  const interval = wilson(right, right + wrong, Z95);
  const seconds = alerts.flatMap((alert) => lasted(alert) ?? []).sort((a, b) => a - b);
  return {
    alertname,
    severity,
    incidents: incidents.length,
    alerts: alerts.length,
    reopens: alerts.reduce((sum, { reopens }) => sum + reopens, 0),
    flapping: incidents.filter(({ incident }) => incident.is_flapping).length,
    never_acknowledged: incidents.filter(({ incident }) => isUntouched(incident)).length,
    true_positives: right,
    false_positives: wrong,
    precision: interval && interval.value,
    precision_lower: interval && interval.lower,
    precision_upper: interval && interval.upper,
    median_seconds: quantile(seconds, 0.5),
  };
}
