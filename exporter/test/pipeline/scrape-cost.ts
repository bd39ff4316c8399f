// Times what a scrape costs the ingest thread: 10 models x 200 features x 23 bins, real store, every model busy.
//   npx esbuild exporter/test/pipeline/scrape-cost.ts --bundle --platform=node --format=esm --packages=external \
//     --outfile=node_modules/.cache/scrape-cost.mjs && node node_modules/.cache/scrape-cost.mjs
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipelineStorage } from '../../src/cli/serve/storage-adapter.js';
import { formatBaseline, sealBaseline, type BaselineFeature } from '../../src/baseline/index.js';
import { DEFAULT_DRIFT_SETTINGS } from '../../src/drift/index.js';
import type { RecordMap } from '../../src/events/index.js';
import { formats } from '../../src/formats/index.js';
import { HotExposition } from '../../src/metrics/index.js';
import { Pipeline, PushIntake, SourceFold } from '../../src/pipeline/index.js';
import { openStore } from '../../src/store/index.js';

const MODELS = 10;
const FEATURES = 200;
const TURNS = 120;
/** Turns of the loop before the first scrape: 3 s of 50 ms. */
const FIRST_SCRAPE = 60;
const ROWS = 20;
const NOW = Date.UTC(2026, 0, 1);

const numeric = (name: string): BaselineFeature => {
  const fine = 63;
  return {
    name,
    type: 'numeric',
    edges: Array.from({ length: fine - 1 }, (_, i) => (i + 1) / fine),
    judged: Array.from({ length: 21 }, (_, i) => i * 3),
    counts: new Array<number>(fine).fill(100),
    missing: 0,
    invalid: 0,
    min: 0,
    max: 1,
    mean: null,
    sd: null,
    quantiles: {},
    distinct: null,
  };
};
const categorical = (name: string): BaselineFeature => ({
  name,
  type: 'categorical',
  categories: Array.from({ length: 20 }, (_, i) => `c${i}`),
  counts: new Array<number>(20).fill(315),
  other: 0,
  tail: [],
  tail_complete: true,
  missing: 0,
  invalid: 0,
});
const names = Array.from({ length: FEATURES }, (_, i) => `feature_${i}`);
const baselineOf = (model: string) =>
  sealBaseline({
    model,
    model_version: '1',
    source: 'built',
    precision: 'exact',
    rows: 6300,
    period: null,
    features: names.map((name, i) => (i % 2 ? categorical(name) : numeric(name))),
    prediction: null,
  });

const map: RecordMap = {
  time: { path: ['t'], unit: 'ms' },
  model: { path: ['m'] },
  version: { constant: '1' },
  latency: { path: ['l'], perSecond: 1000 },
  timeToFirstToken: null,
  outcome: null,
  features: { at: ['f'] },
  prediction: null,
  score: null,
  tokensInput: ['i'],
  tokensOutput: ['o'],
  cost: null,
};
const folder = mkdtempSync(join(tmpdir(), 'aiops-scrape-'));
let now = NOW;
const store = openStore({ folder, mode: 'own', nowMs: () => now });
const models = Array.from({ length: MODELS }, (_, i) => `model-${i}`);
store.commit((records) => {
  for (const model of models) {
    const baseline = baselineOf(model);
    records.baselines.put(baseline.sha256, formatBaseline(baseline), NOW);
    records.activations.activate({ model, version: '*', sha256: baseline.sha256, requestedMs: NOW, reason: 'test' }, 0);
  }
});
const exposition = new HotExposition();
const pipeline = new Pipeline({
  settingsOf: () => ({
    configSha256: null,
    windowMs: 60_000,
    latenessMs: 0,
    idleMs: 1e9,
    latencyBounds: [0.01, 0.1, 1],
    bootstrapRows: null,
    policy: 'default',
    segments: null,
    drift: { ...DEFAULT_DRIFT_SETTINGS, min_samples: 10 },
    season: null,
    features: new Map(),
    calibration: null,
    quality: null,
    latencyObjective: null,
    latencyThresholdSeconds: null,
    errorObjective: null,
    labelRetentionMs: 86_400_000,
    price: null,
  }),
  limits: { models: 100, versionsPerModel: 20, featuresPerSource: 2000 },
  feed: { seriesBudget: 1_000_000, retireAfterMs: 7 * 86_400_000 },
  storage: pipelineStorage(store),
  exposition,
  notify: () => undefined,
  nowMs: () => now,
});
const fold = new SourceFold(
  { name: 'push', map, format: formats.jsonl, maxRecordBytes: 1e6, maxDepth: 20, clockSkewMs: 1e9, pairs: null },
  pipeline.directory,
  () => undefined,
  () => now,
);
const intake = new PushIntake(fold, () => null);
pipeline.intakes.set('push', intake);
pipeline.restore(models);

const body = (): Buffer => {
  let text = '';
  for (const m of models)
    for (let r = 0; r < ROWS; r++) {
      const f = Object.fromEntries(names.map((name, i) => [name, i % 2 ? `c${Math.floor(Math.random() * 21)}` : Math.random()]));
      text += JSON.stringify({ t: now, m, l: 10, f, i: 5, o: 7 }) + '\n';
    }
  return Buffer.from(text);
};
const ms = (run: () => unknown): number => {
  const s = performance.now();
  run();
  return performance.now() - s;
};
/** One turn: events of all models, then what the loop and a scrape do, each timed by itself. */
const COLUMNS = ['close', 'commit', 'prepare', 'refresh', 'again', 'render'] as const;
const turns = Array.from({ length: TURNS }, (_, turn) => {
  now += turn % 10 === 9 ? 60_000 : 1000;
  intake.push(body(), null);
  const times = {
    close: ms(() => pipeline.closeDueWindows()),
    commit: ms(() => pipeline.commit()),
    prepare: ms(() => pipeline.prepareExposition()),
    // The first scrape comes when the loop has had time to lay out the series.
    refresh: turn < FIRST_SCRAPE ? NaN : ms(() => pipeline.refreshExposition()),
    again: turn < FIRST_SCRAPE ? NaN : ms(() => pipeline.refreshExposition()),
    render: turn < FIRST_SCRAPE ? NaN : ms(() => exposition.render('text')),
  };
  return times;
});
let series = 0;
for (const n of exposition.seriesCounts().values()) series += n;
console.log(`${series} series of ${MODELS} models x ${FEATURES} features, ${TURNS} turns, ms`);
console.log('          first   median      max');
for (const column of COLUMNS) {
  const times = turns.map((turn) => turn[column]).filter((time) => !Number.isNaN(time));
  const sorted = [...times].sort((a, b) => a - b);
  const figures = [times[0] ?? NaN, sorted[sorted.length >> 1] ?? NaN, sorted.at(-1) ?? NaN];
  console.log(column.padEnd(8) + figures.map((figure) => figure.toFixed(1).padStart(8)).join(' '));
}
store.close();
rmSync(folder, { recursive: true, force: true });
