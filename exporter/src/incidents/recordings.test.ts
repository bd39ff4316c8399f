import { describe, expect, it } from 'vitest';
import { alertmanagerStream, clock, factsOf, grafanaStream, netSeconds, testButton } from '../../test/incidents/recordings.js';
import type { AlertFact } from './alert-fact.js';
import { FactSet } from './fact-set.js';
import { factsOfNotification } from './facts-of-notification.js';
import { incidentsOf, type Incident } from './incidents-of.js';
import { parseNotification } from './parse-notification.js';
import { DEFAULT_SETTINGS, type IncidentSettings } from './settings.js';

const NIGHT_MS = Date.UTC(2026, 10, 24);
/** The recording of Grafana evaluates every 10 s, so that 15 min would join what was recorded as apart. */
const SHORT: IncidentSettings = { ...DEFAULT_SETTINGS, reopenMs: 30_000, groupWithinMs: 0 };

const derived = (facts: readonly AlertFact[], settings: IncidentSettings, nowMs = NIGHT_MS): Incident[] => {
  const set = new FactSet();
  set.add(facts);
  return incidentsOf(set.all(), settings, nowMs);
};
const said = ({ model, startMs, endMs, endReason }: Incident): unknown[] => [model, clock(startMs), clock(endMs), endReason];

describe('the recorded stream of Alertmanager', () => {
  // The rule of the recording has keep_firing_for: 15s and no annotation; shipped rules carry it, so it is added here.
  const stream = alertmanagerStream().map(({ receivedMs, body }) => {
    const { alerts, ...rest } = body as { alerts: { labels: Record<string, string>; annotations: Record<string, string> }[] };
    const annotated = alerts.map((alert) =>
      alert.labels['alertname'] === 'KeepFiring' ? { ...alert, annotations: { aiops_keep_firing_for: '15s' } } : alert,
    );
    return { receivedMs, body: { ...rest, alerts: annotated } };
  });
  const facts = factsOf(stream, 'alertmanager');

  it('is four incidents of 56, 56, 48 and 33 s, where every resolved message alone would make seven', () => {
    const incidents = derived(facts, DEFAULT_SETTINGS);
    expect(incidents.map((incident) => [incident.members[0]?.traits.alertname, netSeconds(incident)])).toEqual([
      ['ForTiny', 56],
      ['KeepFiring', 56],
      ['ForBelowGrace', 48],
      ['ForAboveGrace', 33],
    ]);
    expect(incidents.map(({ phase }) => phase)).toEqual(['resolved', 'resolved', 'resolved', 'resolved']);
  });

  it('keeps the end of the alert beside that of the trouble', () => {
    const keep = derived(facts, DEFAULT_SETTINGS).find(({ members }) => members[0]?.traits.alertname === 'KeepFiring');
    expect(keep && [(keep.endMs ?? 0) - keep.startMs, (keep.netEndMs ?? 0) - keep.startMs]).toEqual([71_000, 56_000]);
  });

  it('has at most one incident of an alert open at any moment, and opens again instead of anew', () => {
    for (const { receivedMs } of stream) {
      const incidents = derived(
        facts.filter(({ lastMs }) => lastMs <= receivedMs),
        DEFAULT_SETTINGS,
        receivedMs,
      );
      const names = incidents.map(({ members }) => members[0]?.traits.alertname);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe('the recorded stream of Grafana', () => {
  const facts = factsOf(grafanaStream(), 'grafana');

  it('is the six incidents that happened: echoes open nothing, a pause and a vanished series are told apart', () => {
    const incidents = derived(facts, SHORT).filter(({ cause }) => cause !== 'pipeline');
    expect(incidents.map(said)).toEqual([
      ['a', '21:45:50', '21:47:20', 'signal'],
      ['b', '21:46:30', '21:47:50', 'signal'],
      ['b', '21:49:40', '21:50:20', 'missing_series'],
      ['a', '21:51:10', '21:53:00', 'signal'],
      ['a', '22:01:50', '22:03:52', 'paused'],
      ['a', '22:04:40', '22:05:20', 'signal'],
    ]);
  });

  it('takes a rule without data or with an error for a fault of the pipeline, under the name of the rule', () => {
    const incidents = derived(facts, SHORT).filter(({ cause }) => cause === 'pipeline');
    const names = incidents.map(({ members }) => members.map(({ traits, endReason }) => [traits.alertname, traits.replaces, endReason]));
    expect(incidents.map(said)).toEqual([[null, '21:44:40', null, null]]);
    expect(names.flat()).toEqual([
      ['ModelQueryError', 'error', null],
      ['ModelNoData', 'no_data', 'signal'],
    ]);
  });

  it('is one incident for each model with the time for opening again that is the default', () => {
    const incidents = derived(facts, DEFAULT_SETTINGS).filter(({ cause }) => cause !== 'pipeline');
    expect(incidents.map((incident) => [...said(incident), incident.reopens])).toEqual([
      ['a', '21:45:50', '22:05:20', 'signal', 3],
      ['b', '21:46:30', '21:50:20', 'missing_series', 1],
    ]);
  });

  it('has the same incidents where the first resolved message of each alert is lost and only echoes follow', () => {
    const firstResolved = facts.findIndex(({ kind, endsMs, startsMs }) => kind === 'resolved' && endsMs > startsMs);
    const lost = facts[firstResolved] as AlertFact;
    const left = facts.filter(
      ({ fingerprint, kind, startsMs }) => !(fingerprint === lost.fingerprint && kind === 'resolved' && startsMs === lost.startsMs),
    );
    expect(said(derived(left, SHORT).find(({ model }) => model === 'a') as Incident)).toEqual(['a', '21:45:50', '21:47:20', 'signal']);
  });

  it('opens nothing for the Test button', () => {
    expect(factsOfNotification(parseNotification(testButton()), 'grafana', NIGHT_MS)).toEqual([]);
  });
});
