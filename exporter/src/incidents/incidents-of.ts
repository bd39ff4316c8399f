import { alertKey, type AlertFact } from './alert-fact.js';
import { HISTORY_SOURCE } from './alert-history.js';
import { alertTraits, mostSevere, type Cause, type Severity } from './alert-traits.js';
import { episodesOf, heartbeatGaps, type Course, type Episode } from './episodes.js';
import type { EndReason, FiringPeriod } from './firing-periods.js';
import { groupedBy } from './grouped-by.js';
import { EXPIRE_AFTER_MS, type IncidentSettings } from './settings.js';

/**
 * firing:     an alert of it fires. suppressed: as firing, and all of them are held back by silences or inhibitions.
 * unknown:    its alerts ended because their source fell silent, which lasts: nobody knows.
 * resolving:  an end was seen, and it may still open again. resolved: it is over.
 */
export type Phase = 'firing' | 'suppressed' | 'unknown' | 'resolving' | 'resolved';

/** What was wrong with one model, from the first alert to the last end. */
export interface Incident extends Course {
  /** Null where no alert names one. */
  readonly model: string | null;
  readonly cause: Cause;
  readonly severity: Severity;
  readonly phase: Phase;
  readonly members: readonly Episode[];
}

/** Ends that are repairs; the others say that somebody stopped looking. */
export const REPAIRS: ReadonlySet<EndReason> = new Set(['signal', 'reconcile', 'manual']);

/** The severities that nobody is sent for. */
const QUIET: ReadonlySet<Severity> = new Set(['none', 'info']);

/** What the test button of a contact point sends. */
const TEST_ALERTS: ReadonlySet<string> = new Set(['TestAlert']);

/**
 * All incidents that follow from a set of facts, by start. A pure function of the set: facts in another order, or said again,
 * give the same incidents.
 *
 * Rules:  alerts of one model and one cause are one incident while they overlap, or begin within `groupWithinMs` of each other; alerts
 *         of unknown cause only with those of the same name. Its span is the union of theirs, its severity the worst. Left out are
 *         the heartbeat, excluded names, the severities none and info, and test alerts. Where Grafana has no data the model is
 *         that of the other alerts of the same rule, if they have only one.
 * Shape:  each key of a fact once (see joinFacts).
 */
export function incidentsOf(facts: readonly AlertFact[], settings: IncidentSettings, nowMs: number): Incident[] {
  const byAlert = groupedBy(facts, alertKey);
  const downs = downsBySource(facts, settings);
  const models = modelsByRule(facts);
  const groups = new Map<string, { model: string | null; episodes: Episode[] }>();
  for (const ofAlert of byAlert.values()) {
    const episodes = episodesOf(ofAlert, settings, downs.get(ofAlert[0]?.source ?? '') ?? [], nowMs);
    const [first] = episodes;
    if (!first || !isIncident(first, settings)) continue;
    const { cause, alertname, rule } = first.traits;
    const model = first.traits.model ?? models.get(`${first.source}\u0000${rule}`) ?? null;
    const key = JSON.stringify([model, cause, cause === 'unknown' ? alertname : '']);
    const group = groups.get(key) ?? { model, episodes: [] };
    group.episodes.push(...episodes);
    groups.set(key, group);
  }
  const incidents = [...groups.values()].flatMap(({ model, episodes }) =>
    clusters(episodes, settings.groupWithinMs).map((members) => incident(model, members, settings, downs, nowMs)),
  );
  return incidents.sort((a, b) => a.startMs - b.startMs || (identity(a) < identity(b) ? -1 : 1));
}

function isIncident({ traits: { alertname, severity } }: Episode, { exclude, heartbeat }: IncidentSettings): boolean {
  return alertname !== heartbeat && !exclude.has(alertname) && !QUIET.has(severity) && !TEST_ALERTS.has(alertname);
}

function downsBySource(facts: readonly AlertFact[], { heartbeat }: IncidentSettings): Map<string, FiringPeriod[]> {
  const beats = facts.filter(({ text }) => text.labels['alertname'] === heartbeat);
  const bySource = groupedBy(beats, ({ source }) => source);
  return new Map([...bySource].map(([source, ofSource]) => [source, heartbeatGaps(ofSource)]));
}

