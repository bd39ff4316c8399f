import { describe, expect, it } from 'vitest';
import { MINUTE_MS, NOON_MS, fact, minutes } from '../../test/incidents/alert-messages.js';
import { joinFacts, type AlertFact } from './alert-fact.js';
import { FactSet } from './fact-set.js';
import { incidentsOf, type Incident } from './incidents-of.js';
import { DEFAULT_SETTINGS, EXPIRE_AFTER_MS } from './settings.js';

const DAY = 24 * 60;
const at = (nowMinute: number, ...facts: AlertFact[]): Incident[] => {
  const set = new FactSet();
  set.add(facts);
  return incidentsOf(set.all(), DEFAULT_SETTINGS, NOON_MS + nowMinute * MINUTE_MS);
};
const spans = (incidents: readonly Incident[]): unknown[] =>
  incidents.map(({ startMs, endMs, phase }) => [minutes(startMs), minutes(endMs), phase]);

const watchdog = { fingerprint: 'w', labels: { alertname: 'AiopsWatchdog', severity: 'none' } };
const other = (fingerprint: string, labels: Record<string, string> = {}): { fingerprint: string; labels: Record<string, string> } => ({
  fingerprint,
  labels,
});

describe('one alert', () => {
  it('is resolving for the time for opening again, and resolved after it', () => {
    const facts = [fact('firing', { heard: 0 }), fact('resolved', { ends: 10, heard: 10 })];
    expect(spans(at(25, ...facts))).toEqual([[0, 10, 'resolving']]);
    expect(spans(at(26, ...facts))).toEqual([[0, 10, 'resolved']]);
  });

  it('that resolves before it was seen firing is a closed incident, which late messages do not open', () => {
    const resolved = fact('resolved', { ends: 10, heard: 11 });
    expect(spans(at(60, resolved))).toEqual([[0, 10, 'resolved']]);
    expect(spans(at(60, resolved, fact('firing', { heard: 14 })))).toEqual([[0, 10, 'resolved']]);
  });

  it('that fires well after its end with its old start fires again', () => {
    const [incident] = at(60, fact('resolved', { ends: 10, heard: 10 }), fact('firing', { heard: 16 }));
    expect([incident?.phase, minutes(incident?.startMs ?? null), incident?.reopens]).toEqual(['firing', 0, 1]);
  });

  it('begins at the earliest start that any replica tells', () => {
    const facts = [
      fact('firing', { starts: 5, heard: 5 }),
      fact('firing', { starts: 2, heard: 6 }),
      fact('resolved', { starts: 2, ends: 20, heard: 20 }),
    ];
    expect(spans(at(DAY, ...facts))).toEqual([[2, 20, 'resolved']]);
  });

  it('goes on with its incident after 15 min of silence, and has a new one after 16', () => {
    const again = (starts: number): AlertFact[] => [
      fact('resolved', { ends: 10, heard: 10 }),
      fact('resolved', { starts, ends: 60, heard: 60 }),
    ];
    expect(spans(at(DAY, ...again(25)))).toEqual([[0, 60, 'resolved']]);
    expect(spans(at(DAY, ...again(26)))).toEqual([
      [0, 10, 'resolved'],
      [26, 60, 'resolved'],
    ]);
  });

  it('takes its own time for opening again from the annotation aiops_reopen', () => {
    const text = { labels: { alertname: 'X', model: 'm', severity: 'critical' }, annotations: { aiops_reopen: '1h' }, generatorUrl: '' };
    const facts = [fact('resolved', { ends: 10, heard: 10, text }), fact('resolved', { starts: 69, ends: 80, heard: 80, text })];
    expect(spans(at(DAY, ...facts))).toEqual([[0, 80, 'resolved']]);
  });

  it('flaps from the fourth opening within a day on', () => {
    const flaps = (n: number): AlertFact[] =>
      Array.from({ length: n }, (_, i) => fact('resolved', { starts: i * 20, ends: i * 20 + 10, heard: i * 20 + 10 }));
    expect(at(DAY, ...flaps(4)).map(({ isFlapping, reopens }) => [isFlapping, reopens])).toEqual([[false, 3]]);
    expect(at(DAY, ...flaps(5)).map(({ isFlapping, reopens }) => [isFlapping, reopens])).toEqual([[true, 4]]);
  });

  it('ends when Alertmanager no longer has it, and not by an end that was before it fired again', () => {
    const gone = fact('gone', { ends: 30, heard: 30, via: 'poll' });
    const [ended] = at(DAY, fact('firing', { heard: 0 }), gone);
    expect([minutes(ended?.endMs ?? null), ended?.endReason]).toEqual([30, 'reconcile']);
    expect(at(40, fact('firing', { heard: 0 }), gone, fact('firing', { heard: 32, via: 'poll' }))[0]?.phase).toBe('firing');
  });

  it('is given up after a week without a sign, and counts as expired', () => {
    const facts = [fact('firing', { heard: 0 }), fact('firing', { heard: 60 })];
    const weekMinutes = EXPIRE_AFTER_MS / MINUTE_MS;
    expect(at(60 + weekMinutes, ...facts)[0]?.phase).toBe('firing');
    const [expired] = at(61 + weekMinutes, ...facts);
    expect([expired?.phase, expired?.endReason, minutes(expired?.endMs ?? null)]).toEqual(['resolved', 'expired', 60]);
  });

  it('that ends before it starts has no length, and is counted as a skew of clocks', () => {
    const [incident] = at(DAY, fact('firing', { starts: 5, heard: 5 }), fact('resolved', { starts: 5, ends: 4, heard: 6 }));
    expect(incident?.members[0]?.skews).toBe(1);
    expect((incident?.netEndMs ?? 0) - (incident?.startMs ?? 0)).toBeGreaterThanOrEqual(0);
  });
});

