import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, runAiops, startExporter, type RunningExporter } from '../../exporter/test/processes/exporter.js';
import { startAlertmanager, type RunningAlertmanager } from '../../exporter/test/processes/alertmanager.js';
import { freePort } from '../../exporter/test/processes/free-port.js';
import { startPrometheus, type RunningPrometheus } from '../../exporter/test/processes/prometheus.js';
import { filled, runbookQueries } from '../src/check/runbook-faults.js';

const ALERTS = fileURLToPath(new URL('..', import.meta.url));
const LABELS = { model: 'housing', version: '7', source: 'log', instance: 'x' };
const WINDOWS = 3;
const ROWS = 1000;

/** Queries that a young, healthy exporter has no answer to, and why. */
const EMPTY: readonly (readonly [RegExp, string])[] = [
  [/offset 1[hdw]|usual_increase/, 'it is not an hour old'],
  [/prometheus_notifications/, 'this Prometheus notifies nobody (3.x has the series of each Alertmanager only)'],
  [/aiops_series_dropped_total/, 'the budget of series is kept'],
  [/aiops_ingest_(lag_seconds|backlog_bytes)/, 'they may be shown only while there is something to read'],
];

const folder = mkdtempSync(join(tmpdir(), 'aiops-live-queries-'));
let exporter: RunningExporter;
let alertmanager: RunningAlertmanager;
let prometheus: RunningPrometheus;

/** What would have been right: the answer in nine of ten requests. */
const rightAnswer = (i: number): string => ((i % 4 === 0) !== (i % 10 === 3) ? 'yes' : 'no');

/** A log whose last window is other than its reference: there is something to see. */
function logLines(startMs: number): string[] {
  return Array.from({ length: (WINDOWS + 1) * ROWS }, (_, i) => {
    const window = Math.floor(i / ROWS);
    const x = ((i * 7919) % 1000) / 1000 + (window >= 1 ? 0.5 : 0);
    return JSON.stringify({
      ts: new Date(startMs + i * (10_000 / ROWS)).toISOString(),
      version: '7',
      latency: 0.02 + (i % 50) / 1000,
      status: i % 100 === 0 ? 500 : 200,
      features: { x, plan: ['a', 'b', 'c'][i % 3], ...(i % 40 === 0 ? {} : { age: i % 90 }) },
      id: `r${i}`,
      y: i % 4 === 0 ? 'yes' : 'no',
      p: i % 4 === 0 ? 0.6 + (i % 7) / 20 : 0.1 + (i % 5) / 20,
      right: rightAnswer(i),
      tokens_in: 10,
      tokens_out: 5,
      cost: 0.01,
    });
  });
}

/** What every exporter meets some day: a late line, a request that is refused, a reload, a notification. */
async function disturb(): Promise<void> {
  appendFileSync(join(folder, 'log.jsonl'), `${logLines(Date.now() - 7_200_000)[0] ?? ''}\n`);
  await fetch(`${exporter.url}/api/v1/nothing`);
  await fetch(`${exporter.url}/-/reload`, { method: 'POST' });
  const alert = { status: 'firing', labels: { alertname: 'AiopsWatchdog' }, startsAt: new Date().toISOString(), fingerprint: 'f' };
  const body = { version: '4', groupKey: 'g', receiver: 'exporter', status: 'firing', truncatedAlerts: 0, alerts: [alert] };
  const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  expect((await fetch(`${exporter.url}/api/v1/notifications`, init)).status).toBe(200);
}

