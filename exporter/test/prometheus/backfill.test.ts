import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findTool } from '../../tools/find-tool.js';
import { mountSmallDisk } from '../bad-input/small-disk.js';
import { startChild } from '../processes/child.js';
import { eventually, runAiops, startExporter } from '../processes/exporter.js';
import { startPrometheus, type RunningPrometheus } from '../processes/prometheus.js';

const HOUSING = fileURLToPath(new URL('../../data/california-housing/', import.meta.url));
const PROGRAM = fileURLToPath(new URL('../../bin/aiops.js', import.meta.url));
const FEATURES = ['MedInc', 'HouseAge', 'AveRooms', 'AveBedrms', 'Population', 'AveOccup', 'Latitude', 'Longitude'];
const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2026-01-05T09:00:00Z');
const HOURS = 5;
/** One request every 2 s: 1200 an hour for one version and 600 for the other, enough for a verdict. */
const GAP_MS = 2000;

interface Window {
  readonly model: string;
  readonly version: string;
  readonly window_end: string;
  readonly rows: number;
  readonly verdict: { readonly id: string; readonly drift_rate: number; readonly drifted: number } | null;
}
interface Result {
  readonly events: number;
  readonly rejected: Record<string, number>;
  readonly windows: readonly Window[];
  readonly open_windows: number;
  readonly samples: number;
}

const folder = mkdtempSync(join(tmpdir(), 'aiops-backfill-test-'));
const om = join(folder, 'history.om');
/** The result behind what a slow machine was told on the way. */
const resultOf = (output: string): Result => JSON.parse(output.slice(output.indexOf('{\n'))) as Result;

let prometheus: RunningPrometheus;
let result: Result;

/** The rows of a file, as the features of one request each. */
function requestsOf(file: string): Record<string, number>[] {
  const [header = '', ...rows] = readFileSync(join(HOUSING, file), 'utf8').trimEnd().split('\n');
  const names = header.trim().split(',');
  return rows.map((row) => {
    const cells = row.trim().split(',');
    return Object.fromEntries(FEATURES.map((name) => [name, Number(cells[names.indexOf(name)])]));
  });
}

/** Five hours of real requests to two versions; from the third hour on they are of other regions than the baseline. */
function logLines(): string[] {
  const usual = requestsOf('california_housing_reference.csv');
  const shifted = requestsOf('california_housing_analysis.csv');
  return Array.from({ length: (HOURS * HOUR_MS) / GAP_MS }, (_, i) => {
    const timeMs = START_MS + i * GAP_MS;
    const pool = timeMs < START_MS + 2 * HOUR_MS ? usual : shifted;
    const features = pool[(i * 7) % pool.length];
    return JSON.stringify({
      ts: new Date(timeMs).toISOString(),
      version: i % 3 === 0 ? '8' : '7',
      latency: 0.01 + (i % 40) / 1000,
      features,
    });
  });
}

const CONFIG = `server: { listen: "127.0.0.1:0" }
sources:
  - { name: log, type: file, path: log.jsonl, format: jsonl, map: { time: ts, model: { const: housing }, version: version, latency: latency, features: features } }
models:
  housing: { baseline: housing.json, window: 1h, lateness: 5m, idle: 1s }
`;

beforeAll(async () => {
  const built = await runAiops(
    `baseline build --model housing --version 7 --from ${HOUSING}california_housing_reference.csv --out ${folder}/housing.json --features ${FEATURES.join(',')}`.split(
      ' ',
    ),
  );
  expect(built).toMatchObject({ code: 0 });
  writeFileSync(join(folder, 'log.jsonl'), `${logLines().join('\n')}\n`);
  writeFileSync(join(folder, 'aiops.yaml'), CONFIG);
  const ran = await runAiops(['backfill', '--config', join(folder, 'aiops.yaml'), '--openmetrics', om, '--json']);
  expect(ran.code, ran.output).toBe(0);
  result = resultOf(ran.output);
  const data = join(folder, 'prometheus', 'data');
  mkdirSync(data, { recursive: true });
  const blocks = spawnSync(findTool('promtool'), ['tsdb', 'create-blocks-from', 'openmetrics', om, data], { encoding: 'utf8' });
  expect(blocks.status, blocks.stderr).toBe(0);
  prometheus = await startPrometheus(join(folder, 'prometheus'), {}, { retention: '100y' });
});

afterAll(async () => {
  await prometheus?.stop();
  rmSync(folder, { recursive: true });
});

const at = (expression: string, timeMs: number) => prometheus.query(expression, timeMs);

