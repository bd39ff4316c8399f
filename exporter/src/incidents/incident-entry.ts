import type { Incident } from './incidents-of.js';

/** A point by which an incident is found again: one of its alerts at a time within it. */
export interface Anchor {
  readonly alert: string;
  readonly atMs: number;
}

/** What of an incident was counted. Counters only grow, whatever is learned later; so each thing is counted once. */
export interface Counted {
  readonly opened: boolean;
  readonly reopens: number;
  readonly resolved: boolean;
  readonly acknowledged: boolean;
  readonly mitigated: boolean;
}

export const NOTHING_COUNTED: Counted = { opened: false, reopens: 0, resolved: false, acknowledged: false, mitigated: false };

/** The lasting part of an incident. Everything else is derived from facts, and may be seen differently tomorrow. */
export interface IncidentEntry {
  readonly id: string;
  readonly anchors: readonly Anchor[];
  readonly counted: Counted;
  /** Ids of entries that turned out to be, or were declared, parts of this one. */
  readonly includes: readonly string[];
}

/** A point that stays inside of the incident when its start moves earlier or its end later. */
export function anchorsOf({ members }: Incident): Anchor[] {
  return members.map(({ alert, startMs }) => ({ alert, atMs: startMs }));
}

/** Whether an incident is the one of an entry: an alert of it was at the time of an anchor within one of its episodes. */
export function isOf({ members }: Incident, { anchors }: Pick<IncidentEntry, 'anchors'>): boolean {
  return anchors.some(({ alert, atMs }) =>
    members.some((member) => member.alert === alert && member.startMs <= atMs && (member.endMs === null || atMs <= member.endMs)),
  );
}