beforeAll(async () => {
  const startMs = Math.floor(Date.now() / 10_000) * 10_000 - (WINDOWS + 2) * 10_000;
  const lines = logLines(startMs);
  writeFileSync(join(folder, 'reference.jsonl'), `${lines.slice(0, ROWS).join('\n')}\n`);
  writeFileSync(join(folder, 'log.jsonl'), `${lines.join('\n')}\n`);
  const labels = lines.map((_, i) =>
    JSON.stringify({ ts: new Date(startMs + (i * 10_000) / ROWS).toISOString(), id: `r${i}`, right: rightAnswer(i) }),
  );
  writeFileSync(join(folder, 'labels.jsonl'), `${labels.join('\n')}\n`);
  const roles = '--features-at features --prediction y --score p --label right --positive yes --segment-by plan';
  const build = `baseline build --model housing --version 7 --from ${folder}/reference.jsonl --out ${folder}/housing.json ${roles}`;
  alertmanager = await startAlertmanager(join(folder, 'alertmanager'), 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n');
  expect(await runAiops(build.split(' '))).toMatchObject({ code: 0 });
  writeFileSync(
    join(folder, 'aiops.yaml'),
    `server: { listen: "127.0.0.1:0" }
incidents: { alertmanager: "${alertmanager.url}", poll: 5s }
sources:
  - { name: log, type: file, path: log.jsonl, format: jsonl, map: { time: ts, model: { const: housing }, version: version, request_id: id, latency: latency, outcome: { path: status, ok: [200], default: error }, features: features, prediction: y, score: p, tokens_input: tokens_in, tokens_output: tokens_out, cost: { path: cost, currency: USD } } }
  - { name: labels, type: file, kind: labels, path: labels.jsonl, format: jsonl, map: { time: ts, model: { const: housing }, request_id: id, label: right } }
models:
  housing:
    baseline: housing.json
    window: 10s
    lateness: 0s
    idle: 1s
    latency: { threshold: 50ms }
    errors: { objective: 0.999 }
    drift: { min_samples: 100 }
    segments: { by: plan }
    quality: { task: binary, positive: "yes", min_samples: 50, label_delay: 1s, label_horizon: 1d, fairness: [plan] }
`,
  );
  exporter = await startExporter(join(folder, 'aiops.yaml'));
  await eventually(async () => ((await exporter.metrics()).includes('aiops_drift_rate{') ? true : null), 'a verdict');
  await eventually(async () => ((await exporter.metrics()).includes('aiops_model_quality{') ? true : null), 'a verdict on quality');
  await disturb();
  // What is evaluated every five minutes is evaluated every second here.
  const files = Object.fromEntries(
    readdirSync(`${ALERTS}prometheus`).map((name) => [
      name,
      readFileSync(`${ALERTS}prometheus/${name}`, 'utf8').replaceAll('interval: 5m', 'interval: 1s'),
    ]),
  );
  const port = await freePort();
  prometheus = await startPrometheus(
    join(folder, 'prometheus'),
    { aiops: [exporter.url.replace('http://', '')], prometheus: [`127.0.0.1:${port}`] },
    { sections: `rule_files: ${JSON.stringify(Object.keys(files))}`, files, port },
  );
  // An increase needs two scrapes, of the exporter and of Prometheus itself.
  for (const job of ['aiops', 'prometheus'])
    await eventually(
      async () => ((await prometheus.query(`count_over_time(up{job="${job}"}[1m]) >= 3`)).length > 0 ? true : null),
      `scrapes of ${job}`,
    );
  const recorded = ['model_version:aiops_slo_bad_events:ratio_rate1h', 'model:aiops_slo_budget_remaining:ratio30d'];
  for (const record of recorded)
    await eventually(async () => ((await prometheus.query(record)).length > 0 ? true : null), `the record ${record}`);
});

afterAll(async () => {
  await prometheus?.stop();
  await exporter?.stop();
  await alertmanager?.stop();
  rmSync(folder, { recursive: true });
});

test('a real Prometheus takes the rules, and none of them fails', async () => {
  const answer = (await (await fetch(`${prometheus.url}/api/v1/rules`)).json()) as {
    data: { groups: { rules: { name: string; lastError?: string }[] }[] };
  };
  const rules = answer.data.groups.flatMap((group) => group.rules);
  expect(rules.length).toBeGreaterThan(30);
  expect(rules.filter(({ lastError }) => lastError).map(({ name, lastError }) => `${name}: ${lastError}`)).toEqual([]);
});

test('the watchdog fires', async () => {
  const watchdog = await eventually(async () => {
    const found = await prometheus.query('ALERTS{alertname="AiopsWatchdog",alertstate="firing"}');
    return found.length > 0 ? found : null;
  }, 'the watchdog');
  expect(watchdog[0]?.metric).toMatchObject({ severity: 'none', component: 'aiops' });
});

test('every query of every runbook is answered, and those without data have a reason', async () => {
  const unexplained: string[] = [];
  let answered = 0;
  for (const name of readdirSync(`${ALERTS}runbooks`).sort()) {
    for (const { query } of runbookQueries(readFileSync(`${ALERTS}runbooks/${name}`, 'utf8'))) {
      const samples = await prometheus.query(filled(query, LABELS));
      if (samples.length > 0) answered++;
      else if (!EMPTY.some(([pattern]) => pattern.test(query))) unexplained.push(`${name}: ${query}`);
    }
  }
  expect(unexplained).toEqual([]);
  expect(answered).toBeGreaterThan(80);
});
