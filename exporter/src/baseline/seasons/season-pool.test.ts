import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEASONS, type Season } from '../../contract/index.js';
import { BUCKET_COUNTS } from './buckets.js';
import { seasonPool } from './season-pool.js';

const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);
/** Monday 09:00 to 10:00. */
const MONDAY_NINE = at('2026-11-30T09:00:00Z');
const NINE = 9;

/** Every bucket with as many rows and days, but for the named ones. */
function divided(season: Season, rows: number, days: number, other: Readonly<Record<number, { rows?: number; days?: number }>> = {}) {
  const each = Array.from({ length: BUCKET_COUNTS[season] }, (_, i) => i);
  return {
    season,
    timezone: 'UTC',
    rows: each.map((bucket) => other[bucket]?.rows ?? rows),
    days: each.map((bucket) => other[bucket]?.days ?? days),
  };
}
const at9 = (section: Parameters<typeof seasonPool>[0], minSamples = 500) =>
  seasonPool(section, MONDAY_NINE, MONDAY_NINE + HOUR, minSamples);

describe('seasonPool', () => {
  it('takes a bucket of its own from four times the rows that the window needs, on three days, and not below', () => {
    expect(at9(divided('hour_of_week', 2000, 3)).bucket).toMatchObject({
      bucket: 'Mon 09:00',
      level: 'hour_of_week',
      rows: 2000,
      fallback: null,
    });
    expect(at9(divided('hour_of_week', 1999, 3)).bucket).toMatchObject({
      bucket: 'Mon-Fri 09:00',
      level: 'hour_of_day_type',
      rows: 5 * 1999,
      fallback: 'Mon 09:00 has 1999 rows in the baseline (2000 are needed)',
    });
    expect(at9(divided('hour_of_week', 2000, 2)).bucket).toMatchObject({
      bucket: 'Mon-Fri 09:00',
      fallback: 'the baseline saw Mon 09:00 on 2 days (3 are needed)',
    });
    expect(at9(divided('hour_of_week', 200, 3), 50).bucket).toMatchObject({ level: 'hour_of_week' });
  });

  it.each<[Season, number, string, string]>([
    ['hour_of_week', 300, 'hour_of_day', '09:00'],
    ['hour_of_week', 200, 'all', 'all rows'],
    ['hour_of_day', 1000, 'all', 'all rows'],
    ['day_of_week', 1000, 'day_type', 'Mon-Fri'],
    ['day_of_week', 300, 'all', 'all rows'],
    ['month', 1000, 'all', 'all rows'],
  ])('%s with %i rows a bucket falls back to %s', (season, rows, level, bucket) => {
    expect(at9(divided(season, rows, 10)).bucket).toMatchObject({ level, bucket });
  });

  it('compares a window over several buckets with them together, each as much as the window lies in it', () => {
    const halves = seasonPool(divided('hour_of_week', 3000, 3), MONDAY_NINE + HOUR / 2, MONDAY_NINE + 1.75 * HOUR, 500);
    expect([halves.weights?.[NINE], halves.weights?.[NINE + 1], halves.bucket.rows]).toEqual([2 / 3, 1, 5000]);
    expect(halves.bucket.bucket).toBe('Mon 09:00 and Mon 10:00');
    const day = seasonPool(divided('hour_of_week', 100, 3), at('2026-11-30'), at('2026-12-01'), 500);
    expect(day.bucket).toMatchObject({ bucket: 'Mon 00:00 to Mon 23:00 (24 buckets)', level: 'hour_of_week', rows: 2400 });
  });

  it('weighs a bucket that the reference saw on more days less, so that a window is met by as many days of each', () => {
    const pool = seasonPool(divided('day_of_week', 10_000, 4, { 6: { days: 5 } }), at('2026-11-29'), at('2026-12-01'), 500);
    expect([pool.weights?.[0], pool.weights?.[6]]).toEqual([1, 0.8]);
    const weekend = seasonPool(divided('day_of_week', 500, 4), at('2026-12-04'), at('2026-12-06'), 500);
    expect(weekend.bucket).toMatchObject({ level: 'day_type', bucket: 'Mon-Fri and Sat-Sun', rows: 1000 + 1000 });
  });

  it('takes the whole for windows beyond a year', () => {
    expect(seasonPool(divided('month', 1e6, 30), 0, at('1971-01-03'), 500)).toMatchObject({
      weights: null,
      bucket: { level: 'all', fallback: 'the window is longer than a year' },
    });
  });

  it('never weighs a bucket above 1 or one that a window of the closest level does not touch, and some bucket fully', () => {
    const minutes = fc.integer({ min: 1, max: 60 * 24 * 30 });
    fc.assert(
      fc.property(
        fc.constantFrom(...SEASONS),
        fc.integer({ min: 0, max: 1e9 }),
        minutes,
        fc.array(fc.nat(30)),
        (season, s, length, days) => {
          const section = divided(season, 5000, 3, Object.fromEntries(days.map((n, i) => [i, { days: n + 3 }])));
          const { weights, bucket } = seasonPool(section, s * 1000, s * 1000 + length * 60_000, 500);
          expect(bucket.level).toBe(season);
          expect(Math.max(...(weights ?? []))).toBe(1);
          expect(Math.min(...(weights ?? []))).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});
