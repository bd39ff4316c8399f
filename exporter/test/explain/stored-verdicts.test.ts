import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StoredVerdict } from '../../src/contract/index.js';
import { recompute } from '../../src/drift/index.js';
import { openStore } from '../../src/store/index.js';
import { eventually, runAiops, startExporter } from '../processes/exporter.js';

const MODELS = ['churn', 'fraud'];
const VERSIONS = ['1', '2'];
const WINDOWS = 300;
const ROWS = 60;
const START = Date.parse('2026-01-05T00:00:00Z');
const SEED = 20_260_105;

const folder = mkdtempSync(join(tmpdir(), 'aiops-explain-'));
const configPath = join(folder, 'aiops.yaml');

const mulberry32 = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), seed | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

/** Amounts, words and gaps that drift for some windows and come back, so that all words of a verdict occur. */
function record(random: () => number, window: number): Record<string, unknown> {
  const isMoved = window % 40 >= 30;
  const income = -Math.log(1 - random()) * (isMoved ? 1.8 : 1);
  const country = random() < (isMoved ? 0.2 : 0.5) ? 'DE' : 'FR';
  const age = random() < (window % 25 >= 20 ? 0.4 : 0.02) ? undefined : Math.floor(18 + 60 * random());
  return { income, country, age };
}

function configuration(drift: string): string {
  const models = MODELS.map((name) => `  ${name}: { baseline: ${name}.json, window: 1m, lateness: 0s, idle: 1s, drift: ${drift} }`);
  return `server: { listen: "127.0.0.1:0" }
sources:
  - { name: log, type: file, path: "*.jsonl", format: jsonl, map: { time: ts, model: model, version: version, features: features, prediction: y } }
models:
${models.join('\n')}
`;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Writes a log of whole windows and runs the exporter over it until it has judged them; it ends as after kill -9. */
async function serve(name: string, firstWindow: number, windows: number, expected: number): Promise<void> {
  const random = mulberry32(SEED + firstWindow);
  const lines: string[] = [];
  for (let w = firstWindow; w < firstWindow + windows; w++) {
    for (let row = 0; row < ROWS; row++) {
      const ts = START + w * 60_000 + Math.floor((row * 60_000) / ROWS);
      for (const model of MODELS) {
        for (const version of VERSIONS)
          lines.push(JSON.stringify({ ts, model, version, features: record(random, w), y: random() < 0.3 ? 'yes' : 'no' }));
      }
    }
  }
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  const exporter = await startExporter(configPath);
  try {
    await eventually(async () => (stored(expected + 1).length === expected ? true : null), `${expected} verdicts`);
  } finally {
    await exporter.stop('SIGKILL');
  }
}

function stored(limit: number): StoredVerdict[] {
  const store = openStore({ folder: join(folder, 'aiops-data'), mode: 'visit', nowMs: Date.now });
  try {
    return store.verdicts.list({}, limit);
  } finally {
    store.close();
  }
}

const FIRST = configuration('{ min_samples: 40, consecutive: 2 }');
const SECOND = configuration('{ min_samples: 50, fdr: 0.2, threshold: 0.05, missing_threshold: 0.01, consecutive: 1 }');
const ALL = WINDOWS * MODELS.length * VERSIONS.length;

beforeAll(async () => {
  const random = mulberry32(SEED);
  const reference = Array.from({ length: 4000 }, () => JSON.stringify({ ...record(random, 0), y: random() < 0.3 ? 'yes' : 'no' }));
  writeFileSync(join(folder, 'reference.ndjson'), `${reference.join('\n')}\n`);
  for (const model of MODELS) {
    const from = ['--from', join(folder, 'reference.ndjson'), '--prediction', 'y', '--out', join(folder, `${model}.json`)];
    const built = await runAiops(['baseline', 'build', '--model', model, '--version', '1', ...from]);
    expect(built, built.output).toMatchObject({ code: 0 });
  }
  writeFileSync(configPath, FIRST);
  await serve('first.jsonl', 0, WINDOWS, ALL);
  writeFileSync(configPath, SECOND);
  await serve('second.jsonl', WINDOWS, 10, ALL + 10 * MODELS.length * VERSIONS.length);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('1000 random verdicts recompute to the same bits after a restart and another configuration', () => {
  const random = mulberry32(SEED);
  const old = stored(100_000).filter(({ config_sha256 }) => config_sha256 === sha256(FIRST));
  expect(old.length).toBeGreaterThanOrEqual(1000);
  const picked = old
    .map((verdict) => ({ verdict, order: random() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, 1000);
  const words = new Set<string>();
  let missing = 0;
  for (const { verdict } of picked) {
    expect(JSON.stringify(recompute(verdict)), `verdict ${verdict.id}, seed ${SEED}`).toBe(JSON.stringify(verdict.verdict));
    for (const feature of verdict.verdict.features) {
      words.add(feature.verdict);
      if (feature.missing.drifted) missing++;
    }
  }
  // What is shown must cover what can happen: all words but too little data, streaks that hold a verdict back, missing values.
  expect([...words].sort()).toEqual(['drifted', 'stable']);
  expect(missing).toBeGreaterThan(0);
  expect(picked.some(({ verdict }) => Object.keys(verdict.streaks).length > 0)).toBe(true);
  expect(
    picked.some(({ verdict }) => verdict.verdict.features.some((one) => one.window_verdict === 'drifted' && one.verdict === 'stable')),
  ).toBe(true);
});

test('verdicts after the change name the new configuration, and are judged by it', () => {
  const fresh = stored(100_000).filter(({ config_sha256 }) => config_sha256 === sha256(SECOND));
  expect(fresh.length).toBeGreaterThan(0);
  expect(new Set(fresh.map(({ settings }) => settings.threshold))).toEqual(new Set([0.05]));
});

test('the command recomputes, and says which code, baseline and configuration a verdict comes from', async () => {
  const [old] = stored(100_000).filter(({ config_sha256 }) => config_sha256 === sha256(FIRST));
  const baseline = (JSON.parse(readFileSync(join(folder, `${old?.model}.json`), 'utf8')) as { sha256: string }).sha256;
  const { code, output } = await runAiops(['drift', 'explain', old?.id ?? '', '--config', configPath]);
  expect(output).toContain('recomputed from the stored counts: the same to the last bit');
  expect(output).toContain(`baseline  ${baseline}`);
  expect(output).toMatch(new RegExp(`config    ${sha256(FIRST)}, in use from \\S+ on; another one ran since`));
  expect(output).toContain(`judged by version ${old?.code_version}`);
  expect(code).toBe(0);
});
