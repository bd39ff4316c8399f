import type { Act } from './act.js';
import { mostSevere } from './alert-traits.js';
import type { Incident, Phase } from './incidents-of.js';

/**
 * An incident after a person said that it is over: it ends then, whatever its alerts do afterwards.
 * Where the alerts had ended before, their end stays: a person who tidies up later must not lengthen the outage.
 */
export function resolvedBy(incident: Incident, acts: readonly Act[]): Incident {
  const [first] = acts.filter(({ kind }) => kind === 'resolve').sort((a, b) => a.atMs - b.atMs);
  if (!first) return incident;
  const { endMs } = incident;
  if (endMs !== null && endMs <= first.atMs) return { ...incident, phase: 'resolved' };
  const atMs = Math.max(incident.startMs, first.atMs);
  return { ...incident, endMs: atMs, netEndMs: atMs, endReason: 'manual', phase: 'resolved' };
}

/** From the least to the most open. */
const PHASES: readonly Phase[] = ['resolved', 'resolving', 'unknown', 'suppressed', 'firing'];

/** Several incidents as one: its span is their union, its severity their worst, its model and cause those of the first. */
export function unitedIncident(incidents: readonly [Incident, ...Incident[]]): Incident {
  const sorted = [...incidents].sort((a, b) => a.startMs - b.startMs) as [Incident, ...Incident[]];
  const [first] = sorted;
  if (sorted.length === 1) return first;
  const last = sorted.reduce((a, b) => (order(b.endMs) > order(a.endMs) ? b : a));
  const nets = sorted.map(({ netEndMs }) => order(netEndMs));
  return {
    ...first,
    severity: mostSevere(sorted.map(({ severity }) => severity)),
    phase: sorted.reduce<Phase>((open, { phase }) => (PHASES.indexOf(phase) > PHASES.indexOf(open) ? phase : open), 'resolved'),
    endMs: last.endMs,
    netEndMs: last.endMs === null ? null : Math.max(...nets),
    endReason: last.endReason,
    reopens: sorted.reduce((sum, { reopens }) => sum + reopens, 0),
    isFlapping: sorted.some(({ isFlapping }) => isFlapping),
    members: sorted.flatMap(({ members }) => members),
  };
}

/** Null, which stands for "not yet", is later than any time. */
function order(ms: number | null): number {
  return ms ?? Infinity;
}
