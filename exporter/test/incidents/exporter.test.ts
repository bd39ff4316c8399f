import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incidentEvidenceSchema, incidentSchema, notificationAcceptedSchema, type IncidentRecord } from '../../src/contract/index.js';
import { startExporter, type RunningExporter } from '../processes/exporter.js';

const SECRET = 'recording-secret';
const STREAM = readFileSync(new URL('../../fixtures/incidents/grafana/stream.jsonl', import.meta.url), 'utf8');
const instant = (ms: number): string => new Date(ms).toISOString();

/** A message of Alertmanager about one alert of model churn. */
function message(status: 'firing' | 'resolved', startsMs: number, endsMs: number | null, labels: Record<string, string> = {}): object {
  const alert = {
    status,
    labels: { alertname: 'ModelLatencyBudgetBurn', model: 'churn', version: 'v1', severity: 'critical', ...labels },
    annotations: { aiops_for: '2m' },
    startsAt: instant(startsMs),
    endsAt: endsMs === null ? '0001-01-01T00:00:00Z' : instant(endsMs),
    generatorURL: 'http://prometheus/graph',
    fingerprint: labels['alertname'] ?? 'f1',
  };
  return { version: '4', groupKey: 'g', receiver: 'aiops', status, alerts: [alert], truncatedAlerts: 0 };
}