describe('a resolved message without length', () => {
  it('opens nothing, and ends what has no other end', () => {
    const echo = fact('resolved', { starts: 30, ends: 30, heard: 40 });
    expect(at(60, echo)).toEqual([]);
    expect(spans(at(60, fact('firing', { heard: 0 }), echo))).toEqual([[0, 30, 'resolved']]);
  });
});

it('keeps the words of the latest message, whichever arrives first', () => {
  const text = (word: string): AlertFact['text'] => ({ labels: { alertname: 'X' }, annotations: { word }, generatorUrl: '' });
  const [older, newer] = [fact('firing', { heard: 1, text: text('z') }), fact('firing', { heard: 2, text: text('a') })];
  expect(joinFacts(older, newer).text.annotations).toEqual({ word: 'a' });
  expect(joinFacts(newer, older)).toEqual(joinFacts(older, newer));
});

describe('an end that is no repair', () => {
  it('is a timeout where it is the very time that was promised', () => {
    const promised = fact('firing', { heard: 9, via: 'poll', validUntilMs: NOON_MS + 13 * MINUTE_MS });
    expect(at(DAY, promised, fact('resolved', { ends: 13, heard: 13 }))[0]?.endReason).toBe('timeout');
    expect(at(DAY, promised, fact('resolved', { ends: 12, heard: 13 }))[0]?.endReason).toBe('signal');
  });

  it('is unknown while the heartbeat of its source stays out, and a timeout once it is back', () => {
    const dead = [
      fact('firing', { heard: 0 }),
      fact('firing', { ...watchdog, starts: -60, heard: 0 }),
      fact('resolved', { ends: 30, heard: 30 }),
      fact('resolved', { ...watchdog, starts: -60, ends: 30, heard: 30 }),
    ];
    expect(at(120, ...dead).map(({ phase, endReason }) => [phase, endReason])).toEqual([['unknown', 'timeout']]);
    const back = fact('firing', { ...watchdog, starts: 100, heard: 100 });
    expect(at(120, ...dead, back).map(({ phase, endReason }) => [phase, endReason])).toEqual([['resolved', 'timeout']]);
    // A source that never comes back does not keep it open for ever.
    expect(at(8 * DAY, ...dead)[0]?.phase).toBe('resolved');
  });

  it('is a repair while the heartbeat beats', () => {
    const facts = [
      fact('firing', { heard: 0 }),
      fact('resolved', { ends: 30, heard: 30 }),
      fact('firing', { ...watchdog, starts: -60, heard: 40 }),
    ];
    expect(at(DAY, ...facts)[0]?.endReason).toBe('signal');
  });
});

