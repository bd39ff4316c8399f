import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE_MS, NOON_MS, fact, minutes } from '../../test/incidents/alert-messages.js';
import type { AlertHistory, HistoryRule } from './alert-history.js';
import { factsOfHistory } from './facts-of-history.js';
import { historyStretches } from './history-stretches.js';
import { IncidentBook } from './incident-book.js';
import { incidentsOfHistory } from './incidents-of-history.js';
import { DEFAULT_SETTINGS } from './settings.js';
import { noTotals } from './totals.js';

const at = (minute: number): number => NOON_MS + minute * MINUTE_MS;
const LABELS = { alertname: 'ModelFeatureDrift', model: 'm', severity: 'warning' };
const HOUR = { fromMs: at(0), toMs: at(60), stepMs: MINUTE_MS };

/** An alert that fired at these minutes after noon; `since` says since when its condition held. */
function history(fired: readonly number[], labels: Record<string, string> = LABELS, since: readonly [number, number][] = []): AlertHistory {
  return { labels, firedMs: fired.map(at), activeSince: since.map(([minute, from]) => ({ atMs: at(minute), sinceMs: at(from) })) };
}
const stretches = (found: AlertHistory, intervalMs: number | null = MINUTE_MS): (number | null)[][] =>
  historyStretches(found, MINUTE_MS, intervalMs).map(({ startMs, endMs }) => [minutes(startMs), minutes(endMs)]);
const rule = (over: Partial<HistoryRule> = {}): HistoryRule => ({
  alertname: 'ModelFeatureDrift',
  labels: { severity: 'warning' },
  intervalMs: MINUTE_MS,
  forMs: 0,
  keepFiringMs: 0,
  annotations: {},
  ...over,
});

describe('a firing in the history', () => {
  it('ends at the evaluation after its last sample', () => {
    expect(stretches(history([3, 4, 5]))).toEqual([[3, 6]]);
  });

  it('goes on over one evaluation that was lost, and ends at two', () => {
    expect(stretches(history([3, 4, 6]))).toEqual([[3, 7]]);
    expect(stretches(history([3, 4, 7]))).toEqual([
      [3, 5],
      [7, 8],
    ]);
  });

  it('goes on while Prometheus was away, if its condition has held since the same moment', () => {
    const samples = [3, 4, 20, 21];
    const restored = samples.map((minute): [number, number] => [minute, 1]);
    const anew: [number, number][] = [
      [3, 1],
      [4, 1],
      [20, 19],
      [21, 19],
    ];
    expect(stretches(history(samples, LABELS, restored))).toEqual([[3, 22]]);
    expect(stretches(history(samples, LABELS, anew))).toHaveLength(2);
    expect(stretches(history(samples))).toHaveLength(2);
  });

  it('has the usual distance of its samples for an interval where no rule of that name is left', () => {
    expect(stretches(history([0, 2, 4, 6, 20]), null)).toEqual([
      [0, 8],
      [20, 22],
    ]);
    expect(stretches(history([5]), null)).toEqual([[5, 6]]);
  });

  it('is found again from its samples, wherever it lies and however long it is', () => {
    const gaps = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 2, max: 50 })), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(gaps, (plan) => {
        let minute = 0;
        const truth = plan.map(([length, pause]) => {
          const start = minute;
          minute += length + pause;
          return [start, start + length] as const;
        });
        const fired = truth.flatMap(([start, end]) => Array.from({ length: end - start }, (_, i) => start + i));
        expect(stretches(history(fired))).toEqual(truth.map(([start, end]) => [start, end]));
      }),
    );
  });
});

describe('facts of the history', () => {
  const factsOf = (histories: readonly AlertHistory[], rules: readonly HistoryRule[] = []) =>
    factsOfHistory(histories, rules, HOUR, DEFAULT_SETTINGS);

  it('are made of whole firings only: not of one that had begun before, nor of one that is not over', () => {
    const read = factsOf([
      history([-1, 0, 1]),
      history([10, 11], { ...LABELS, version: '7' }),
      history([58, 59, 60], { ...LABELS, version: '8' }),
    ]);
    expect(read).toMatchObject({
      stillFiring: 1,
      cutAtStart: 1,
      facts: [{ startsMs: at(10), endsMs: at(12), kind: 'resolved', via: 'backfill' }],
    });
  });

  it('say of the rule of the same name and labels what an alert has in its annotations', () => {
    const rules = [
      rule({ labels: { severity: 'critical' }, forMs: 1000 }),
      rule({ forMs: 600_000, keepFiringMs: 60_000, annotations: { aiops_reopen: '1h', summary: 'x' } }),
    ];
    const [found] = factsOf([history([10, 11])], rules).facts;
    expect(found?.text.annotations).toEqual({ aiops_for: '600000ms', aiops_keep_firing_for: '60000ms', aiops_reopen: '1h' });
  });

  it('are the same facts whenever they are read', () => {
    const [first] = factsOf([history([10, 11])]).facts;
    const [again] = factsOf([history([10, 11], { severity: 'warning', model: 'm', alertname: 'ModelFeatureDrift' })]).facts;
    expect(again?.fingerprint).toBe(first?.fingerprint);
  });

  it('call an end with which the heartbeat stopped no repair', () => {
    const beat = history([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 30, 31, 32, 58, 59, 60], { alertname: 'AiopsWatchdog' });
    const { facts, stillFiring } = factsOf([history([7, 8, 9]), beat]);
    const [incident] = incidentsOfHistory(facts, DEFAULT_SETTINGS, at(60));
    expect([incident?.phase, incident?.end_reason, stillFiring]).toEqual(['resolved', 'timeout', 0]);
  });
});

describe('an incident that only history tells of', () => {
  const booked = factsOfHistory([history([10, 11, 12])], [], HOUR, DEFAULT_SETTINGS).facts;
  const bookOf = (): IncidentBook => new IncidentBook(DEFAULT_SETTINGS, { facts: booked, entries: [], acts: [], totals: noTotals() });

  it('is known and not counted, because it did not happen now', () => {
    const book = bookOf();
    book.look(at(60));
    expect(book.known.map(({ incident }) => [incident.phase, minutes(incident.netEndMs)])).toEqual([['resolved', 13]]);
    expect(book.totals.incidents).toEqual({});
    expect(book.totals.durations).toEqual({});
  });

  it('is counted once when a notification tells of it, too', () => {
    const book = bookOf();
    book.look(at(60));
    book.tell([fact('resolved', { starts: 10, ends: 13, heard: 61 })]);
    book.look(at(61));
    book.look(at(62));
    expect(book.known).toHaveLength(1);
    expect(Object.values(book.totals.incidents)).toEqual([{ opened: 1, resolved: 1, reopened: 0 }]);
  });

  it('adds no openings to those that notifications told', () => {
    const book = new IncidentBook(DEFAULT_SETTINGS, { facts: [], entries: [], acts: [], totals: noTotals() });
    const told = [fact('resolved', { starts: 10, ends: 13, heard: 14 }), fact('resolved', { starts: 20, ends: 23, heard: 24 })];
    book.tell(told);
    book.look(at(60));
    book.tell(factsOfHistory([history([10, 11, 12, 20, 21, 22])], [], HOUR, DEFAULT_SETTINGS).facts);
    book.look(at(60));
    expect(book.known.map(({ incident }) => [incident.reopens, incident.members.length])).toEqual([[1, 2]]);
    expect(Object.values(book.totals.incidents)).toEqual([{ opened: 1, resolved: 1, reopened: 1 }]);
  });
});
