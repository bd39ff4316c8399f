import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, runAiops, startExporter, type RunningExporter } from '../processes/exporter.js';
import { startPrometheus, type RunningPrometheus, type Sample } from '../processes/prometheus.js';
import { findTool } from '../../tools/find-tool.js';

const HOUSING = fileURLToPath(new URL('../../data/california-housing/', import.meta.url));
const PAGE = readFileSync(new URL('../../../docs/drift-in-promql.md', import.meta.url), 'utf8');
const [, QUERY = ''] = /```promql\n([\s\S]*?)```/.exec(PAGE) ?? [];
const FEATURES = ['MedInc', 'HouseAge', 'AveRooms', 'AveBedrms', 'Population', 'AveOccup', 'Latitude', 'Longitude'];
const WINDOW_START = Date.parse('2026-01-05T10:00:00Z');

const folder = mkdtempSync(join(tmpdir(), 'aiops-promql-'));
const exporters: RunningExporter[] = [];
let prometheus: RunningPrometheus;

/** 6000 real requests within one hour; one in 50 lacks its income. */
function logLines(): string[] {
  const [header = '', ...rows] = readFileSync(join(HOUSING, 'california_housing_analysis.csv'), 'utf8').trimEnd().split('\n');
  const names = header.trim().split(',');
  return rows.slice(0, 6000).map((row, i) => {
    const cells = row.trim().split(',');
    const value = (name: string): number => Number(cells[names.indexOf(name)]);
    const features = Object.fromEntries(FEATURES.filter((name) => name !== 'MedInc' || i % 50 !== 0).map((name) => [name, value(name)]));
    const time = new Date(WINDOW_START + i * 500).toISOString();
    return JSON.stringify({
      ts: time,
      version: '7',
      latency: 0.01 + (i % 40) / 1000,
      features,
      district: ['north', 'missing', 'a "b"\\c'][i % 3],
    });
  });
}

async function startOn(name: string, lines: readonly string[]): Promise<RunningExporter> {
  const home = join(folder, name);
  mkdirSync(home);
  writeFileSync(join(home, 'log.jsonl'), `${lines.join('\n')}\n`);
  writeFileSync(
    join(home, 'aiops.yaml'),
    `server: { listen: "127.0.0.1:0" }
sources:
  - { name: log, type: file, path: log.jsonl, format: jsonl, map: { time: ts, model: { const: housing }, version: version, latency: latency, features: features } }
models:
  housing: { baseline: ../housing.json, window: 1h, lateness: 0s, idle: 1s }
`,
  );
  const exporter = await startExporter(join(home, 'aiops.yaml'));
  exporters.push(exporter);
  return exporter;
}

const target = ({ url }: RunningExporter): string => url.replace('http://', '');
const byFeature = (samples: readonly Sample[]): Map<string, number> =>
  new Map(samples.map(({ metric, value }) => [metric['feature'] ?? '', value]));

beforeAll(async () => {
  const built = await runAiops(
    `baseline build --model housing --version 7 --from ${HOUSING}california_housing_reference.csv --out ${folder}/housing.json --features ${FEATURES.join(',')}`.split(
      ' ',
    ),
  );
  expect(built).toMatchObject({ code: 0 });
  const lines = logLines();
  const whole = await startOn('whole', lines);
  const first = await startOn(
    'first',
    lines.filter((_, i) => i % 2 === 0),
  );
  const second = await startOn(
    'second',
    lines.filter((_, i) => i % 2 === 1),
  );
  for (const exporter of exporters) {
    await eventually(async () => ((await exporter.metrics()).includes('aiops_drift_rate{') ? true : null), 'the window to close');
  }
  prometheus = await startPrometheus(join(folder, 'prometheus'), { whole: [target(whole)], halves: [target(first), target(second)] });
  await eventually(async () => ((await prometheus.query('count(aiops_drift_rate)'))[0]?.value === 3 ? true : null), 'the first scrapes');
});

afterAll(async () => {
  await prometheus?.stop();
  await Promise.all(exporters.map((exporter) => exporter.stop()));
  rmSync(folder, { recursive: true });
});

const scoped = (job: string): string =>
  QUERY.replaceAll('{bin!~', `{job="${job}",bin!~`).replaceAll('aiops_baseline_rows', `aiops_baseline_rows{job="${job}"}`);

test.each(['whole', 'halves'])(
  'PSI in PromQL over the counters of %s equals the score of the exporter with the whole log, for every feature',
  async (job) => {
    const scores = byFeature(await prometheus.query('aiops_feature_drift_score{job="whole",method="psi"}'));
    const recomputed = byFeature(await prometheus.query(scoped(job)));
    expect([...scores.keys()].sort()).toEqual([...FEATURES].sort());
    expect([...recomputed.keys()].sort()).toEqual([...FEATURES].sort());
    for (const [feature, score] of scores) expect(Math.abs((recomputed.get(feature) ?? NaN) - score), feature).toBeLessThanOrEqual(1e-9);
    // A comparison of zeros would prove nothing.
    expect(Math.max(...scores.values())).toBeGreaterThan(0.1);
  },
);

test('requests, rows and the latency quantile come out of Prometheus as they went into the log', async () => {
  expect((await prometheus.query('sum by (job) (aiops_inference_requests_total)')).map(({ value }) => value)).toEqual([6000, 6000]);
  const [p95] = await prometheus.query('histogram_quantile(0.95, sum by (le) (aiops_inference_latency_seconds_bucket{job="halves"}))');
  // True P95 is 47 ms; the bucket that holds it reaches from 25 to 50 ms.
  expect(p95?.value).toBeGreaterThan(0.025);
  expect(p95?.value).toBeLessThanOrEqual(0.05);
});

test('promtool finds no fault in what the exporter serves', async () => {
  const input = await (exporters[0] as RunningExporter).metrics();
  const { status, stdout, stderr } = spawnSync(findTool('promtool'), ['check', 'metrics'], { input, encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
});