test('the drift rate that Prometheus has at the end of each window is that of its verdict', async () => {
  expect(result.windows).toHaveLength(2 * HOURS);
  for (const { version, window_end, rows, verdict } of result.windows) {
    const found = await at(`aiops_drift_rate{version="${version}"}`, Date.parse(window_end));
    expect(found.map(({ value }) => value)).toEqual([verdict?.drift_rate]);
    expect(await at(`aiops_drift_window_samples{version="${version}"}`, Date.parse(window_end))).toMatchObject([{ value: rows }]);
  }
  // Equal zeros would prove nothing.
  const rates = result.windows.map(({ verdict }) => verdict?.drift_rate ?? NaN);
  expect(Math.min(...rates)).toBeLessThan(0.2);
  expect(Math.max(...rates)).toBeGreaterThanOrEqual(0.5);
});

test('a verdict is held until the next window ends, as a scrape would have seen it', async () => {
  const [first, , second] = result.windows.filter(({ version }) => version === '7');
  const endMs = Date.parse(first?.window_end ?? '');
  expect(await at('aiops_drift_window_end_timestamp_seconds{version="7"}', endMs + 59 * 60_000)).toMatchObject([{ value: endMs / 1000 }]);
  expect(second?.verdict?.id).not.toBe(first?.verdict?.id);
  expect(await at('aiops_drift_rate', START_MS + 30 * 60_000)).toEqual([]);
});

test('requests grow with their event times: rate and increase over them are those of the log', async () => {
  for (const minutes of [20, 61, 179, 300]) {
    const [rate] = await at('sum(rate(aiops_inference_requests_total[10m]))', START_MS + minutes * 60_000);
    expect(Math.abs((rate?.value ?? NaN) - 1000 / GAP_MS), String(minutes)).toBeLessThan(1e-9);
  }
  const [all] = await at('sum(aiops_inference_requests_total)', START_MS + HOURS * HOUR_MS);
  expect(all?.value).toBe((HOURS * HOUR_MS) / GAP_MS);
  const [begin] = await at('sum(aiops_inference_requests_total)', START_MS);
  expect(begin?.value).toBe(0);
});

test('no counter of the history ever goes back', async () => {
  for (const family of ['aiops_inference_latency_seconds_sum', 'aiops_inference_latency_seconds_bucket', 'aiops_feature_values_total'])
    expect(await at(`sum(resets(${family}[${HOURS}h]))`, START_MS + HOURS * HOUR_MS), family).toMatchObject([{ value: 0 }]);
});

test('aiops serve reaches the same verdicts over the same log', async () => {
  const home = join(folder, 'live');
  mkdirSync(home);
  for (const name of ['log.jsonl', 'housing.json']) writeFileSync(join(home, name), readFileSync(join(folder, name)));
  writeFileSync(join(home, 'aiops.yaml'), CONFIG);
  const exporter = await startExporter(join(home, 'aiops.yaml'));
  try {
    const live = await eventually(async () => {
      const found = (await (await fetch(`${exporter.url}/api/v1/verdicts?limit=100`)).json()) as { id: string; drift_rate: number }[];
      return found.length === result.windows.length ? found : null;
    }, 'all windows to close');
    const byId = (verdicts: readonly { id: string; drift_rate: number }[]) =>
      new Map(verdicts.map(({ id, drift_rate }) => [id, drift_rate]));
    expect(byId(live)).toEqual(byId(result.windows.flatMap(({ verdict }) => verdict ?? [])));
  } finally {
    await exporter.stop();
  }
});

test('a part of the history has the samples that the whole has at its times', async () => {
  const part = join(folder, 'part.om');
  const since = new Date(START_MS + HOUR_MS).toISOString();
  const until = new Date(START_MS + 2 * HOUR_MS).toISOString();
  const ran = await runAiops([
    'backfill',
    '--config',
    join(folder, 'aiops.yaml'),
    '--openmetrics',
    part,
    '--json',
    '--since',
    since,
    '--until',
    until,
  ]);
  expect(ran.code, ran.output).toBe(0);
  expect(resultOf(ran.output).windows.map(({ window_end }) => window_end)).toEqual([since, since, until, until]);
  const whole = new Set(readFileSync(om, 'utf8').split('\n'));
  const lines = readFileSync(part, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines.length).toBeGreaterThan(1000);
  expect(lines.filter((line) => !whole.has(line))).toEqual([]);
});

