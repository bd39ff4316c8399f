import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Baseline } from '../../src/baseline/index.js';
import type { StatusReport } from '../../src/contract/index.js';
import { eventually, runAiops, startExporter } from '../processes/exporter.js';

const HOUR_MS = 3_600_000;
const WEEK_MS = 168 * HOUR_MS;
/** A Monday. */
const MONDAY_MS = Date.parse('2026-01-05T00:00:00Z');
const NIGHT = 3;
const NOON = 12;
const folder = mkdtempSync(join(tmpdir(), 'aiops-seasons-'));
const configPath = join(folder, 'aiops.yaml');

/** Mondays of the training data. */
const WEEKS = 7;

/** A hundred rows in an hour of a Monday: short trips at noon, long ones at night, and no two Mondays quite alike. */
const inHour = (week: number, hour: number): string[] =>
  Array.from({ length: 100 }, (_, i) => {
    const ts = new Date(MONDAY_MS + week * WEEK_MS + hour * HOUR_MS + i * 1000).toISOString();
    return JSON.stringify({ ts, features: { minutes: (hour === NIGHT ? 40 : 5) + (i % (7 + 2 * (week % 3))) } });
  });
const configure = (season: string, threshold = '0.1'): void =>
  writeFileSync(
    configPath,
    `server: { listen: "127.0.0.1:0" }
sources:
  - { name: log, type: file, path: log.jsonl, format: jsonl, map: { time: ts, model: { const: bikes }, features: features } }
models:
  bikes: { baseline: bikes.json, window: 1h, lateness: 0s, idle: 500ms, drift: { season: ${season}, min_samples: 50, threshold: ${threshold} } }
`,
  );

beforeAll(async () => {
  const weeks = Array.from({ length: WEEKS }, (_, week) => [...inHour(week, NIGHT), ...inHour(week, NOON)]).flat();
  writeFileSync(join(folder, 'training.ndjson'), `${weeks.join('\n')}\n`);
  writeFileSync(join(folder, 'log.jsonl'), `${[...inHour(WEEKS, NIGHT), ...inHour(WEEKS, NOON)].join('\n')}\n`);
  const from = ['--from', join(folder, 'training.ndjson'), '--features-at', 'features', '--out', join(folder, 'bikes.json')];
  const season = ['--time', 'ts', '--season', 'hour_of_week', '--timezone', 'Europe/Berlin', '--window', '1h', '--min-samples', '50'];
  const built = await runAiops(['baseline', 'build', '--model', 'bikes', '--version', '1', ...from, ...season]);
  expect(built, built.output).toMatchObject({ code: 0 });
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a running exporter compares a window with its hour of the week, and status, page, API and explain name it', async () => {
  configure('hour_of_week');
  const exporter = await startExporter(configPath);
  try {
    const model = await eventually(async () => {
      const { models } = (await (await fetch(`${exporter.url}/api/v1/status`)).json()) as StatusReport;
      return models.find(({ season_bucket }) => season_bucket?.bucket === 'Mon 13:00') ?? null;
    }, 'the verdict on Monday 12:00 UTC');
    expect(model).toMatchObject({ drift_rate: 0, season_bucket: { timezone: 'Europe/Berlin', rows: 700, fallback: null } });
    expect(await (await fetch(exporter.url)).text()).toMatch(/against <bdi>Mon 13:00<\/bdi> \(<bdi>Europe\/Berlin<\/bdi>, 700 rows\)/);
    // The status tells what is judged; a verdict can be asked for once it is committed.
    const verdict: unknown = await eventually(async () => {
      const answer = await fetch(`${exporter.url}/api/v1/verdicts/${model.verdict_id}`);
      return answer.ok ? answer.json() : null;
    }, 'the stored verdict');
    expect(verdict).toMatchObject({ season_bucket: { bucket: 'Mon 13:00', level: 'hour_of_week' } });
    const { output } = await runAiops(['drift', 'explain', model.verdict_id ?? '', '--config', configPath]);
    expect(output).toContain('season    compared with Mon 13:00 (Europe/Berlin), 700 reference rows');
    expect(output).toContain('recomputed from the stored counts: the same to the last bit');
  } finally {
    await exporter.stop();
  }
}, 60_000);

test('with threshold: auto a model is judged by thresholds that were fitted by season, and says how many false alarms it expects', async () => {
  configure('hour_of_week', 'auto');
  const { calibration } = JSON.parse(readFileSync(join(folder, 'bikes.json'), 'utf8')) as Baseline;
  expect(calibration).toMatchObject({ season: 'hour_of_week', windows: 2 * WEEKS });
  const fitted = calibration?.thresholds['minutes'] ?? 0;
  expect(fitted).toBeGreaterThan(0.1);
  // The verdicts of the week before were reached with another threshold, and stay as they are.
  appendFileSync(join(folder, 'log.jsonl'), `${[...inHour(WEEKS + 1, NIGHT), ...inHour(WEEKS + 1, NOON)].join('\n')}\n`);
  const exporter = await startExporter(configPath);
  try {
    const labels = 'model="bikes",version="unversioned"';
    const metrics = await eventually(async () => {
      const text = await (await fetch(`${exporter.url}/metrics`)).text();
      return text.includes(`aiops_feature_drift_threshold{${labels},feature="minutes",method="psi"} ${fitted}\n`) ? text : null;
    }, 'a verdict by the fitted threshold');
    expect(metrics).toContain(`aiops_baseline_expected_false_alarms_per_week{${labels}} ${calibration?.expected.per_week}`);
    const { problems } = (await (await fetch(`${exporter.url}/api/v1/status`)).json()) as StatusReport;
    expect(problems.filter((problem) => problem.includes('calibrat'))).toEqual([]);
    const { output } = await runAiops(['baseline', 'show', join(folder, 'bikes.json')]);
    expect(output).toContain(`replayed ${2 * WEEKS} windows of 1h by hour_of_week`);
  } finally {
    await exporter.stop();
  }
}, 60_000);

test('a configuration that asks for a season its baseline lacks is refused with what to do, and so is an activation', async () => {
  configure('month');
  const { code, output } = await runAiops(['serve', '--config', configPath]);
  expect(code).not.toBe(0);
  expect(output).toContain('is divided by hour_of_week, and models.bikes.drift.season is month [BASELINE_SEASON]');
  expect(output).toContain('build it with --time <column> --season month, or change drift.season');
  const activated = await runAiops(['baseline', 'activate', join(folder, 'bikes.json'), '--config', configPath]);
  expect(activated.code).toBe(2);
  expect(activated.output).toContain('[BASELINE_SEASON]');
}, 60_000);
