import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { SEASONS } from '../../contract/index.js';
import { referenceTable } from '../reference-table.js';
import { BUCKET_COUNTS, bucketAt, dateKind, dateOf } from '../seasons/buckets.js';
import { localClock } from '../seasons/local-clock.js';
import { buildBaseline, type BuildOptions } from './build-baseline.js';

const folder = mkdtempSync(join(tmpdir(), 'aiops-test-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, lines: readonly string[]): string => {
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  return join(folder, name);
};
const build = (from: string, changes: Partial<BuildOptions>) => buildBaseline({ from, model: 'm', modelVersion: '1', ...changes });

describe('a baseline that is built with a season', () => {
  // Years with and without changes of the clock, to the second, and the hours in which they change.
  const changes = [Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 1), Date.UTC(2026, 2, 8, 7), Date.UTC(2026, 9, 4, 15)];
  const instant = fc.oneof(
    fc.integer({ min: Date.UTC(2023, 0, 1), max: Date.UTC(2027, 0, 1) }),
    fc.tuple(fc.constantFrom(...changes), fc.integer({ min: -7_200_000, max: 7_200_000 })).map(([at, by]) => at + by),
  );
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe');

  it('counts every row in the bucket that the clock of its zone says, and the dates that have it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...SEASONS),
        zone,
        fc.array(instant, { minLength: 1, maxLength: 60 }),
        async (season, timezone, times) => {
          const from = write('times.csv', ['x,t', ...times.map((ms, i) => `${i % 3},${new Date(ms).toISOString()}`)]);
          const { seasons, features } = await build(from, { time: 't', season, timezone });
          const clock = localClock(timezone);
          const rows = new Array<number>(BUCKET_COUNTS[season]).fill(0);
          const dates = rows.map(() => new Set<number>());
          for (const ms of times) {
            const bucket = bucketAt(season, clock(ms));
            rows[bucket] = (rows[bucket] ?? 0) + 1;
            rows.forEach((_, b) => dateKind(season, b) === dateKind(season, bucket) && dates[b]?.add(dateOf(clock(ms))));
          }
          expect(seasons?.rows).toEqual(rows);
          expect(seasons?.days).toEqual(dates.map(({ size }) => size));
          const divided = seasons?.features[0]?.counts ?? [];
          const sums = divided[0]?.map((_, bin) => divided.reduce((sum, bins) => sum + (bins[bin] ?? 0), 0));
          expect(sums).toEqual(features[0] && referenceTable(features[0]).reference);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('counts missing, invalid and rare values there, leaves rows without a time out, and is the same from CSV and JSON lines', async () => {
    const rows = [
      [1, '"a"', '"2026-11-30T08:00:00Z"'],
      [null, '"b"', '"2026-11-30T08:30:00Z"'],
      [2, '"c"', '"2026-11-30T09:00:00Z"'],
      [3, null, '"2026-12-01T09:00:00Z"'],
      [4, '"a"', 'null'],
    ] as const;
    const lines = write(
      'rows.jsonl',
      rows.map(([x, c, t]) => `{"features":{"x":${x}},"x":${c},"t":${t}}`),
    );
    const csv = write('rows.csv', [
      'v,c,t',
      ...rows.map((cells) =>
        cells
          .map((cell) => cell ?? '')
          .join(',')
          .replaceAll(/"|null/g, ''),
      ),
    ]);
    const options = { time: 't', season: 'hour_of_day', top: { x: 1, c: 1 }, minCategoryCount: 1 } as const;
    // The answer has the name of a feature: each is found at its own place.
    const nested = await build(lines, { ...options, featuresAt: 'features', features: ['x'], prediction: 'x' });
    const flat = await build(csv, { ...options, prediction: 'c' });
    expect(nested.seasons).toEqual(flat.seasons);
    expect(nested.format_version).toBe(2);
    const { seasons } = nested;
    expect([seasons?.rows.slice(8, 10), seasons?.days[8], seasons?.features[0]?.missing.slice(8, 10)]).toEqual([[2, 2], 2, [1, 0]]);
    expect(seasons?.features[0]?.counts.slice(8, 10)).toEqual([
      [1, 0, 0, 0],
      [0, 1, 1, 0],
    ]);
    expect(seasons?.prediction).toMatchObject({ counts: { 8: [1, 1], 9: [0, 1] }, missing: { 9: 1 } });
  });

  it('needs a column of times and a zone that is known, and says so before it reads', async () => {
    await expect(build('absent.csv', { season: 'month' })).rejects.toThrow(
      'seasons need the time of each row (season month, no time column)',
    );
    await expect(build('absent.csv', { season: 'month', time: 't', timezone: 'Berlin' })).rejects.toThrow('(found Berlin)');
    await expect(build(write('x.csv', ['x,t', '1,soon']), { season: 'month', time: 't' })).rejects.toThrow(
      /column t of .*: the time column holds/,
    );
  });
});
