import type { IncidentActInput } from '../contract/index.js';
import type { Act } from './act.js';
import { alertKey, type AlertFact } from './alert-fact.js';
import { countIncident } from './count-incident.js';
import { incidentsError } from './errors.js';
import { FactSet } from './fact-set.js';
import { firingAlerts, type FiringAlert } from './firing-alerts.js';
import type { IncidentEntry } from './incident-entry.js';
import { incidentsOf } from './incidents-of.js';
import { knownIncidents, type KnownIncident } from './known-incidents.js';
import type { IncidentSettings } from './settings.js';
import { TotalsCounter, type Totals } from './totals.js';

/**
 * Facts of incidents that ended this long ago leave memory and store; the incident itself stays in the store as it was seen last.
 * Why 200 d: twice the longest window of the statistics (90 d), which a trend compares with the one before it.
 * Too low:   the trend of the longest window is computed from half of its incidents. Too high: memory.
 * Pinned by: incident-book.test.ts
 */
export const FACT_LIFE_MS = 200 * 24 * 3_600_000;

/** Clocks of people and of this machine may differ by this much. */
const ACT_SKEW_MS = 5 * 60_000;

/** What a book holds, as it was stored. */
export interface BookContent {
  readonly facts: readonly AlertFact[];
  readonly entries: readonly IncidentEntry[];
  readonly acts: readonly Act[];
  readonly totals: Totals;
}

/** What changed since the last `committed`; to be written in one transaction. */
export interface BookChanges {
  readonly facts: readonly AlertFact[];
  readonly forgotten: readonly AlertFact[];
  readonly incidents: readonly KnownIncident[];
  /** Ids of entries that became a part of another one. */
  readonly absorbed: readonly string[];
  readonly acts: readonly Act[];
  readonly totals: Totals | null;
}

/**
 * All that is known of incidents, in memory: facts come in, incidents are derived, and what is new about them is counted once.
 * Time comes in as a value. The owner writes `changes` and calls `committed`, or throws the book away and restores the last one.
 */
export class IncidentBook {
  #settings: IncidentSettings;
  #facts = new FactSet();
  #entries: IncidentEntry[];
  readonly #acts: Act[];
  #counter: TotalsCounter;
  #known: readonly KnownIncident[] = [];
  #newFacts = new Map<AlertFact, null>();
  #forgotten: AlertFact[] = [];
  #newActs: Act[] = [];
  #changed = new Map<string, KnownIncident>();
  #absorbed = new Set<string>();
  #areTotalsDirty = false;

  constructor(settings: IncidentSettings, { facts, entries, acts, totals }: BookContent) {
    this.#settings = settings;
    this.#facts.add(facts);
    this.#entries = [...entries];
    this.#acts = [...acts];
    this.#counter = new TotalsCounter(totals);
  }

  /** As of the last `look`, by start. */
  get known(): readonly KnownIncident[] {
    return this.#known;
  }

  get totals(): Readonly<Totals> {
    return this.#counter.totals;
  }

  /** The label value of a model, bounded as the counters are. */
  modelLabel(model: string | null): string {
    return this.#counter.modelLabel(model);
  }

  reconfigure(settings: IncidentSettings): void {
    this.#settings = settings;
  }

  /** Takes in what alerts said. Nothing is derived before the next `look`. @returns how many said something new */
  tell(facts: readonly AlertFact[]): number {
    let fresh = 0;
    for (const { fact, isNew } of this.#facts.add(facts)) {
      this.#newFacts.set(fact, null);
      if (isNew) fresh++;
    }
    return fresh;
  }

  countNotification(source: string, outcome: string, by: number): void {
    if (by <= 0) return;
    this.#counter.countNotification(source, outcome, by);
    this.#areTotalsDirty = true;
  }

  /**
   * Takes in what a person did. Returns the id of the incident, which may have become a part of another one.
   *
   * Errors: INCIDENTS_UNKNOWN, INCIDENTS_MERGE, INCIDENTS_ACT_TIME.
   */
  act(id: string, input: IncidentActInput, nowMs: number): string {
    const known = this.#find(id);
    if (!known) throw incidentsError('INCIDENTS_UNKNOWN', { id });
    const atMs = input.at === undefined ? nowMs : Date.parse(input.at);
    if (atMs > nowMs + ACT_SKEW_MS) throw incidentsError('INCIDENTS_ACT_TIME', { found: new Date(atMs).toISOString() });
    const target = input.into === undefined ? null : this.#find(input.into);
    if (input.into !== undefined && (!target || target.entry.id === known.entry.id))
      throw incidentsError('INCIDENTS_MERGE', { id, into: input.into });
    const act: Act = {
      incident: known.entry.id,
      kind: input.kind,
      atMs: Math.min(atMs, nowMs),
      by: input.by,
      text: input.text,
      verdict: input.verdict ?? null,
      into: target?.entry.id ?? null,
    };
    this.#acts.push(act);
    this.#newActs.push(act);
    this.#changed.set(known.entry.id, known);
    if (act.verdict === null) return known.entry.id;
    const names = new Set(known.incident.members.map(({ traits }) => traits.alertname));
    for (const name of names) this.#counter.countVerdict(name, act.verdict);
    this.#areTotalsDirty = true;
    return known.entry.id;
  }

