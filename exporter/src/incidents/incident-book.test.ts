import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE_MS, NOON_MS, fact } from '../../test/incidents/alert-messages.js';
import { alertmanagerStream, factsOf } from '../../test/incidents/recordings.js';
import type { Act } from './act.js';
import { FACT_LIFE_MS, IncidentBook, type BookContent } from './incident-book.js';
import type { IncidentEntry } from './incident-entry.js';
import { incidentRecord } from './incident-record.js';
import { factKey, type AlertFact } from './alert-fact.js';
import { DEFAULT_SETTINGS } from './settings.js';
import { noTotals, type Totals } from './totals.js';

const at = (minutes: number): number => NOON_MS + minutes * MINUTE_MS;
const EMPTY: BookContent = { facts: [], entries: [], acts: [], totals: noTotals() };
const DRIFT = JSON.stringify(['m', 'warning', 'drift']);

/** A store in memory: what a book wrote, and a new book from it. */
class Shelf {
  #facts = new Map<string, AlertFact>();
  #entries = new Map<string, IncidentEntry>();
  #acts: Act[] = [];
  #totals: Totals = noTotals();

  write(book: IncidentBook): void {
    const { changes } = book;
    if (!changes) return;
    const { facts, forgotten, incidents, absorbed, acts, totals } = structuredClone(changes);
    for (const said of facts) this.#facts.set(factKey(said), said);
    for (const said of forgotten) this.#facts.delete(factKey(said));
    for (const { entry } of incidents) this.#entries.set(entry.id, entry);
    for (const id of absorbed) this.#entries.delete(id);
    this.#acts.push(...acts);
    if (totals) this.#totals = totals;
    book.committed();
  }

