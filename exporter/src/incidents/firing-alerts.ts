import { alertKey, type AlertFact } from './alert-fact.js';
import { firingPeriods } from './firing-periods.js';
import { groupedBy } from './grouped-by.js';

/** An alert that a source is known to fire: what a poll that no longer has it must speak of. */
export interface FiringAlert {
  readonly fingerprint: string;
  readonly startsMs: number;
  readonly text: AlertFact['text'];
  /** When a poll listed it last, by our clock; null where none did. */
  readonly polledMs: number | null;
}

/** Keys of the alerts of a source that fire, by what was said of them; the heartbeat and what is no incident are among them. */
export function firingAlerts(facts: readonly AlertFact[], source: string): string[] {
  const ofSource = facts.filter((fact) => fact.source === source);
  return [...groupedBy(ofSource, alertKey)].flatMap(([alert, own]) => (firingPeriods(own).at(-1)?.endMs === null ? [alert] : []));
}
