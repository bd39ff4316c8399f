import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ModelQuality, StatusReport } from '../../src/contract/index.js';
import { findTool } from '../../tools/find-tool.js';
import { readExposition, total, type ExposedSample } from '../bad-input/exposition.js';
import { eventually, runAiops, startExporter, type RunningExporter } from '../processes/exporter.js';

const HOUR_MS = 3_600_000;
/** An hour that is over, so that its window closes. */
const START_MS = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
const folder = mkdtempSync(join(tmpdir(), 'aiops-segments-'));
const at = (name: string): string => join(folder, name);

interface Row {
  readonly channel: string;
  readonly x: number;
  readonly y: number;
  readonly truth: number;
}

/** Rows of two channels: x of the web lies below that of the app; so many of hundred answers are right. */
const rows = (n: number, right: Readonly<Record<string, number>>): Row[] =>
  Object.entries(right).flatMap(([channel, percent]) =>
    Array.from({ length: n }, (_, i): Row => {
      const y = i % 2;
      const isRight = (i * 37) % 100 < percent;
      return { channel, x: ((i * 7) % 100) + (channel === 'app' ? 100 : 0), y, truth: isRight ? y : 1 - y };
    }),
  );

let exporter: RunningExporter;
let exposition: string;
let samples: ExposedSample[];
let status: StatusReport;

beforeAll(async () => {
  const reference = rows(2000, { web: 80, app: 95 });
  writeFileSync(
    at('train.csv'),
    `via,x,y,truth\n${reference.map(({ channel, x, y, truth }) => `${channel},${x},${y},${truth}`).join('\n')}\n`,
  );
  const options = '--model churn --version 7 --features x --prediction y --label truth --segment via'.split(' ');
  const built = await runAiops(['baseline', 'build', '--from', at('train.csv'), '--out', at('churn.json'), ...options]);
  expect(built.code, built.output).toBe(0);
  // The app lost what it had, to what the web always had.
  const served = rows(500, { web: 80, app: 80, fax: 80 });
  const log = served.map(({ channel, x, y }, i) =>
    JSON.stringify({ ts: new Date(START_MS + i * 1000).toISOString(), id: `r${i}`, channel, features: { x }, y }),
  );
  const labels = served.map(({ truth }, i) => JSON.stringify({ id: `r${i}`, truth }));
  writeFileSync(at('log.jsonl'), `${log.join('\n')}\n`);
  writeFileSync(at('truth.jsonl'), `${labels.join('\n')}\n`);
  writeFileSync(
    at('aiops.yaml'),
    `server: { listen: "127.0.0.1:0" }
sources:
  - { name: log, type: file, path: log.jsonl, format: jsonl, map: { time: ts, model: { const: churn }, request_id: id, features: features, prediction: y, segment: channel } }
  - { name: truth, type: file, kind: labels, path: truth.jsonl, format: jsonl, map: { request_id: id, model: { const: churn }, label: truth } }
models:
  churn:
    baseline: churn.json
    window: 1h
    lateness: 1s
    idle: 100ms
    segments: { by: segment }
    quality: { task: binary, metric: accuracy, label_delay: 1d }
`,
  );
  exporter = await startExporter(at('aiops.yaml'));
  await eventually(async () => {
    status = (await (await fetch(`${exporter.url}/api/v1/status`)).json()) as StatusReport;
    return status.quality.some(({ segments }) => segments.length > 0) ? true : null;
  }, 'the quality of the segments');
  exposition = await exporter.metrics();
  samples = readExposition(exposition);
});

afterAll(async () => {
  await exporter?.stop();
  rmSync(folder, { recursive: true });
});

const of = (name: string, segment: string): number => total(samples, name, { model: 'churn', segment });

describe('a running exporter with segments by a column of the log', () => {
  test('finds no drift in channels that are as they were', () => {
    expect(['app', 'web', 'other'].map((segment) => of('aiops_segment_samples', segment))).toEqual([500, 500, 500]);
    expect(['app', 'web'].map((segment) => of('aiops_segment_drifted_features', segment))).toEqual([0, 0]);
  });

  test('names the channel that lost quality, against what the same channel had', async () => {
    expect(['app', 'web'].map((segment) => of('aiops_segment_quality_degraded', segment))).toEqual([1, 0]);
    expect(['app', 'web'].map((segment) => of('aiops_segment_quality_baseline', segment))).toEqual([0.95, 0.8]);
    expect(status.quality[0]?.reason).toMatch(/; degraded segment: app$/);
    const [found] = (await (await fetch(`${exporter.url}/api/v1/quality`)).json()) as ModelQuality[];
    expect(found?.mature?.segments?.map(({ segment, state, reference }) => [segment, state, reference])).toEqual([
      ['app', 'degraded', 'own'],
      ['web', 'kept', 'own'],
      // The training data hold no third channel.
      ['other', 'insufficient', 'own'],
    ]);
    expect(await (await fetch(exporter.url)).text()).toMatch(/segment <bdi>app<\/bdi>: 0\.800, expected 0\.950/);
  });

  test('has no series for a value that nobody made a segment, and none that promtool finds fault with', () => {
    expect(exposition).not.toContain('fax');
    const { status: exit, stdout, stderr } = spawnSync(findTool('promtool'), ['check', 'metrics'], { input: exposition, encoding: 'utf8' });
    expect({ exit, stdout, stderr }).toEqual({ exit: 0, stdout: '', stderr: '' });
  });
});
