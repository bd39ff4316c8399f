import { createHash } from 'node:crypto';
import type { Act } from './act.js';
import { NOTHING_COUNTED, anchorsOf, isOf, type Anchor, type IncidentEntry } from './incident-entry.js';
import type { Incident } from './incidents-of.js';
import { resolvedBy, unitedIncident } from './with-acts.js';

/** An incident with what lasts of it. */
export interface KnownIncident {
  readonly entry: IncidentEntry;
  readonly incident: Incident;
  readonly acts: readonly Act[];
}

/** An entry keeps this many anchors: one is enough to be found again, more survive an alert whose facts were deleted. */
const MAX_ANCHORS = 32;

/**
 * Finds derived incidents again among the entries, makes entries for new ones, and puts together what belongs together: incidents
 * that grew into one (its entries are united under the oldest), and those that a person merged.
 *
 * Shape:  entries in the order of their making. Every incident is in exactly one result.
 */
export function knownIncidents(incidents: readonly Incident[], entries: readonly IncidentEntry[], acts: readonly Act[]): KnownIncident[] {
  const merged = new Map(
    acts.flatMap(({ kind, incident, into }) => (kind === 'merge' && into !== null ? [[incident, into] as const] : [])),
  );
  const groups = new Map<string, { ids: Set<string>; anchors: Anchor[]; parts: Incident[]; counted: IncidentEntry['counted'] }>();
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const ownerOf = new Map(entries.flatMap(({ id, includes }) => includes.map((part) => [part, id] as const)));
  const rootOf = (id: string): string => {
    const seen = new Set<string>();
    let at = id;
    for (let next = merged.get(at) ?? ownerOf.get(at); next !== undefined && !seen.has(next); next = merged.get(at) ?? ownerOf.get(at)) {
      seen.add(at);
      at = next;
    }
    return at;
  };
  for (const incident of incidents) {
    const own = entries.filter((entry) => isOf(incident, entry)).map(({ id }) => id);
    const [oldest = idOf(incident), ...others] = own;
    const root = rootOf(oldest);
    const group = groups.get(root) ?? {
      ids: new Set<string>(),
      anchors: [],
      parts: [],
      counted: byId.get(root)?.counted ?? NOTHING_COUNTED,
    };
    for (const id of [oldest, ...others]) if (id !== root) group.ids.add(id);
    group.anchors.push(...anchorsOf(incident));
    group.parts.push(incident);
    groups.set(root, group);
  }
  return [...groups].map(([id, { ids, anchors, parts, counted }]) => {
    const before = byId.get(id);
    const includes = [...new Set([...(before?.includes ?? []), ...ids])].sort();
    const own = acts.filter((act) => act.incident === id || includes.includes(act.incident));
    const entry: IncidentEntry = { id, anchors: keptAnchors(before?.anchors ?? [], anchors), counted, includes };
    const [first, ...rest] = parts as [Incident, ...Incident[]];
    return { entry, incident: resolvedBy(unitedIncident([first, ...rest]), own), acts: own };
  });
}

/** The first that were known stay: they were inside of the incident when it got its id. */
function keptAnchors(before: readonly Anchor[], now: readonly Anchor[]): Anchor[] {
  const known = new Set(before.map(({ alert, atMs }) => `${atMs} ${alert}`));
  return [...before, ...now.filter(({ alert, atMs }) => !known.has(`${atMs} ${alert}`))].slice(0, MAX_ANCHORS);
}

/** From its first alert and its start, so that the same facts make the same id. */
function idOf({ startMs, members }: Incident): string {
  const [first] = [...members].sort((a, b) => a.startMs - b.startMs || (a.alert < b.alert ? -1 : 1));
  const hash = createHash('sha256')
    .update(JSON.stringify([first?.alert, startMs]))
    .digest('hex');
  return `inc-${hash.slice(0, 12)}`;
}
