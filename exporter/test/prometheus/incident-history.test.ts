import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { incidentSchema, type IncidentRecord } from '../../src/contract/index.js';
import { eventually, runAiops, startExporter, type RunningExporter } from '../processes/exporter.js';
import { startPrometheus, type RunningPrometheus } from '../processes/prometheus.js';
import { MINUTE_MS, writeAlertHistory, type PastFiring } from './alert-history.js';

/** Minutes of history up to now: more seconds than Prometheus answers with at once. */
const MINUTES = 300;
const BEGIN_MS = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - MINUTES * MINUTE_MS;
const alert = (alertname: string, model: string, severity = 'critical', more: Record<string, string> = {}): Record<string, string> => ({
  alertname,
  model,
  severity,
  component: 'aiops',
  ...more,
});

const HISTORY: readonly PastFiring[] = [
  { labels: { alertname: 'AiopsWatchdog', severity: 'none', component: 'aiops' }, from: -10, to: 200 },
  { labels: { alertname: 'AiopsWatchdog', severity: 'none', component: 'aiops' }, from: 220, to: MINUTES + 1 },
  // One evaluation was lost, and its rule keeps it firing for five minutes.
  { labels: alert('ModelErrorBudgetBurn', 'kept'), from: 10, to: 40, without: [20] },
  // Told by two replicas of one Prometheus.
  { labels: alert('ModelFeatureDrift', 'twice', 'warning', { replica: 'a' }), from: 60, to: 80 },
  { labels: alert('ModelFeatureDrift', 'twice', 'warning', { replica: 'b' }), from: 70, to: 90 },
  // No stale marker stands at its end, as after a crash: Prometheus shows it for five more minutes.
  { labels: alert('ModelServingDown', 'crashed'), from: 100, to: 105 },
  { labels: alert('ModelServingDown', 'crashed'), from: 130, to: 135 },
  // Its state was restored after the crash.
  { labels: alert('ModelTrafficAbsent', 'restored'), from: 150, to: 155, since: 140 },
  { labels: alert('ModelTrafficAbsent', 'restored'), from: 175, to: 180, since: 140 },
  // It ended with the heartbeat.
  { labels: alert('ModelLatencyBudgetBurn', 'silent'), from: 190, to: 200 },
  { labels: alert('ModelServingDown', 'before'), from: -5, to: 5 },
  { labels: alert('ModelServingDown', 'now'), from: 290, to: MINUTES + 1 },
  { labels: { alertname: 'DiskFull', severity: 'critical' }, from: 50, to: 55 },
];

/** [model, first minute, last minute, why it ended, times it was opened again] */
const TRUTH = [
  ['kept', 10, 35, 'signal', 0],
  ['twice', 60, 90, 'signal', 0],
  ['crashed', 100, 105, 'signal', 0],
  ['crashed', 130, 135, 'signal', 0],
  ['restored', 150, 180, 'signal', 0],
  ['silent', 190, 200, 'timeout', 0],
];

const RULES = `groups:
  - name: today
    interval: 1m
    rules:
      - alert: ModelErrorBudgetBurn
        expr: vector(1) > 2
        for: 2m
        keep_firing_for: 5m
        labels: { severity: critical, component: aiops }
`;

const folder = mkdtempSync(join(tmpdir(), 'aiops-incident-history-'));
const configPath = join(folder, 'aiops.yaml');
let prometheus: RunningPrometheus;

interface Booking {
  readonly incidents: readonly IncidentRecord[];
  readonly still_firing: number;
  readonly cut_at_start: number;
}
const question = (...more: string[]): string[] => {
  const from = new Date(BEGIN_MS).toISOString();
  return ['incidents', 'backfill', '--config', configPath, '--prometheus', prometheus.url, '--from', from, ...more];
};
const ask = async (...more: string[]): Promise<Booking> => {
  const { code, output } = await runAiops(question('--json', ...more));
  expect(code, output).toBe(0);
  return JSON.parse(output) as Booking;
};
const shown = (incidents: readonly IncidentRecord[]): unknown[] =>
  incidents.map(({ model, start, net_end, end_reason, reopens }) => {
    const [first, last] = [start, net_end].map((time) => (Date.parse(time ?? '') - BEGIN_MS) / MINUTE_MS);
    return [model, first, last, end_reason, reopens];
  });

/** Oldest first. */
const list = async ({ url }: RunningExporter): Promise<IncidentRecord[]> =>
  incidentSchema
    .array()
    .parse(await (await fetch(`${url}/api/v1/incidents`)).json())
    .reverse();
const takenOver = (exporter: RunningExporter): Promise<IncidentRecord[]> =>
  eventually(async () => {
    const incidents = await list(exporter);
    return incidents.length > 0 ? incidents : null;
  }, 'the exporter to take the incidents over');

