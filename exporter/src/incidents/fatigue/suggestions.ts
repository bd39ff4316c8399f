import type { FatigueSuggestion, IncidentRecord, RuleFatigue } from '../../contract/index.js';
import { isUntouched, lasted, type RuleIncidents } from './rule-incidents.js';
import { CLEAR_SHARE, LEAST_INCIDENTS, LONGER_SECONDS, POOR_PRECISION, WORTHWHILE_SHARE } from './thresholds.js';

/** One rule in both views. */
export interface WeighedRule {
  readonly rule: RuleIncidents;
  readonly fatigue: RuleFatigue;
}

/** What could be changed about rules that tire people; each suggestion stands on incidents that it names. */
export function suggestionsOf(rules: readonly WeighedRule[]): FatigueSuggestion[] {
  return [...rules.flatMap((one) => demotion(one) ?? longerFor(one) ?? []), ...merges(rules)];
}

/** A rule that nobody acts on, or that people call wrong, need not be as loud. */
function demotion({ rule, fatigue }: WeighedRule): FatigueSuggestion | null {
  const { alertname, severity, incidents, never_acknowledged, true_positives, false_positives, precision_upper } = fatigue;
  const into = severity === 'critical' ? 'warning' : severity === 'warning' ? 'info' : null;
  if (into === null) return null;
  const make = (text: string, evidence: string[]): FatigueSuggestion => ({
    advice: 'demote',
    alertname,
    severity,
    text,
    longer_seconds: null,
    into,
    evidence,
  });
  const said = true_positives + false_positives;
  if (said >= LEAST_INCIDENTS && precision_upper !== null && precision_upper < POOR_PRECISION)
    return make(
      `${false_positives} of ${said} verdicts on it say false alarm: make it ${into}, or mend its condition`,
      idsOf(rule, ({ verdict }) => verdict === 'false_positive'),
    );
  // A verdict "true" is the word of somebody who looked, acknowledged or not.
  const isIdle = never_acknowledged >= LEAST_INCIDENTS && never_acknowledged >= CLEAR_SHARE * incidents && true_positives === 0;
  return isIdle
    ? make(`nobody acknowledged ${never_acknowledged} of its ${incidents} incidents: make it ${into}`, idsOf(rule, isUntouched))
    : null;
}

/** The shortest addition to `for` that keeps enough alerts away of which nobody did or said anything. */
function longerFor({ rule, fatigue: { alertname, severity, alerts } }: WeighedRule): FatigueSuggestion | null {
  if (alerts < LEAST_INCIDENTS) return null;
  for (const longer of LONGER_SECONDS) {
    const short = rule.incidents.flatMap(({ incident, alerts: own }) =>
      own.filter((alert) => (lasted(alert) ?? Infinity) <= longer).map(() => incident),
    );
    // What somebody took up, or called true, would come later or not at all: then the delay costs more than it saves.
    if (short.some((incident) => !isUntouched(incident) || incident.verdict === 'true_positive')) return null;
    if (short.length < LEAST_INCIDENTS || short.length < WORTHWHILE_SHARE * alerts) continue;
    return {
      advice: 'raise_for',
      alertname,
      severity,
      text: `${short.length} of its ${alerts} alerts were over within ${longer / 60} min, and nobody took them up: raise for by ${longer / 60} min`,
      longer_seconds: longer,
      into: null,
      evidence: [...new Set(short.map(({ id }) => id))],
    };
  }
  return null;
}

/** Two rules that speak together each time say one thing twice. */
function merges(rules: readonly WeighedRule[]): FatigueSuggestion[] {
  return rules.flatMap(({ rule: one }, i) =>
    rules.slice(i + 1).flatMap(({ rule: other }) => {
      if (one.alertname === other.alertname) return [];
      const ids = new Set(other.incidents.map(({ incident }) => incident.id));
      const both = idsOf(one, ({ id }) => ids.has(id));
      const most = Math.max(one.incidents.length, other.incidents.length);
      if (both.length < LEAST_INCIDENTS || both.length < CLEAR_SHARE * most) return [];
      // The louder one stays.
      const [stays, goes] = one.severity !== 'critical' && other.severity === 'critical' ? [other, one] : [one, other];
      return [
        {
          advice: 'merge' as const,
          alertname: goes.alertname,
          severity: goes.severity,
          text: `${both.length} of its ${goes.incidents.length} incidents were told by ${stays.alertname} too (which had ${stays.incidents.length}): let that one inhibit it, or merge the two`,
          longer_seconds: null,
          into: stays.alertname,
          evidence: both,
        },
      ];
    }),
  );
}

function idsOf({ incidents }: RuleIncidents, isMeant: (incident: IncidentRecord) => boolean): string[] {
  return incidents.filter(({ incident }) => isMeant(incident)).map(({ incident }) => incident.id);
}