  /** Derives the incidents as of now and counts what is new about them. */
  look(nowMs: number): void {
    this.#forgetOld(nowMs);
    const before = new Map(this.#known.map((known) => [known.entry.id, summary(known)]));
    const entries = new Map(this.#entries.map((entry) => [entry.id, JSON.stringify(entry)]));
    const derived = incidentsOf(this.#facts.all(), this.#settings, nowMs);
    this.#known = knownIncidents(derived, this.#entries, this.#acts).map((known) => {
      const counted = countIncident(known, this.#counter);
      const entry = { ...known.entry, counted };
      const isCounted = JSON.stringify(counted) !== JSON.stringify(known.entry.counted);
      this.#areTotalsDirty ||= isCounted;
      const now: KnownIncident = { ...known, entry };
      if (entries.get(entry.id) !== JSON.stringify(entry) || before.get(entry.id) !== summary(now)) this.#changed.set(entry.id, now);
      return now;
    });
    for (const { entry } of this.#known) for (const part of entry.includes) if (entries.has(part)) this.#absorbed.add(part);
    const live = new Map(this.#known.map(({ entry }) => [entry.id, entry]));
    this.#entries = [
      ...this.#entries.flatMap((entry) => live.get(entry.id) ?? (this.#absorbed.has(entry.id) ? [] : [entry])),
      ...[...live.values()].filter(({ id }) => !entries.has(id)),
    ];
  }

  /** Alerts of a source that fire, by all that is known; as of the last `look`. */
  firing(source: string): FiringAlert[] {
    const open = new Set<string>();
    for (const alert of firingAlerts(this.#facts.all(), source)) open.add(alert);
    const newest = new Map<string, AlertFact>();
    const polled = new Map<string, number>();
    for (const fact of this.#facts.all()) {
      const key = alertKey(fact);
      if (fact.via === 'poll' && fact.kind !== 'gone') polled.set(key, Math.max(polled.get(key) ?? 0, fact.lastMs));
      if (open.has(key) && (newest.get(key)?.lastMs ?? -Infinity) <= fact.lastMs) newest.set(key, fact);
    }
    return [...newest].map(([key, { fingerprint, startsMs, text }]) => ({
      fingerprint,
      startsMs,
      text,
      polledMs: polled.get(key) ?? null,
    }));
  }

  get changes(): BookChanges | null {
    if (this.#newFacts.size + this.#forgotten.length + this.#newActs.length + this.#changed.size === 0 && !this.#areTotalsDirty)
      return null;
    return {
      facts: [...this.#newFacts.keys()],
      forgotten: this.#forgotten,
      incidents: [...this.#changed.values()],
      absorbed: [...this.#absorbed],
      acts: this.#newActs,
      totals: this.#areTotalsDirty ? structuredClone(this.#counter.totals) : null,
    };
  }

  /** The changes are durable. */
  committed(): void {
    this.#newFacts = new Map();
    this.#forgotten = [];
    this.#newActs = [];
    this.#changed = new Map();
    this.#absorbed = new Set();
    this.#areTotalsDirty = false;
  }

  #find(id: string): KnownIncident | null {
    return this.#known.find(({ entry }) => entry.id === id || entry.includes.includes(id)) ?? null;
  }

  /** An alert all of whose incidents ended long ago says nothing any more that is not in the store. */
  #forgetOld(nowMs: number): void {
    const oldMs = nowMs - FACT_LIFE_MS;
    const living = new Set(
      this.#known
        .filter(({ incident }) => incident.endMs === null || incident.endMs >= oldMs)
        .flatMap(({ incident }) => incident.members.map(({ alert }) => alert)),
    );
    const old = this.#facts.all().filter((fact) => fact.lastMs < oldMs && !living.has(alertKey(fact)));
    if (old.length === 0) return;
    this.#forgotten.push(...old);
    this.#facts.remove(old);
    for (const fact of old) this.#newFacts.delete(fact);
    const gone = new Set(old.map(alertKey));
    this.#entries = this.#entries.filter(({ anchors }) => anchors.some(({ alert, atMs }) => !gone.has(alert) || atMs >= oldMs));
  }
}

/** What the store and the API say of it; changes that do not show are not written. */
function summary({ incident, acts }: KnownIncident): string {
  const { phase, startMs, netEndMs, endMs, endReason, severity, reopens, members } = incident;
  return JSON.stringify([
    phase,
    startMs,
    endMs,
    netEndMs,
    endReason,
    severity,
    reopens,
    acts.length,
    members.map(({ alert, endMs: end, heldBack }) => [alert, end, heldBack]),
  ]);
}
