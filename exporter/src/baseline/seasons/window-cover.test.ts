import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEASONS } from '../../contract/index.js';
import { BUCKET_COUNTS, BUCKET_LEVELS, bucketAt } from './buckets.js';
import { localClock } from './local-clock.js';
import { windowCover } from './window-cover.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (text: string): number => Date.parse(text);
const berlin = localClock('Europe/Berlin');
const label = (bucket: number): string => BUCKET_LEVELS.hour_of_week[0]?.label(bucket) ?? '';

describe('localClock', () => {
  it('reads the clock on the wall, before and after it changes', () => {
    expect(berlin(at('2026-03-29T00:59:59.250Z'))).toBe(at('2026-03-29T01:59:59.250Z'));
    expect(berlin(at('2026-03-29T01:00:00Z'))).toBe(at('2026-03-29T03:00:00Z'));
    expect(localClock('Asia/Kolkata')(at('2026-01-01T00:00:00Z'))).toBe(at('2026-01-01T05:30:00Z'));
  });

  it.each(['Mars/Olympus', '+02:00', '', 'utc;'])('refuses %j, which is no name of a zone', (zone) => {
    expect(() => localClock(zone)).toThrow(`as in Europe/Berlin (found ${zone})`);
  });
});

describe('bucketAt', () => {
  it('counts hours of the week from Monday 00:00, days from Monday and months from January', () => {
    const sunday = at('2026-11-29T23:59:59Z');
    expect(SEASONS.map((season) => bucketAt(season, sunday))).toEqual([167, 23, 6, 10]);
    expect(SEASONS.map((season) => bucketAt(season, sunday + 1000))).toEqual([0, 0, 0, 10]);
    expect([0, 33, 167].map(label)).toEqual(['Mon 00:00', 'Tue 09:00', 'Sun 23:00']);
  });
});

describe('windowCover', () => {
  const start = fc.integer({ min: 0, max: 2_000_000_000 }).map((s) => s * 1000);
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe');

  it('divides the whole time of a window among the buckets that its instants have, for every season and zone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SEASONS), zone, start, fc.integer({ min: 1, max: 9 * 24 * 60 }), (season, timezone, from, minutes) => {
        const clock = localClock(timezone);
        const end = from + minutes * 60_000;
        const cover = windowCover(season, clock, from, end);
        expect([...cover.values()].reduce((sum, ms) => sum + ms, 0)).toBe(end - from);
        for (const bucket of cover.keys()) expect(bucket).toBeLessThan(BUCKET_COUNTS[season]);
        for (const instant of [from, from + Math.floor((end - from) / 2), end - 1]) {
          expect(cover.get(bucketAt(season, clock(instant)))).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives a day on which clocks go forward 23 hours, and the hour that comes twice in autumn two', () => {
    const spring = windowCover('hour_of_day', berlin, at('2026-03-28T23:00:00Z'), at('2026-03-29T22:00:00Z'));
    expect([spring.get(2), spring.get(3), spring.size]).toEqual([undefined, HOUR, 23]);
    const autumn = windowCover('hour_of_day', berlin, at('2026-10-24T22:00:00Z'), at('2026-10-25T23:00:00Z'));
    expect([autumn.get(2), autumn.size]).toEqual([2 * HOUR, 24]);
  });

  it('keeps the order in which a window enters its buckets, and names the bucket of a window without length', () => {
    expect([...windowCover('day_of_week', berlin, at('2026-12-05T12:00:00Z'), at('2026-12-07T12:00:00Z')).keys()]).toEqual([5, 6, 0]);
    expect([...windowCover('month', (ms) => ms, 40 * DAY, 40 * DAY)]).toEqual([[1, 0]]);
  });
});
