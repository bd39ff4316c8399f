import type { Act } from './act.js';
import type { Incident } from './incidents-of.js';

/** When people took an incident over and when its effect ended; null while they have not. */
export interface Clocks {
  readonly acknowledgedMs: number | null;
  readonly mitigatedMs: number | null;
  /** Lower bound of the time from the first symptom to the alert: `for` of the rule that fired first. Null where it is not said. */
  readonly detectMs: number | null;
}

/** The clocks of an incident. A silence is the first act of a person as much as a word is; an inhibition is none. */
export function clocksOf({ startMs, members }: Incident, acts: readonly Act[]): Clocks {
  const first = (kind: Act['kind']): number[] => acts.filter((act) => act.kind === kind).map(({ atMs }) => atMs);
  const silences = members.flatMap(({ silence }) => (silence ? [silence.atMs] : []));
  const [earliest] = [...members].sort((a, b) => a.startMs - b.startMs);
  return {
    acknowledgedMs: earliestOf([...first('acknowledge'), ...silences], startMs),
    mitigatedMs: earliestOf(first('mitigate'), startMs),
    detectMs: earliest?.traits.forMs ?? null,
  };
}

/** Two clocks that differ must not make a negative duration. */
function earliestOf(times: readonly number[], startMs: number): number | null {
  return times.length === 0 ? null : Math.max(startMs, Math.min(...times));
}