/** The model of each rule that watches only one. */
function modelsByRule(facts: readonly AlertFact[]): Map<string, string> {
  const models = new Map<string, Set<string>>();
  for (const { source, text } of facts) {
    const { rule, model } = alertTraits(text);
    if (rule === null || model === null) continue;
    const key = `${source}\u0000${rule}`;
    models.set(key, (models.get(key) ?? new Set()).add(model));
  }
  return new Map([...models].flatMap(([key, names]) => (names.size === 1 ? [[key, [...names][0] as string] as const] : [])));
}

/** Episodes of one group that are one incident each. */
function clusters(episodes: readonly Episode[], groupWithinMs: number): Episode[][] {
  const sorted = [...episodes].sort((a, b) => a.startMs - b.startMs || (a.alert < b.alert ? -1 : 1));
  const result: Episode[][] = [];
  for (const episode of sorted) {
    const cluster = result.at(-1);
    if (cluster && belongs(episode, cluster, groupWithinMs)) cluster.push(episode);
    else result.push([episode]);
  }
  return result;
}

function belongs(episode: Episode, cluster: readonly Episode[], groupWithinMs: number): boolean {
  const endMs = latest(cluster.map((member) => member.endMs));
  if (endMs === null || episode.startMs <= endMs) return true;
  // Whether one alert goes on with its own incident is what the time for opening again decides.
  if (cluster.some(({ alert }) => alert === episode.alert)) return false;
  return episode.startMs - Math.max(...cluster.map(({ startMs }) => startMs)) <= groupWithinMs;
}

function incident(
  model: string | null,
  members: readonly Episode[],
  settings: IncidentSettings,
  downs: ReadonlyMap<string, readonly FiringPeriod[]>,
  nowMs: number,
): Incident {
  const [first] = members as readonly [Episode];
  const endMs = latest(members.map((member) => member.endMs));
  const last = endMs === null ? null : (members.find((member) => member.endMs === endMs) ?? null);
  return {
    model,
    cause: first.traits.cause,
    severity: mostSevere(members.map(({ traits }) => traits.severity)),
    phase: phaseOf(members, last, settings, downs, nowMs),
    startMs: first.startMs,
    endMs,
    netEndMs: endMs === null ? null : latest(members.map(({ netEndMs }) => netEndMs)),
    endReason: last?.endReason ?? null,
    reopens: onceTold(members).reduce((sum, { reopens }) => sum + reopens, 0),
    isFlapping: members.some(({ isFlapping }) => isFlapping),
    members,
  };
}

/** History repeats what was told: what is counted of an incident is counted of one of the two. */
function onceTold(members: readonly Episode[]): readonly Episode[] {
  const told = members.filter(({ source }) => source !== HISTORY_SOURCE);
  return told.length > 0 ? told : members;
}

function phaseOf(
  members: readonly Episode[],
  last: Episode | null,
  { reopenMs }: IncidentSettings,
  downs: ReadonlyMap<string, readonly FiringPeriod[]>,
  nowMs: number,
): Phase {
  if (last === null || last.endMs === null) {
    const open = members.filter(({ endMs }) => endMs === null);
    return open.every(({ heldBack }) => heldBack !== null) ? 'suppressed' : 'firing';
  }
  if (last.endReason === 'expired') return 'resolved';
  const isSilent = (downs.get(last.source) ?? []).some(({ endMs }) => endMs === null);
  // A source that never comes back must not keep an incident open for ever.
  if (last.endReason === 'timeout' && isSilent) return nowMs - last.endMs > EXPIRE_AFTER_MS ? 'resolved' : 'unknown';
  const waitMs = Math.max(...members.map(({ traits }) => traits.reopenMs ?? reopenMs));
  return nowMs - last.endMs <= waitMs ? 'resolving' : 'resolved';
}

/** Null, which stands for "not yet", is later than any time. */
function latest(times: readonly (number | null)[]): number | null {
  return times.reduce<number | null>((a, b) => (a === null || b === null ? null : Math.max(a, b)), -Infinity);
}

function identity({ model, cause, members }: Incident): string {
  return JSON.stringify([model, cause, members.map(({ alert }) => alert)]);
}