  read(): IncidentBook {
    const content = { facts: [...this.#facts.values()], entries: [...this.#entries.values()], acts: this.#acts, totals: this.#totals };
    return new IncidentBook(DEFAULT_SETTINGS, structuredClone(content));
  }

  get factCount(): number {
    return this.#facts.size;
  }
}

describe('an incident', () => {
  it('is counted as opened at once, and as resolved when its time for opening again is over', () => {
    const book = new IncidentBook(DEFAULT_SETTINGS, EMPTY);
    book.tell([fact('firing', { starts: 0, heard: 1 })]);
    book.look(at(1));
    expect(book.totals.incidents).toEqual({ [DRIFT]: { opened: 1, resolved: 0, reopened: 0 } });
    book.tell([fact('resolved', { starts: 0, ends: 10, heard: 11 })]);
    book.look(at(24));
    expect(book.known.map(({ incident }) => incident.phase)).toEqual(['resolving']);
    expect(book.totals.durations[DRIFT]?.resolve).toBeUndefined();
    book.look(at(26));
    expect(book.totals.incidents).toEqual({ [DRIFT]: { opened: 1, resolved: 1, reopened: 0 } });
    expect(book.totals.durations[DRIFT]?.resolve?.sum).toBe(600);
  });

  it('keeps its id when its start moves earlier, and through a restart', () => {
    const shelf = new Shelf();
    const book = shelf.read();
    book.tell([fact('firing', { starts: 5, heard: 6 })]);
    book.look(at(6));
    const [before] = book.known.map(({ entry }) => entry.id);
    shelf.write(book);
    const next = shelf.read();
    next.tell([fact('firing', { starts: 2, heard: 7 })]);
    next.look(at(7));
    expect(next.known.map(({ entry, incident }) => [entry.id, incident.startMs])).toEqual([[before, at(2)]]);
    expect(next.totals.incidents[DRIFT]).toEqual({ opened: 1, resolved: 0, reopened: 0 });
  });

  it('is never in the sum of durations while it is open, nor when its end was no repair', () => {
    const book = new IncidentBook(DEFAULT_SETTINGS, EMPTY);
    book.tell([fact('resolved', { starts: 0, ends: 10, heard: 11, mark: 'paused' })]);
    book.look(at(60));
    expect(book.totals.incidents[DRIFT]?.resolved).toBe(1);
    expect(book.totals.durations[DRIFT]?.resolve).toBeUndefined();
  });
});

describe('acts of people', () => {
  const opened = (): { book: IncidentBook; id: string } => {
    const book = new IncidentBook(DEFAULT_SETTINGS, EMPTY);
    book.tell([fact('firing', { starts: 0, heard: 1 })]);
    book.look(at(1));
    return { book, id: book.known[0]?.entry.id ?? '' };
  };
  const act = { by: 'ada', text: '' } as const;

  it('an acknowledgement sets the clock of the first one, and is counted once', () => {
    const { book, id } = opened();
    book.act(id, { ...act, kind: 'acknowledge' }, at(3));
    book.act(id, { ...act, kind: 'acknowledge' }, at(9));
    book.look(at(9));
    expect(book.totals.durations[DRIFT]?.acknowledge).toMatchObject({ sum: 180 });
    const [known] = book.known;
    expect(known && incidentRecord(known).acknowledged).toBe(new Date(at(3)).toISOString());
  });

  it('a resolution ends the incident at its time, whatever its alert does afterwards', () => {
    const { book, id } = opened();
    book.act(id, { ...act, kind: 'resolve', at: new Date(at(20)).toISOString() }, at(30));
    book.tell([fact('firing', { starts: 0, heard: 40 })]);
    book.look(at(40));
    expect(book.known.map(({ incident }) => [incident.phase, incident.endMs, incident.endReason])).toEqual([
      ['resolved', at(20), 'manual'],
    ]);
    expect(book.totals.durations[DRIFT]?.resolve?.sum).toBe(1200);
  });

  it('a merge makes one incident of two, which stays one after a restart', () => {
    const shelf = new Shelf();
    const book = shelf.read();
    book.tell([
      fact('firing', { starts: 0, heard: 1 }),
      fact('firing', { starts: 8, heard: 9, fingerprint: 'y', labels: { cause: 'latency' } }),
    ]);
    book.look(at(9));
    const [drift = '', latency = ''] = book.known.map(({ entry }) => entry.id);
    shelf.write(book);
    book.act(latency, { ...act, kind: 'merge', into: drift }, at(10));
    book.look(at(10));
    expect(book.known.map(({ entry, incident }) => [entry.id, incident.members.length])).toEqual([[drift, 2]]);
    shelf.write(book);
    const next = shelf.read();
    next.look(at(11));
    expect(next.known.map(({ entry, incident }) => [entry.id, incident.members.length])).toEqual([[drift, 2]]);
    expect(Object.values(next.totals.incidents).map(({ opened: count }) => count)).toEqual([1, 1]);
  });

  it('a verdict counts for every alert of the incident, and the latest word is the one that is shown', () => {
    const { book, id } = opened();
    book.act(id, { ...act, kind: 'verdict', verdict: 'true_positive' }, at(3));
    book.act(id, { ...act, kind: 'verdict', verdict: 'false_positive' }, at(4));
    book.look(at(4));
    expect(book.totals.verdicts).toEqual({
      [JSON.stringify(['ModelFeatureDrift', 'true_positive'])]: 1,
      [JSON.stringify(['ModelFeatureDrift', 'false_positive'])]: 1,
    });
    expect(book.known[0] && incidentRecord(book.known[0]).verdict).toBe('false_positive');
  });

  it.each([
    ['an incident that is not there', 'inc-000000000000', { kind: 'acknowledge' as const }, 'INCIDENTS_UNKNOWN'],
    ['a merge into nothing', null, { kind: 'merge' as const, into: 'inc-000000000000' }, 'INCIDENTS_MERGE'],
    ['a time in the future', null, { kind: 'mitigate' as const, at: new Date(at(60)).toISOString() }, 'INCIDENTS_ACT_TIME'],
  ])('%s is refused and changes nothing', (_what, other, input, code) => {
    const { book, id } = opened();
    book.committed();
    expect(() => book.act(other ?? id, { ...act, ...input }, at(2))).toThrow(expect.objectContaining({ code }));
    expect(book.changes).toBeNull();
  });

  it('a merge into itself is refused', () => {
    const { book, id } = opened();
    expect(() => book.act(id, { ...act, kind: 'merge', into: id }, at(2))).toThrow(expect.objectContaining({ code: 'INCIDENTS_MERGE' }));
  });
});

describe('the book', () => {
  it('counts the same whenever the same facts came, however often and with restarts in between', () => {
    const facts = factsOf(alertmanagerStream(), 'alertmanager');
    const night = Math.max(...facts.map(({ lastMs }) => lastMs)) + 24 * 60 * MINUTE_MS;
    const straight = new IncidentBook(DEFAULT_SETTINGS, EMPTY);
    straight.tell(facts);
    straight.look(night);
    const plan = fc.array(fc.record({ nth: fc.nat(facts.length - 1), restart: fc.boolean(), lost: fc.boolean() }), { maxLength: 40 });
    fc.assert(
      fc.property(plan, fc.shuffledSubarray(facts, { minLength: facts.length }), (steps, order) => {
        const shelf = new Shelf();
        let book = shelf.read();
        for (const { nth, restart, lost } of steps) {
          const said = facts[nth] as AlertFact;
          book.tell([said]);
          // Time does not pass a fact before it was received, so nothing is resolved too early by the shuffle alone.
          if (!lost) shelf.write(book);
          if (restart) book = shelf.read();
        }
        book.tell(order);
        book.look(night);
        shelf.write(book);
        const again = shelf.read();
        again.look(night);
        expect(again.totals.incidents).toEqual(straight.totals.incidents);
        expect(again.totals.durations).toEqual(straight.totals.durations);
        expect(again.known.map(({ incident }) => incident)).toEqual(
          straight.known.map(({ incident }) => expect.objectContaining({ startMs: incident.startMs, endMs: incident.endMs }) as unknown),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('has nothing to write when nothing changed', () => {
    const book = new IncidentBook(DEFAULT_SETTINGS, EMPTY);
    book.tell([fact('firing', { starts: 0, heard: 1 })]);
    book.look(at(1));
    expect(book.changes).not.toBeNull();
    book.committed();
    book.look(at(2));
    expect(book.changes).toBeNull();
  });

  it('gives up facts of incidents that ended long ago, and keeps what it counted', () => {
    const shelf = new Shelf();
    const book = shelf.read();
    book.tell([fact('resolved', { starts: 0, ends: 10, heard: 11 })]);
    book.look(at(60));
    shelf.write(book);
    book.look(at(60) + FACT_LIFE_MS);
    shelf.write(book);
    expect(shelf.factCount).toBe(0);
    const next = shelf.read();
    next.look(at(60) + FACT_LIFE_MS);
    expect([next.known, next.totals.incidents[DRIFT]]).toEqual([[], { opened: 1, resolved: 1, reopened: 0 }]);
  });
});