describe('what holds an alert back', () => {
  const silence = { id: 's-1', atMs: NOON_MS + 5 * MINUTE_MS, by: 'kim' };
  it('leaves the incident open: a silence names who may have taken it over, an inhibition does not', () => {
    const [silenced] = at(10, fact('firing', { heard: 0 }), fact('silenced', { heard: 9, via: 'poll', silence }));
    expect([silenced?.phase, silenced?.members[0]?.silence]).toEqual(['suppressed', silence]);
    const [inhibited] = at(10, fact('firing', { heard: 0 }), fact('inhibited', { heard: 9, via: 'poll' }));
    expect([inhibited?.phase, inhibited?.members[0]?.silence]).toEqual(['suppressed', null]);
  });

  it('is over with the next poll that shows the alert active', () => {
    const [incident] = at(20, fact('silenced', { heard: 9, via: 'poll', silence }), fact('firing', { heard: 15, via: 'poll' }));
    expect(incident?.phase).toBe('firing');
  });

  it('is nobody taking it over where the silence is older than the incident', () => {
    const old = { ...silence, atMs: NOON_MS - MINUTE_MS };
    expect(at(10, fact('silenced', { heard: 9, via: 'poll', silence: old }))[0]?.members[0]?.silence).toBeNull();
  });
});

describe('a group', () => {
  it('joins alerts of one model and cause: the union of their spans, the worst severity', () => {
    const facts = [
      fact('resolved', { ends: 10, heard: 10 }),
      fact('resolved', { ...other('y', { feature: 'age', severity: 'critical' }), starts: 5, ends: 20, heard: 20 }),
    ];
    const [incident, ...more] = at(DAY, ...facts);
    expect(more).toEqual([]);
    expect([minutes(incident?.startMs ?? null), minutes(incident?.endMs ?? null), incident?.severity, incident?.members.length]).toEqual([
      0,
      20,
      'critical',
      2,
    ]);
  });

  it('joins alerts that begin within 5 min of each other without overlap, and none that begin later', () => {
    const facts = (starts: number): AlertFact[] => [
      fact('resolved', { ends: 2, heard: 2 }),
      fact('resolved', { ...other('y'), starts, ends: 20, heard: 20 }),
    ];
    expect(at(DAY, ...facts(5))).toHaveLength(1);
    expect(at(DAY, ...facts(6))).toHaveLength(2);
  });

  it('does not join an alert with itself: whether it opens again is another setting', () => {
    const twice = [fact('resolved', { ends: 1, heard: 1 }), fact('resolved', { starts: 3, ends: 9, heard: 9 })];
    expect(incidentsOf(twice, { ...DEFAULT_SETTINGS, reopenMs: MINUTE_MS }, NOON_MS + DAY * MINUTE_MS)).toHaveLength(2);
  });

  it('keeps apart models, causes, and alerts of unknown cause with different names', () => {
    const kinds = [
      other('y', { model: 'n' }),
      other('z', { cause: 'latency' }),
      other('u', { alertname: 'Custom', cause: '' }),
      other('v', { alertname: 'Bespoke', cause: '' }),
    ];
    expect(at(5, fact('firing', { heard: 0 }), ...kinds.map((kind) => fact('firing', { ...kind, heard: 0 })))).toHaveLength(5);
  });

  it('leaves out the heartbeat, info, none, excluded names and test alerts', () => {
    const quiet = [other('i', { severity: 'info' }), other('n', { severity: 'none' }), other('t', { alertname: 'TestAlert' })];
    expect(at(5, ...[watchdog, ...quiet].map((alert) => fact('firing', { ...alert, heard: 0 })))).toEqual([]);
    const settings = { ...DEFAULT_SETTINGS, exclude: new Set(['ModelFeatureDrift']) };
    expect(incidentsOf([fact('firing', { heard: 0 })], settings, NOON_MS)).toEqual([]);
  });

  it('takes the model of a rule without data from the other alerts of the rule, if they have one only', () => {
    const generatorUrl = 'http://grafana:3000/alerting/grafana/rule-1/view?orgId=1';
    const drift = { labels: { alertname: 'Drift', model: 'a', severity: 'warning' }, annotations: {}, generatorUrl };
    const noData = { labels: { alertname: 'DatasourceNoData', rulename: 'Drift', severity: 'warning' }, annotations: {}, generatorUrl };
    const known = fact('resolved', { ends: 5, heard: 5, text: drift });
    const lost = fact('firing', { fingerprint: 'd', starts: 60, heard: 60, text: noData });
    expect(at(61, known, lost).map(({ model, cause }) => [model, cause])).toEqual([
      ['a', 'drift'],
      ['a', 'pipeline'],
    ]);
    const second = fact('resolved', { fingerprint: 'b', ends: 5, heard: 5, text: { ...drift, labels: { ...drift.labels, model: 'b' } } });
    expect(at(61, known, second, lost).map(({ model }) => model)).toEqual(['a', 'b', null]);
  });
});
