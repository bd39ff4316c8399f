import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incidentSchema, type IncidentRecord } from '../../src/contract/index.js';
import { startAlertmanager, type RunningAlertmanager } from '../processes/alertmanager.js';
import { eventually, startExporter, type RunningExporter } from '../processes/exporter.js';

const LABELS = { alertname: 'ModelLatencyBudgetBurn', model: 'churn', version: 'v1', severity: 'critical' };
/** It sends nothing to the exporter: whatever is known was asked for. */
const SILENT = 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n';

describe('an exporter that asks a real Alertmanager', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aiops-alertmanager-'));
  let alertmanager: RunningAlertmanager;
  let exporter: RunningExporter;

  const post = async (path: string, body: unknown): Promise<void> => {
    const response = await fetch(`${alertmanager.url}/api/v2/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
  };
  const incidents = async (): Promise<IncidentRecord[]> =>
    incidentSchema.array().parse(await (await fetch(`${exporter.url}/api/v1/incidents`)).json());
  const line = async (pattern: RegExp): Promise<string | null> =>
    (await exporter.metrics()).split('\n').find((text) => pattern.test(text)) ?? null;

  beforeAll(async () => {
    alertmanager = await startAlertmanager(join(folder, 'am'), SILENT);
    const config = join(folder, 'aiops.yaml');
    writeFileSync(
      config,
      [
        'server: { listen: 127.0.0.1:0 }',
        `store: { path: ${JSON.stringify(join(folder, 'store'))} }`,
        `incidents: { alertmanager: ${alertmanager.url}/, poll: 5s }`,
        'sources: [{ name: push, type: http, format: jsonl, map: { time: ts, model: { const: churn }, features: [a] } }]',
      ].join('\n'),
    );
    exporter = await startExporter(config);
  });
  afterAll(async () => {
    await Promise.all([exporter.stop(), alertmanager.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('knows an incident that nobody told it of, a silence as the act of a person, and that an alert held back still fires', async () => {
    const startsAt = new Date(Date.now() - 60_000).toISOString();
    await post('alerts', [{ labels: LABELS, annotations: {}, startsAt, endsAt: new Date(Date.now() + 3_600_000).toISOString() }]);
    const firing = await eventually(async () => (await incidents()).find(({ phase }) => phase === 'firing') ?? null, 'the incident');
    expect(firing).toMatchObject({ model: 'churn', cause: 'latency', start: startsAt, acknowledged: null });

    await post('silences', {
      matchers: [{ name: 'model', value: 'churn', isRegex: false, isEqual: true }],
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
      createdBy: 'ada',
      comment: 'on it',
    });
    const silenced = await eventually(async () => (await incidents()).find(({ phase }) => phase === 'suppressed') ?? null, 'the silence');
    expect(silenced.id).toBe(firing.id);
    expect(Date.parse(silenced.acknowledged ?? '')).toBeGreaterThan(Date.parse(startsAt));
    expect(await line(/^aiops_incidents_open\{model="churn"/)).toMatch(/ 1$/);
    expect(await line(/^aiops_alertmanager_up/)).toBe('aiops_alertmanager_up{source="alertmanager"} 1');
  });

  it('takes a dead Alertmanager for no information: it says so, and no incident ends by it', async () => {
    await alertmanager.stop('SIGKILL');
    await eventually(async () => ((await line(/^aiops_alertmanager_up/))?.endsWith(' 0') ? true : null), 'the poll to fail');
    expect(exporter.output()).toContain('kind=alertmanager_unreachable');
    expect((await incidents()).map(({ phase }) => phase)).toEqual(['suppressed']);
  });
});
