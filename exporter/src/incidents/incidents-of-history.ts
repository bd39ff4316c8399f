import type { IncidentRecord } from '../contract/index.js';
import type { AlertFact } from './alert-fact.js';
import { incidentRecord } from './incident-record.js';
import { incidentsOf } from './incidents-of.js';
import { knownIncidents } from './known-incidents.js';
import type { IncidentSettings } from './settings.js';

/** The incidents that follow from history alone, as the API would show them, by start. */
export function incidentsOfHistory(facts: readonly AlertFact[], settings: IncidentSettings, nowMs: number): IncidentRecord[] {
  return knownIncidents(incidentsOf(facts, settings, nowMs), [], []).map(incidentRecord);
}