describe('an exporter that is sent alerts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aiops-incidents-'));
  const config = join(folder, 'aiops.yaml');
  let exporter: RunningExporter;
  const post = (path: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${exporter.url}${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body });
  const tell = async (body: object): Promise<unknown> => {
    const response = await post('/api/v1/notifications', JSON.stringify(body));
    expect(response.status).toBe(200);
    return notificationAcceptedSchema.parse(await response.json());
  };
  const list = async (query = ''): Promise<IncidentRecord[]> =>
    incidentSchema.array().parse(await (await fetch(`${exporter.url}/api/v1/incidents${query}`)).json());
  const lines = async (pattern: RegExp): Promise<string[]> => (await exporter.metrics()).split('\n').filter((line) => pattern.test(line));

  beforeAll(async () => {
    writeFileSync(join(folder, 'grafana.secret'), `${SECRET}\n`);
    writeFileSync(
      config,
      [
        'server: { listen: 127.0.0.1:0 }',
        `store: { path: ${JSON.stringify(join(folder, 'store'))} }`,
        'incidents: { reopen: 1s, hmac: { secret_file: grafana.secret } }',
        'sources: [{ name: push, type: http, format: jsonl, map: { time: ts, model: { const: churn }, features: [a] } }]',
      ].join('\n'),
    );
    exporter = await startExporter(config);
  });
  afterAll(async () => {
    await exporter.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes what Grafana signed, and refuses a body that was changed by one byte', async () => {
    const signed = STREAM.trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { headers?: Record<string, string>; body: string });
    expect(signed).toHaveLength(80);
    for (const { body } of signed) {
      const signature = createHmac('sha256', SECRET).update(body).digest('hex');
      const taken = await post('/api/v1/notifications', body, { 'X-Grafana-Alerting-Signature': signature });
      expect(taken.status).toBe(200);
      const changed = await post('/api/v1/notifications', `${body} `, { 'X-Grafana-Alerting-Signature': signature });
      expect([changed.status, await changed.json()]).toMatchObject([401, { error: { code: 'INCIDENTS_SIGNATURE' } }]);
    }
  });

  it('knows after kill -9 what it had said yes to, counts nothing twice, and closes what ends', async () => {
    const startMs = Date.now() - 600_000;
    expect(await tell(message('firing', startMs, null))).toEqual({ accepted: 1, duplicate: 0, rejected: 0, truncated: 0 });
    await exporter.stop('SIGKILL');
    exporter = await startExporter(config);
    expect(await tell(message('firing', startMs, null))).toMatchObject({ accepted: 0, duplicate: 1 });
    expect(await lines(/^aiops_incidents_(open|total)\{model="churn"/)).toEqual([
      'aiops_incidents_open{model="churn",severity="critical",cause="latency"} 1',
      'aiops_incidents_total{model="churn",severity="critical",cause="latency",phase="opened"} 1',
      'aiops_incidents_total{model="churn",severity="critical",cause="latency",phase="resolved"} 0',
      'aiops_incidents_total{model="churn",severity="critical",cause="latency",phase="reopened"} 0',
    ]);
    const [open] = await list('?model=churn&state=open');
    expect(open).toMatchObject({ phase: 'firing', cause: 'latency', detect_seconds: 120, version: 'v1' });

    const act = await post(`/api/v1/incidents/${open?.id}/acts`, JSON.stringify({ kind: 'acknowledge', by: 'ada' }));
    expect(incidentSchema.parse(await act.json())).toMatchObject({ id: open?.id, acts: [{ kind: 'acknowledge', by: 'ada' }] });

    // Two seconds before it began to be told, which is longer than incidents.reopen.
    const endMs = startMs + 598_000;
    await tell(message('resolved', startMs, endMs));
    await exporter.stop('SIGKILL');
    exporter = await startExporter(config);
    expect(await lines(/^aiops_(mttr_seconds|incidents_resolved|incidents_open)\{model="churn"/)).toEqual([
      'aiops_incidents_open{model="churn",severity="critical",cause="latency"} 0',
      ...['7d', '30d', '90d'].map((window) => `aiops_mttr_seconds{model="churn",window="${window}"} 598`),
      ...['7d', '30d', '90d'].map((window) => `aiops_incidents_resolved{model="churn",window="${window}"} 1`),
    ]);
    expect(await lines(/^aiops_incident_time_to_resolve_seconds_(sum|count)\{model="churn"/)).toEqual([
      'aiops_incident_time_to_resolve_seconds_sum{model="churn",severity="critical",cause="latency"} 598',
      'aiops_incident_time_to_resolve_seconds_count{model="churn",severity="critical",cause="latency"} 1',
    ]);
  });

  it('answers what changed around an incident', async () => {
    const [incident] = await list('?model=churn');
    const answer = await fetch(`${exporter.url}/api/v1/incidents/${incident?.id}/evidence`);
    const { changes } = incidentEvidenceSchema.parse(await answer.json());
    expect(changes.every(({ kind }) => kind === 'configuration_changed')).toBe(true);
  });

  it.each([
    ['no JSON', '{', 400, 'INCIDENTS_NOT_JSON'],
    ['a list', '[]', 400, 'INCIDENTS_NOT_JSON'],
    ['a payload of a template', '{"text":"hi"}', 400, 'INCIDENTS_CUSTOM_PAYLOAD'],
    ['half a message', JSON.stringify(message('firing', 0, null)).slice(0, 80), 400, 'INCIDENTS_NOT_JSON'],
  ])('refuses %s with a sentence, and shows nothing of it', async (_what, body, status, code) => {
    const answer = await post('/api/v1/notifications', body);
    expect([answer.status, await answer.json()]).toMatchObject([status, { error: { code } }]);
  });

  it.each([
    ['{"kind":"acknowledge"}', 'by does not fit'],
    ['{"kind":"verdict","by":"ada"}', 'verdict does not fit'],
    ['{"kind":"note","by":"ada","text":" "}', 'text does not fit'],
    ['{"kind":"acknowledge","by":"ada","extra":1}', 'there is a key that is none of it'],
    ['nothing', 'the body is no JSON'],
  ])('refuses the act %s', async (body, found) => {
    const [incident] = await list('?model=churn');
    const answer = await post(`/api/v1/incidents/${incident?.id}/acts`, body);
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { error: { code: 'INCIDENTS_ACT', message: expect.stringContaining(found) as string } },
    ]);
  });
});
