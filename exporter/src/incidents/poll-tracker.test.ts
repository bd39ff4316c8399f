import { describe, expect, it } from 'vitest';
import { MINUTE_MS, NOON_MS } from '../../test/incidents/alert-messages.js';
import { PollTracker, type Poll } from './poll-tracker.js';

const instant = (minutes: number): string => new Date(NOON_MS + minutes * MINUTE_MS).toISOString();
const alert = (over: object = {}): object => ({
  fingerprint: 'f1',
  startsAt: instant(-10),
  endsAt: instant(60),
  updatedAt: instant(0),
  receivers: [{ name: 'aiops' }],
  labels: { alertname: 'ModelServingDown', model: 'm', severity: 'critical' },
  annotations: {},
  generatorURL: 'http://prometheus/graph',
  status: { state: 'active', silencedBy: [], inhibitedBy: [] },
  ...over,
});
const poll = (minutes: number, alerts: unknown, silences: unknown = []): Poll => ({
  alerts,
  silences,
  upSinceMs: NOON_MS - 3_600_000,
  atMs: NOON_MS + minutes * MINUTE_MS,
});
const TEXT = { labels: {}, annotations: {}, generatorUrl: '' };
const FIRING = [{ fingerprint: 'f1', startsMs: NOON_MS - 10 * MINUTE_MS, text: TEXT, polledMs: NOON_MS - 2 * MINUTE_MS }];

describe('a poll', () => {
  it('says what fires, since when, and until when that was promised', () => {
    const [fact] = new PollTracker('alertmanager').facts(poll(0, [alert()]), []);
    expect(fact).toMatchObject({ kind: 'firing', via: 'poll', startsMs: NOON_MS - 600_000, endsMs: 0, validUntilMs: NOON_MS + 3_600_000 });
  });

  it('tells a silence, which a person made, from an inhibition, which nobody did', () => {
    const silence = { id: 's1', createdBy: 'ada', startsAt: instant(-2), updatedAt: instant(-1), comment: '', matchers: [] };
    const silenced = alert({ status: { state: 'suppressed', silencedBy: ['s1'], inhibitedBy: [] } });
    const inhibited = alert({ fingerprint: 'f2', status: { state: 'suppressed', silencedBy: [], inhibitedBy: ['f1'] } });
    const facts = new PollTracker('alertmanager').facts(poll(0, [silenced, inhibited], [silence]), []);
    expect(facts.map(({ kind, silence: by }) => [kind, by])).toEqual([
      ['silenced', { id: 's1', atMs: NOON_MS - MINUTE_MS, by: 'ada' }],
      ['inhibited', null],
    ]);
  });

  it('ends an alert that two polls in a row lack, at the time of the first', () => {
    const tracker = new PollTracker('alertmanager');
    expect(tracker.facts(poll(0, []), FIRING)).toEqual([]);
    expect(tracker.facts(poll(1, []), FIRING)).toMatchObject([{ kind: 'gone', endsMs: NOON_MS, fingerprint: 'f1' }]);
  });

  it('ends nothing when the alert is back at the second poll', () => {
    const tracker = new PollTracker('alertmanager');
    tracker.facts(poll(0, []), FIRING);
    expect(tracker.facts(poll(1, [alert()]), FIRING)).toMatchObject([{ kind: 'firing' }]);
    expect(tracker.facts(poll(2, []), FIRING)).toEqual([]);
  });

  it('ends nothing while Alertmanager has just started: it may not have heard yet', () => {
    const tracker = new PollTracker('alertmanager');
    const young = { upSinceMs: NOON_MS - MINUTE_MS };
    expect([tracker.facts({ ...poll(0, []), ...young }, FIRING), tracker.facts({ ...poll(1, []), ...young }, FIRING)]).toEqual([[], []]);
  });

  it('ends what an Alertmanager that has just started had listed already', () => {
    const tracker = new PollTracker('alertmanager');
    const young = { upSinceMs: NOON_MS - 3 * MINUTE_MS };
    tracker.facts({ ...poll(0, []), ...young }, FIRING);
    expect(tracker.facts({ ...poll(1, []), ...young }, FIRING)).toMatchObject([{ kind: 'gone', endsMs: NOON_MS }]);
  });

  it('passes over an alert whose end has come: what is told of it ends it', () => {
    expect(new PollTracker('alertmanager').facts(poll(0, [alert({ endsAt: instant(-1) })]), [])).toEqual([]);
  });

  it.each([[null], [{}], [[{}]], [[null]], ['[]'], [[alert({ startsAt: 'yesterday' })]]])('refuses %j', (alerts) => {
    expect(() => new PollTracker('alertmanager').facts(poll(0, alerts), [])).toThrow(expect.objectContaining({ code: 'INCIDENTS_POLL' }));
  });
});
