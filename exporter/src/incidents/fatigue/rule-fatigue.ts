import type { RuleFatigue } from '../../contract/index.js';
import { quantile } from '../restore-statistics.js';
import { isUntouched, lasted, type RuleIncidents } from './rule-incidents.js';

/** What one rule asked of people. */
export function ruleFatigue({ alertname, severity, incidents }: RuleIncidents): RuleFatigue {
  const alerts = incidents.flatMap((one) => one.alerts);
  const said = (verdict: string): number => incidents.filter(({ incident }) => incident.verdict === verdict).length;
  const [right, wrong] = [said('true_positive'), said('false_positive')];
  const interval = wilson(right, right + wrong);
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
    precision: interval && right / (right + wrong),
    precision_lower: interval && interval.lower,
    precision_upper: interval && interval.upper,
    median_seconds: quantile(seconds, 0.5),
  };
}

/** Two-sided 95 % of the normal law. */
const Z = 1.959963984540054;

/**
 * Interval of 95 % for a share, Wilson 1927; null for none of none.
 *
 * Source: 8 of 10 gives 0.4902 to 0.9433 (Newcombe 1998 has the method, the figures are worked out from it).
 */
function wilson(part: number, whole: number): { lower: number; upper: number } | null {
  if (whole === 0) return null;
  const share = part / whole;
  const middle = share + Z ** 2 / (2 * whole);
  const half = Z * Math.sqrt((share * (1 - share)) / whole + Z ** 2 / (4 * whole ** 2));
  const scale = 1 + Z ** 2 / whole;
  return { lower: Math.max(0, (middle - half) / scale), upper: Math.min(1, (middle + half) / scale) };
}
