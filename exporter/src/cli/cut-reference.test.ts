import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { BUCKET_COUNTS, dateKind, layoutOf, pooledTable, seasonPool, withSections, type Baseline } from '../baseline/index.js';
import { DataTable, profileColumns, profileReference } from '../baseline/io.js';
import type { Season } from '../contract/index.js';
import { calibrate, DEFAULT_DRIFT_SETTINGS, psi } from '../drift/index.js';
import { fineBinCount, judgedCounts, slotCount, type FeatureLayout } from '../profile/index.js';
import { mulberry32 } from '../../tools/simulation/seeded-random.js';
import { cutReference } from './cut-reference.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BUDGET = { max: 1, perMs: 30 * DAY };
const folder = mkdtempSync(join(tmpdir(), 'aiops-cut-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Row {
  readonly ms: number;
  readonly line: string;
}

/** Six weeks of rows every ten minutes, across the end of summer time; x and c follow the clock, and a few values are missing or wrong. */
function rowsOf(seed: number): Row[] {
  const random = mulberry32(seed);
  const start = Date.UTC(2026, 9, 5);
  return Array.from({ length: 42 * 24 * 6 }, (_, i) => {
    const ms = start + i * 600_000 + Math.floor(600_000 * random());
    const day = Math.sin((ms / DAY) * 2 * Math.PI);
    const x = random() < 0.03 ? '' : random() < 0.01 ? 'NaN' : (day + random()).toFixed(3);
    const c = random() < 0.5 + 0.4 * day ? 'web' : random() < 0.5 ? 'app' : 'kiosk';
    return { ms, line: `${new Date(ms).toISOString()},${x},${c},${random() < 0.5 ? 'yes' : 'no'}` };
  });
}

async function withTable<T>(name: string, rows: readonly Row[], use: (table: DataTable) => Promise<T>): Promise<T> {
  const path = join(folder, `${name}.csv`);
  writeFileSync(path, `${['t,x,c,p', ...rows.map(({ line }) => line)].join('\n')}\n`);
  const table = await DataTable.open(path);
  try {
    return await use(table);
  } finally {
    await table.close();
  }
}

/** What an exporter would compare the window with if its baseline had never seen the rows left out. */
async function likeOf(
  rows: readonly Row[],
  { features, prediction }: Baseline,
  [season, timezone]: [Season, string],
  [startMs, endMs]: [number, number],
) {
  const judged = prediction ? [...features, prediction] : features;
  const layouts = judged.map((feature) => layoutOf(feature, { isPrivate: false }).layout);
  const { chunks, dates } = await withTable('rest', rows, (table) =>
    profileColumns(table, layouts, { time: 't', chunk: { kind: 'season', season, timezone } }),
  );
  const buckets = Array.from({ length: BUCKET_COUNTS[season] }, (_, bucket) => chunks.find(({ key }) => key === bucket));
  const days = buckets.map((_, bucket) => dates.get(dateKind(season, bucket)) ?? 0);
  const pool = seasonPool({ season, timezone, rows: buckets.map((chunk) => chunk?.rows ?? 0), days }, startMs, endMs, 1);
  const tables = judged.map((feature, i) => {
    const layout = layouts[i] as FeatureLayout;
    const slots = buckets.map((chunk) => chunk?.counts[i] ?? new Float64Array(slotCount(layout)));
    const bins = fineBinCount(layout);
    const counts = {
      counts: slots.map((s) => judgedCounts(layout, s)),
      missing: slots.map((s) => s[bins] ?? 0),
      invalid: slots.map((s) => s[bins + 1] ?? 0),
    };
    return pooledTable(feature, counts, pool);
  });
  return { level: pool.bucket.level, tables };
}

it.each<[Season, string, number]>([
  ['hour_of_week', 'Europe/Berlin', HOUR],
  ['hour_of_week', 'Asia/Kolkata', 3 * HOUR],
  ['hour_of_day', 'Europe/Berlin', 0.75 * HOUR],
  ['day_of_week', 'America/New_York', DAY],
  ['hour_of_day', 'Asia/Kolkata', (7 / 60) * HOUR],
])(
  'a window replayed by %s in %s is held against what a baseline without its block would be divided into (windows of %i ms)',
  async (season, timezone, windowMs) => {
    const rows = rowsOf(windowMs);
    const settings = { ...DEFAULT_DRIFT_SETTINGS, min_samples: 1 };
    const { baseline, windows } = await withTable('all', rows, async (table) => {
      const built = await profileReference(table, {
        model: 'm',
        modelVersion: '1',
        prediction: 'p',
        time: 't',
        season,
        timezone,
      });
      const cut = await cutReference(table, built, { time: 't', windowMs, minSamples: 1, onProgress: () => undefined });
      return { baseline: built, windows: cut.windows };
    });
    const { replayed, blockLength } = calibrate(windows, settings, BUDGET);
    const keys = [...new Set(rows.map(({ ms }) => Math.floor(ms / windowMs)))].sort((a, b) => a - b);
    expect(windows.rows.length).toBe(keys.length);
    for (const part of [0, 0.31, 0.66, 1]) {
      const w = Math.floor(part * (keys.length - 1));
      const from = w - (w % blockLength);
      const left = new Set(keys.slice(Math.max(0, from - blockLength), from + 2 * blockLength));
      const startMs = (keys[w] ?? 0) * windowMs;
      const others = rows.filter(({ ms }) => !left.has(Math.floor(ms / windowMs)));
      const like = await likeOf(others, baseline, [season, timezone], [startMs, startMs + windowMs]);
      expect(like.level).toBe(season);
      like.tables.forEach(({ reference, referenceMissing, referenceInvalid }, i) => {
        const cut = [...windows.features, ...(windows.prediction ? [windows.prediction] : [])][i];
        const current = [...(cut?.counts[w] as number[])];
        const sum = (counts: readonly number[]): number => counts.reduce((all, n) => all + n, 0);
        const seen = sum(current) + (cut?.missing[w] ?? 0) + (cut?.invalid[w] ?? 0);
        const growth = (cut?.missing[w] ?? 0) / seen - referenceMissing / (sum(reference) + referenceMissing + referenceInvalid);
        expect(replayed[i]?.effects[w], `${cut?.feature} in window ${w}`).toBe(psi(reference, current));
        expect(replayed[i]?.growths[w]).toBe(growth);
      });
    }
  },
  60_000,
);

it('the rows of all windows are those of the file, and windows without a season know no buckets', async () => {
  const rows = rowsOf(1);
  await withTable('flat', rows, async (table) => {
    const options = { model: 'm', modelVersion: '1', time: 't', season: 'hour_of_week', timezone: 'Asia/Kolkata' } as const;
    const { seasons: _, ...content } = await profileReference(table, options);
    const cut = { time: 't', windowMs: 5 * HOUR, minSamples: 1, onProgress: () => undefined };
    const { windows } = await cutReference(table, withSections(content, {}), cut);
    expect(Array.from(windows.rows).reduce((sum, n) => sum + n, 0)).toBe(rows.length);
    expect(windows).toMatchObject({ pools: null, features: [{ feature: 'x' }, { feature: 'c' }, { feature: 'p' }] });
    expect(windows.features[0]).not.toHaveProperty('byBucket');
    const divided = await cutReference(table, await profileReference(table, options), cut);
    expect(divided.windows.rows).toEqual(windows.rows);
    expect(divided.windows.features.map(({ counts }) => counts)).toEqual(windows.features.map(({ counts }) => counts));
  });
});
