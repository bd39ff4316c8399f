import type { FatigueReport, IncidentRecord } from '../../contract/index.js';
import { ruleFatigue } from './rule-fatigue.js';
import { isUntouched, ruleIncidents } from './rule-incidents.js';
import { suggestionsOf } from './suggestions.js';
import { PAGES_PER_SHIFT } from './thresholds.js';

/** The period that a report is about; shifts follow each other from its start. */
export interface FatigueQuestion {
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly shiftMs: number;
}

/**
 * What alerts asked of people in a period. A pure function of the incidents.
 *
 * Rules: an incident counts in the shift in which it began, and as a page if it was critical: its alerts come in one notification. Silenced and
 *        inhibited alerts are left out of the shifts, for nobody was sent for them.
 * Shape: incidents that began in [sinceMs, untilMs), in any order; others are left out.
 */
export function fatigueReport(all: readonly IncidentRecord[], { sinceMs, untilMs, shiftMs }: FatigueQuestion): FatigueReport {
  const incidents = all.filter(({ start }) => Date.parse(start) >= sinceMs && Date.parse(start) < untilMs);
  const weighed = ruleIncidents(incidents).map((rule) => ({ rule, fatigue: ruleFatigue(rule) }));
  const loudest = weighed.sort(
    ({ fatigue: a }, { fatigue: b }) =>
      Number(b.severity === 'critical') - Number(a.severity === 'critical') ||
      b.incidents - a.incidents ||
      (a.alertname < b.alertname ? -1 : 1),
  );
  return {
    since: new Date(sinceMs).toISOString(),
    until: new Date(untilMs).toISOString(),
    incidents: incidents.length,
    shifts: shiftsOf(incidents.filter(hasPaged), { sinceMs, untilMs, shiftMs }),
    flapping: incidents.filter(({ is_flapping }) => is_flapping).length,
    never_acknowledged: incidents.filter(isUntouched).length,
    rules: loudest.map(({ fatigue }) => fatigue),
    suggestions: suggestionsOf(loudest),
  };
}

function hasPaged({ alerts }: IncidentRecord): boolean {
  return alerts.some(({ severity, held_back }) => severity === 'critical' && held_back === null);
}

function shiftsOf(pages: readonly IncidentRecord[], { sinceMs, untilMs, shiftMs }: FatigueQuestion): FatigueReport['shifts'] {
  const shifts = Math.max(1, Math.ceil((untilMs - sinceMs) / shiftMs));
  const byShift = new Map<number, number>();
  for (const { start } of pages) {
    const shift = Math.floor((Date.parse(start) - sinceMs) / shiftMs);
    byShift.set(shift, (byShift.get(shift) ?? 0) + 1);
  }
  const counts = [...byShift].sort(([a, n], [b, m]) => m - n || a - b);
  const [worst] = counts;
  return {
    hours: shiftMs / 3_600_000,
    count: shifts,
    pages: pages.length,
    mean_pages: pages.length / shifts,
    most_pages: worst?.[1] ?? 0,
    worst: worst ? new Date(sinceMs + worst[0] * shiftMs).toISOString() : null,
    overloaded: counts.filter(([, n]) => n > PAGES_PER_SHIFT).length,
  };
}