test('a log without a configuration is judged by what a few options say, to the same verdict ids', async () => {
  const lines = readFileSync(join(folder, 'log.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"version":"7"'));
  // The last record has no newline: the file is complete, so it counts.
  writeFileSync(join(folder, 'seven.jsonl'), lines.join('\n'));
  const ran = await runAiops(
    `backfill --from ${folder}/seven.jsonl --model housing --model-version 7 --time ts --latency latency --features features --baseline ${folder}/housing.json --window 1h --json`.split(
      ' ',
    ),
  );
  expect(ran.code, ran.output).toBe(0);
  const found = resultOf(ran.output);
  expect(found.events).toBe(lines.length);
  const ids = (windows: readonly Window[]) => windows.flatMap(({ version, verdict }) => (version === '7' ? [verdict?.id] : []));
  expect(ids(found.windows)).toEqual(ids(result.windows));
});

test('a store that a backfill left is one that aiops serve goes on from: nothing is read twice', async () => {
  const ran = await runAiops(['backfill', '--config', join(folder, 'aiops.yaml'), '--store', join(folder, 'kept'), '--json']);
  expect(ran.code, ran.output).toBe(0);
  writeFileSync(join(folder, 'goes-on.yaml'), `${CONFIG}store: { path: kept }\n`);
  const exporter = await startExporter(join(folder, 'goes-on.yaml'));
  try {
    const metrics = await exporter.metrics();
    const requests = [...metrics.matchAll(/^aiops_inference_requests_total\{.*outcome="ok"\} (\d+)$/gm)].map(([, n]) => Number(n));
    expect(requests.reduce((sum, n) => sum + n, 0)).toBe(result.events);
    const found = (await (await fetch(`${exporter.url}/api/v1/verdicts?limit=100`)).json()) as { id: string }[];
    expect(found.map(({ id }) => id).sort()).toEqual(result.windows.map(({ verdict }) => verdict?.id ?? '').sort());
  } finally {
    await exporter.stop();
  }
  const again = await runAiops(['backfill', '--config', join(folder, 'aiops.yaml'), '--store', join(folder, 'kept')]);
  expect(again).toMatchObject({ code: 2 });
  expect(again.output).toContain('CLI_BACKFILL_STORE_EXISTS');
});

test('what cannot be read writes no file and leaves nothing behind', async () => {
  const home = join(folder, 'none');
  mkdirSync(home);
  const args = ['backfill', '--config', join(folder, 'aiops.yaml'), '--openmetrics', join(home, 'history.om')];
  const missing = await runAiops([...args, '--from', join(folder, 'no-such.jsonl')]);
  expect(missing).toMatchObject({ code: 2 });
  expect(missing.output).toContain('CLI_BACKFILL_SOURCE');
  expect(readdirSync(home)).toEqual([]);
});

test('kill -9 in the middle leaves no file under the name, and the next run removes what is left of it', async () => {
  const home = join(folder, 'killed');
  mkdirSync(home);
  const args = ['backfill', '--config', join(folder, 'aiops.yaml'), '--openmetrics', join(home, 'history.om')];
  const child = startChild(process.execPath, [PROGRAM, ...args]);
  await eventually(() => Promise.resolve(readdirSync(home).length > 0 ? true : null), 'the first part');
  await child.stop('SIGKILL');
  expect(existsSync(join(home, 'history.om'))).toBe(false);
  expect(readdirSync(home)).toHaveLength(1);
  expect(await runAiops(args)).toMatchObject({ code: 0 });
  expect(readdirSync(home)).toEqual(['history.om']);
  expect(readFileSync(join(home, 'history.om')).equals(readFileSync(om))).toBe(true);
});

test('a disk that becomes full leaves no file and no part of one, and says what to do', async () => {
  const disk = await mountSmallDisk(join(folder, 'small'));
  try {
    const [program, ...enter] = disk.enter;
    const run = async (...command: string[]): Promise<{ code: number | null; output: string }> => {
      const child = startChild(program, [...enter, ...command]);
      return { code: await child.ended, output: child.output() };
    };
    const out = join(folder, 'small', 'history.om');
    const full = await run(process.execPath, PROGRAM, 'backfill', '--config', join(folder, 'aiops.yaml'), '--openmetrics', out);
    expect(full).toMatchObject({ code: 2 });
    expect(full.output).toMatch(/backfill cannot write .*history\.om: ENOSPC: no space left on device \[CLI_BACKFILL_WRITE\]/);
    expect(await run('ls', '-A', join(folder, 'small'))).toEqual({ code: 0, output: '' });
  } finally {
    await disk.unmount();
  }
});
