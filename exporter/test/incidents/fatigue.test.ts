import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fatigueReportSchema, incidentSchema, type FatigueReport, type IncidentRecord } from '../../src/contract/index.js';
import { eventually, runAiops, startExporter, type RunningExporter } from '../processes/exporter.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const instant = (ms: number): string => new Date(ms).toISOString();
/** The incidents lie in the past days; the report asks for these, in shifts that begin with the first. */
const SINCE_MS = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 4 * 24 * HOUR_MS;

const folder = mkdtempSync(join(tmpdir(), 'aiops-fatigue-'));
const config = join(folder, 'aiops.yaml');
let exporter: RunningExporter;

const post = (path: string, body: object): Promise<Response> =>
  fetch(`${exporter.url}${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

/** An alert that came and went, as Alertmanager tells it in the end. */
async function alert(alertname: string, severity: string, hour: number, minutes: number): Promise<void> {
  const startsMs = SINCE_MS + hour * HOUR_MS;
  const one = {
    status: 'resolved',
    labels: { alertname, model: 'churn', severity, cause: alertname === 'Slow' ? 'latency' : 'drift' },
    annotations: {},
    startsAt: instant(startsMs),
    endsAt: instant(startsMs + minutes * MINUTE_MS),
    generatorURL: '',
    fingerprint: alertname,
  };
  const taken = await post('/api/v1/notifications', {
    version: '4',
    groupKey: 'g',
    receiver: 'r',
    status: 'resolved',
    alerts: [one],
    truncatedAlerts: 0,
  });
  expect(taken.status).toBe(200);
}

beforeAll(async () => {
  writeFileSync(
    config,
    [
      'server: { listen: 127.0.0.1:0 }',
      'store: { path: store }',
      'incidents: { reopen: 1s }',
      'sources: [{ name: push, type: http, format: jsonl, map: { time: ts, model: { const: churn }, features: [a] } }]',
    ].join('\n'),
  );
  exporter = await startExporter(config);
  for (let i = 0; i < 6; i++) await alert('Slow', 'critical', 2 * i, 4);
  for (let i = 0; i < 4; i++) await alert('Slow', 'critical', 30 + 2 * i, 50);
  for (let i = 0; i < 5; i++) await alert('Drift', 'warning', 50 + 3 * i, 60);
  const found = await eventually(async () => {
    const list = incidentSchema.array().parse(await (await fetch(`${exporter.url}/api/v1/incidents?limit=100`)).json());
    return list.length === 15 && list.every(({ phase }) => phase === 'resolved') ? list : null;
  }, 'all incidents to be over');
  const act = async ({ id }: IncidentRecord, body: object): Promise<void> =>
    expect((await post(`/api/v1/incidents/${id}/acts`, { by: 'ada', ...body })).status).toBe(200);
  for (const one of found) {
    const isLong = Date.parse(one.start) >= SINCE_MS + 30 * HOUR_MS;
    if (one.cause === 'drift') await act(one, { kind: 'verdict', verdict: 'false_positive' });
    else if (isLong) await act(one, { kind: 'acknowledge' });
  }
});
afterAll(async () => {
  await exporter.stop();
  rmSync(folder, { recursive: true, force: true });
});

const PERIOD = { since: instant(SINCE_MS), until: instant(SINCE_MS + 96 * HOUR_MS) };

test('the API reports what people were asked, and suggests what their acts and verdicts say', async () => {
  const response = await fetch(`${exporter.url}/api/v1/reports/fatigue?since=${PERIOD.since}&until=${PERIOD.until}&shift_hours=12`);
  const report = fatigueReportSchema.parse(await response.json());
  expect(report).toMatchObject({ incidents: 15, flapping: 0, never_acknowledged: 11 });
  expect(report.shifts).toEqual({ hours: 12, count: 8, pages: 10, mean_pages: 1.25, most_pages: 6, worst: PERIOD.since, overloaded: 2 });
  expect(report.rules).toMatchObject([
    { alertname: 'Slow', incidents: 10, never_acknowledged: 6, precision: null, median_seconds: 240 },
    { alertname: 'Drift', incidents: 5, false_positives: 5, precision: 0 },
  ]);
  expect(report.suggestions).toMatchObject([
    { advice: 'raise_for', alertname: 'Slow', longer_seconds: 300 },
    { advice: 'demote', alertname: 'Drift', into: 'info' },
  ]);
  expect(report.suggestions.map(({ evidence }) => evidence.length)).toEqual([6, 5]);
});

test('the command reads the same report from the store, while the exporter runs', async () => {
  const ran = await runAiops(['alerts', 'report', '--config', config, '--since', PERIOD.since, '--until', PERIOD.until, '--json']);
  expect(ran.code, ran.output).toBe(0);
  const api = await fetch(`${exporter.url}/api/v1/reports/fatigue?since=${PERIOD.since}&until=${PERIOD.until}`);
  expect(JSON.parse(ran.output.slice(ran.output.indexOf('{\n'))) as FatigueReport).toEqual(await api.json());
  const text = await runAiops(['alerts', 'report', '--store', join(folder, 'store'), '--since', PERIOD.since, '--until', PERIOD.until]);
  expect(text.output).toMatch(/Slow \(critical\) +10 .*\n.*Drift \(warning\) +5 .*0\.0 % \(0 to 43 %\)/);
  expect(text.output).toContain('raise_for: Slow (critical): 6 of its 10 alerts were over within 5 min');
});

test('a period that ends before it begins, and a shift of no length, are refused', async () => {
  for (const query of ['since=2026-09-02T00:00:00Z&until=2026-09-01T00:00:00Z', 'since=yesterday', 'shift_hours=0']) {
    const refused = await fetch(`${exporter.url}/api/v1/reports/fatigue?${query}`);
    expect([refused.status, await refused.json()]).toMatchObject([400, { error: { code: 'HTTP_QUERY' } }]);
  }
  const ran = await runAiops(['alerts', 'report', '--config', config, '--since', '2026-09-02', '--until', '2026-09-01']);
  expect(ran).toMatchObject({ code: 2, output: expect.stringContaining('CLI_PERIOD') });
});
