import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IncidentRecord } from '@aiops/exporter/contract';
import { eventually, runAiops } from '../../exporter/test/processes/exporter.js';
import { onlyAlerts, ruleFiles } from './chain/bundle-on-faster-clock.js';
import { Chain, PATIENCE_MS } from './chain/chain.js';
import { FAILING, HEALTHY, SHORT_MEMORY, failingModel } from './chain/failing-model.js';
import { LiveLog } from './chain/live-log.js';

/** Prometheus evaluates the rules once a second here. */
const EVALUATION_SECONDS = 1;
const BURN = 'model="churn",cause="serving"';

/**
 * One incident of one model through real programs: log, exporter, Prometheus, Alertmanager, exporter again, and MTTR back in Prometheus.
 *
 * Time runs 60 times faster in the rules and in Alertmanager (bundle-on-faster-clock.ts); starts of programs do not. So of the rules of
 * the pipeline only the heartbeat is loaded: a restart of one second would be a minute for them, and they would rightly complain.
 *
 * Truth: what the rules saw, as Prometheus stored it. The incident lasts from the first evaluation at which an alert of it fired to the
 * evaluation after the last one at which one did: the first at which the condition no longer held.
 */
describe('an incident in a log, with faults all along the way', { timeout: 2 * PATIENCE_MS }, () => {
  let chain: Chain;
  let log: LiveLog;
  const times = { firstFailureMs: 0, lastFailureMs: 0 };
  let incident: IncidentRecord;

  beforeAll(async () => {
    const rules = ruleFiles(SHORT_MEMORY, (file) => {
      if (file.name === 'pipeline') return onlyAlerts(file, ['AiopsWatchdog']);
      return ['serving', 'objectives'].includes(file.name) ? file : null;
    });
    chain = await Chain.prepare({ rules, models: failingModel('log.jsonl') });
    log = new LiveLog(join(chain.folder, 'log.jsonl'), HEALTHY);
    await chain.startExporter();
    await Promise.all([chain.startAlertmanager(), chain.startPrometheus()]);
  }, PATIENCE_MS);

  afterAll(async () => {
    log?.stop();
    await chain?.stop();
  }, PATIENCE_MS);

  const inTrouble = ({ phase }: IncidentRecord): boolean => phase === 'firing';
  const alertmanagerGets = async (path: string, init: RequestInit): Promise<unknown> => {
    const response = await fetch(`${chain.alertmanager.url}/api/v2/${path}`, {
      ...init,
      headers: { 'Content-Type': 'application/json' },
    });
    expect(response.status, path).toBe(200);
    const text = await response.text();
    return text === '' ? null : JSON.parse(text);
  };
  const notified = async (body: string): Promise<Response> =>
    fetch(`${chain.exporter.url}/api/v1/notifications`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });

  test('the healthy chain beats: the heartbeat arrives, the error ratio is recorded, and there is no incident', async () => {
    await chain.value('aiops_notifications_last_timestamp_seconds{source="alertmanager"}');
    await chain.value('model_version:aiops_slo_bad_events:ratio_rate1h{model="churn",slo="errors"}', (ratio) => ratio === 0);
    expect(await chain.incidents()).toEqual([]);
  });

  test('requests fail, the budget burns, and an incident is open', async () => {
    times.firstFailureMs = Date.now();
    log.change(FAILING);
    incident = await chain.incident('churn', inTrouble, 'the incident');
    expect(incident).toMatchObject({ cause: 'serving', severity: 'critical', version: '7', acknowledged: null });
  });

  test('kill -9 of Alertmanager ends nothing', async () => {
    await chain.alertmanager.stop('SIGKILL');
    await chain.value('aiops_alertmanager_up', (isUp) => isUp === 0);
    expect((await chain.incidents()).map(({ id, phase }) => [id, phase])).toEqual([[incident.id, 'firing']]);
    await chain.startAlertmanager();
    await chain.value('aiops_alertmanager_up', (isUp) => isUp === 1);
  });

  test('a silence is an acknowledgement, and no end', async () => {
    const silence = {
      matchers: [{ name: 'model', value: 'churn', isRegex: false, isEqual: true }],
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
      createdBy: 'ada',
      comment: 'on it',
    };
    const { silenceID } = (await alertmanagerGets('silences', { method: 'POST', body: JSON.stringify(silence) })) as { silenceID: string };
    const silenced = await chain.incident('churn', ({ phase }) => phase === 'suppressed', 'the silence');
    expect([silenced.id, silenced.acknowledged === null]).toEqual([incident.id, false]);
    await alertmanagerGets(`silence/${silenceID}`, { method: 'DELETE' });
    await chain.incident('churn', inTrouble, 'the end of the silence');
  });

  test('a message that was cut off is refused, and one that leaves alerts out is counted; neither changes the incident', async () => {
    const alert = {
      status: 'firing',
      labels: { alertname: 'ModelErrorBudgetBurn', model: 'churn' },
      startsAt: new Date().toISOString(),
      fingerprint: 'f',
    };
    const body = { version: '4', groupKey: 'g', receiver: 'exporter', status: 'firing', truncatedAlerts: 3, alerts: [alert] };
    const cut = await notified(JSON.stringify(body).slice(0, -20));
    expect([cut.status, await cut.json()]).toMatchObject([400, { error: { code: 'INCIDENTS_NOT_JSON' } }]);
    const leftOut = await notified(JSON.stringify({ ...body, alerts: [] }));
    expect([leftOut.status, await leftOut.json()]).toEqual([200, { accepted: 0, duplicate: 0, rejected: 0, truncated: 3 }]);
    expect((await chain.incidents()).map(({ id, phase }) => [id, phase])).toEqual([[incident.id, 'firing']]);
  });

  test('the ticket of the same burn is inhibited by its page, and is part of the incident', async () => {
    const isTicket = ({ severity, held_back }: IncidentRecord['alerts'][number]): boolean =>
      severity === 'warning' && held_back === 'inhibited';
    const both = await chain.incident('churn', ({ alerts }) => alerts.some(isTicket), 'the inhibited ticket');
    expect([both.id, both.phase, both.alerts.length]).toEqual([incident.id, 'firing', 2]);
    const ticket = (await chain.alerts()).find(({ labels }) => labels['model'] === 'churn' && labels['severity'] === 'warning');
    expect(ticket?.status).toMatchObject({ state: 'suppressed', silencedBy: [] });
    expect(ticket?.status.inhibitedBy).toHaveLength(1);
  });

  test('Prometheus is killed: nobody knows how the model is, and that is no repair', async () => {
    await chain.prometheus.stop('SIGKILL');
    // Alertmanager takes an alert for over when Prometheus has not spoken of it for four resend delays, and says so like of any end.
    const silent = await chain.incident('churn', ({ phase }) => phase === 'unknown', 'the incident of a source that is silent');
    expect([silent.id, silent.end_reason]).toEqual([incident.id, 'timeout']);
    expect((await chain.incidents('?state=open')).map(({ id }) => id)).toEqual([incident.id]);
  });

  test('Prometheus starts again: the alert fires again, in the same incident', async () => {
    await chain.startPrometheus();
    const again = await chain.incident('churn', inTrouble, 'the incident to go on');
    expect([again.id, again.start]).toEqual([incident.id, incident.start]);
    expect(again.reopens).toBeGreaterThanOrEqual(1);
    expect(await chain.incidents()).toHaveLength(1);
  });

  test('the exporter is killed and starts again with the same open incident', async () => {
    const before = await chain.incidents();
    await chain.exporter.stop('SIGKILL');
    await chain.startExporter();
    expect((await chain.incidents()).map(({ id, start }) => [id, start])).toEqual(before.map(({ id, start }) => [id, start]));
    await chain.value('up{job="aiops"}', (isUp) => isUp === 1);
    // Without data for a moment, alerts may have ended. Nobody is told of the end of an inhibited one: polls find that it is gone.
    const agreed = async (): Promise<true | null> => {
      const listed = (await chain.alerts()).map(({ fingerprint }) => fingerprint);
      const open = (await chain.incidents()).flatMap(({ alerts }) => alerts.filter(({ end }) => end === null));
      return open.every(({ fingerprint }) => listed.includes(fingerprint)) ? true : null;
    };
    await eventually(agreed, 'the exporter to have open what Alertmanager has', PATIENCE_MS);
    await chain.incident('churn', inTrouble, 'the incident to go on');
  });

  test('requests succeed, the incident ends by itself, and its MTTR is the truth to one evaluation', async () => {
    // The page may have gone while the exporter was away: it fires again, and the end that counts is that of the failures.
    await chain.value(`timestamp(ALERTS{${BURN},severity="critical",alertstate="firing"}) - time() > -2`);
    log.change(HEALTHY);
    times.lastFailureMs = Date.now();
    const { end_reason } = await chain.incident('churn', ({ phase }) => phase === 'resolved', 'the incident to be resolved');
    expect(end_reason).toBe('signal');
    const mttrSeconds = await chain.value('aiops_mttr_seconds{model="churn",window="7d"}');

    const fired = (await chain.samples(`ALERTS{${BURN},alertstate="firing"}`)).flatMap(({ values }) => values.map(([ms]) => ms));
    const [startMs, endMs] = [Math.min(...fired), Math.max(...fired) + EVALUATION_SECONDS * 1000];
    expect(Math.abs(mttrSeconds - (endMs - startMs) / 1000)).toBeLessThanOrEqual(EVALUATION_SECONDS);
    // The rules follow the log: they fire after requests began to fail, and until after they stopped to.
    expect(startMs).toBeGreaterThan(times.firstFailureMs);
    expect(endMs).toBeGreaterThan(times.lastFailureMs);
  });

  test('it is counted once, nothing is open, and Prometheus has it', async () => {
    const all = await chain.incidents();
    expect(all.map(({ id, phase, end_reason }) => [id, phase, end_reason])).toEqual([[incident.id, 'resolved', 'signal']]);
    expect(await chain.incidents('?state=open')).toEqual([]);
    const count = (phase: string): Promise<number> => chain.value(`sum(aiops_incidents_total{phase="${phase}"})`, (n) => n === 1);
    expect([await count('opened'), await count('resolved')]).toEqual([1, 1]);
    expect(await chain.value('sum(aiops_incidents_open)')).toBe(0);
    expect(await chain.value('aiops_incidents_resolved{model="churn",window="7d"}')).toBe(1);
    expect(await chain.value('aiops_incident_time_to_resolve_seconds_count{model="churn"}')).toBe(1);
    expect(await chain.value('aiops_incident_time_to_acknowledge_seconds_count{model="churn"}')).toBe(1);
  });

  describe('the history of Prometheus tells the same', () => {
    /** Starts and ends by history are off by an evaluation and a step at most (history-stretches.ts). */
    const TOLERANCE_MS = 2 * EVALUATION_SECONDS * 1000;
    const backfill = async (...more: string[]): Promise<{ incidents: IncidentRecord[]; still_firing: number; cut_at_start: number }> => {
      const from = new Date(times.firstFailureMs).toISOString();
      const question = ['incidents', 'backfill', '--prometheus', chain.prometheus.url, '--from', from, '--step', `${EVALUATION_SECONDS}s`];
      const { code, output } = await runAiops([...question, '--config', chain.configPath, '--json', ...more]);
      expect(code, output).toBe(0);
      return JSON.parse(output) as Awaited<ReturnType<typeof backfill>>;
    };

    test('one incident, from the same start to the same end', async () => {
      const { incidents, ...leftOut } = await backfill('--dry-run');
      const [told] = await chain.incidents();
      expect([incidents.length, leftOut]).toEqual([1, { still_firing: 0, cut_at_start: 0, store: null }]);
      const [found] = incidents;
      expect(found).toMatchObject({
        model: 'churn',
        version: '7',
        cause: 'serving',
        severity: 'critical',
        phase: 'resolved',
        end_reason: 'signal',
      });
      for (const end of ['start', 'net_end'] as const)
        expect(Math.abs(Date.parse(found?.[end] ?? '') - Date.parse(told?.[end] ?? '')), end).toBeLessThanOrEqual(TOLERANCE_MS);
    });

    test('booked, it becomes a part of the incident that was told, and is not counted again', async () => {
      const before = await chain.value('aiops_mttr_seconds{model="churn",window="7d"}');
      const counted = async (): Promise<string[]> =>
        (await chain.exporter.metrics()).split('\n').filter((line) => /^aiops_incident(s|_\w+_seconds)_(total|sum|count)\{/.test(line));
      const countedBefore = await counted();
      await backfill();
      const isBooked = ({ alerts }: IncidentRecord): boolean => alerts.some(({ source }) => source === 'prometheus');
      const booked = await chain.incident('churn', isBooked, 'what was booked');
      await backfill();
      await chain.exporter.stop();
      await chain.startExporter();
      expect(await chain.incidents()).toEqual([booked]);
      expect(booked.id).toBe(incident.id);
      expect(countedBefore).toHaveLength(9);
      expect(await counted()).toEqual(countedBefore);
      const [, after] = /^aiops_mttr_seconds\{model="churn",window="7d"\} (\S+)$/m.exec(await chain.exporter.metrics()) ?? [];
      expect(Math.abs(Number(after) - before)).toBeLessThanOrEqual(TOLERANCE_MS / 1000);
    });
  });
});