beforeAll(async () => {
  mkdirSync(join(folder, 'prometheus'));
  writeAlertHistory(join(folder, 'prometheus'), BEGIN_MS, HISTORY);
  writeFileSync(
    configPath,
    [
      'server: { listen: 127.0.0.1:0 }',
      `store: { path: ${JSON.stringify(join(folder, 'store'))} }`,
      'sources: [{ name: push, type: http, format: jsonl, map: { time: ts, model: { const: churn }, features: [a] } }]',
    ].join('\n'),
  );
  prometheus = await startPrometheus(
    join(folder, 'prometheus'),
    {},
    { sections: 'rule_files: [today.yaml]', files: { 'today.yaml': RULES } },
  );
});

afterAll(async () => {
  await prometheus?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('aiops incidents backfill on a real Prometheus', () => {
  test('finds what happened, and says what it left out', async () => {
    const { incidents, still_firing, cut_at_start } = await ask('--dry-run');
    expect(shown(incidents)).toEqual(TRUTH);
    expect({ still_firing, cut_at_start }).toEqual({ still_firing: 1, cut_at_start: 1 });
    expect(incidents[0]).toMatchObject({ detect_seconds: 120, cause: 'serving', severity: 'critical' });
    // Two replicas, one alert.
    expect(incidents[1]?.alerts).toHaveLength(1);
  });

  test('finds the same at a step of a second, in more points than one answer has', async () => {
    expect(shown((await ask('--dry-run', '--step', '1s')).incidents)).toEqual(TRUTH);
  });

  test('is off by no more than a step and an evaluation at a step of five minutes', async () => {
    const { incidents } = await ask('--dry-run', '--step', '5m', '--match', 'model="kept"');
    const [[, first, last] = []] = shown(incidents) as number[][];
    expect([Math.abs((first ?? NaN) - 10) <= 6, Math.abs((last ?? NaN) - 35) <= 6]).toEqual([true, true]);
  });

  test('takes other alerts by matchers', async () => {
    const { incidents } = await ask('--dry-run', '--match', 'alertname="DiskFull"');
    expect(shown(incidents)).toEqual([[null, 50, 55, 'signal', 0]]);
  });

  test('books nothing on a dry run; books while the exporter runs, and again without a trace', async () => {
    const exporter = await startExporter(configPath);
    try {
      expect(await list(exporter)).toEqual([]);
      const booked = await runAiops(question());
      expect(booked.code).toBe(0);
      expect(booked.output).toMatch(/^6 incidents in the history, booked in /m);
      expect(booked.output).toMatch(/ 25\.0 +kept +serving +critical +signal +ModelErrorBudgetBurn\n/);
      const found = await takenOver(exporter);
      expect(shown(found)).toEqual(TRUTH);
      await ask();
      const metrics = (await exporter.metrics()).split('\n');
      expect(metrics).toContain('aiops_mttr_seconds{model="kept",window="7d"} 1500');
      expect(metrics).toContain('aiops_incidents_resolved{model="crashed",window="7d"} 2');
      expect(metrics).toContain('aiops_incidents_resolved{model="silent",window="7d"} 0');
      // What happened last month did not happen when it was booked.
      expect(metrics.filter((line) => /^aiops_incidents_(open|total)\{/.test(line))).toEqual([]);
      expect(await list(exporter)).toEqual(found);
    } finally {
      await exporter.stop();
    }
  });

  test('books while the exporter is stopped, but not where it never ran', async () => {
    const stopped = join(folder, 'stopped.yaml');
    writeFileSync(stopped, readFileSync(configPath, 'utf8').replace('/store"', '/stopped"'));
    expect(await runAiops(question('--config', stopped))).toMatchObject({ code: 2, output: expect.stringContaining('[STORE_MISSING]') });
    await (await startExporter(stopped)).stop();
    expect(await runAiops(question('--config', stopped))).toMatchObject({ code: 0 });
    const exporter = await startExporter(stopped);
    try {
      expect(shown(await takenOver(exporter))).toEqual(TRUTH);
    } finally {
      await exporter.stop();
    }
  });

  test.each([
    [['--prometheus', 'http://127.0.0.1:1'], /did not answer: .*\[CLI_PROMETHEUS\]/],
    [['--match', 'model=churn'], /unexpected identifier "churn".*\[CLI_PROMETHEUS\]/],
    [['--from', '2020-01-01'], /less than 200 days ago.*\[CLI_HISTORY_RANGE\]/],
    [['--to', '2020-01-01'], /before --to.*\[CLI_HISTORY_RANGE\]/],
    [['--step', '10m'], /whole seconds of 5m at most/],
    [['--from', 'yesterday'], /a time as in 2026-11-01/],
  ])('refuses %j with a sentence', async (more, sentence) => {
    const { code, output } = await runAiops(question(...more));
    expect([code, sentence.test(output) || output]).toEqual([2, true]);
  });
});
