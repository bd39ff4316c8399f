import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MINUTE_MS, NOON_MS, fact } from '../../test/incidents/alert-messages.js';
import { mulberry32, normals } from '../../tools/simulation/seeded-random.js';
import { incidentsOf, type Incident } from './incidents-of.js';
import { kaplanMeier } from './kaplan-meier.js';
import { meanInterval, studentT95 } from './mean-interval.js';
import { quantile, restoreStatistics } from './restore-statistics.js';
import { DEFAULT_SETTINGS } from './settings.js';

const GOLDEN = new URL('../../fixtures/golden/', import.meta.url);
const DAY_MS = 24 * 3_600_000;

interface KaplanMeierCase {
  readonly name: string;
  readonly input: { durations: number[]; observed: boolean[] };
  readonly expected:
    { error: string } | { median: number | null; steps: { time: number; at_risk: number; events: number; survival: number }[] };
}
interface QuantileCase {
  readonly name: string;
  readonly input: { x: number[]; q: number[]; method: string };
  readonly expected: { quantiles?: number[] };
}
const casesOf = <T>(name: string): T[] => (JSON.parse(readFileSync(new URL(name, GOLDEN), 'utf8')) as { cases: T[] }).cases;

describe('the Kaplan-Meier median', () => {
  it.each(casesOf<KaplanMeierCase>('incidents/kaplan-meier.json').map((one) => [one.name, one] as const))(
    '%s',
    (_, { input, expected }) => {
      const run = (): ReturnType<typeof kaplanMeier> => kaplanMeier(input.durations, input.observed);
      if ('error' in expected) return void expect(run).toThrowError();
      const got = run();
      expect(got.median).toBe(expected.median);
      expect(got.steps.map(({ time, at_risk, events }) => [time, at_risk, events])).toEqual(
        expected.steps.map(({ time, at_risk, events }) => [time, at_risk, events]),
      );
      got.steps.forEach(({ survival }, i) => expect(Math.abs(survival - (expected.steps[i]?.survival ?? NaN))).toBeLessThanOrEqual(1e-12));
    },
  );
});

describe('quantiles', () => {
  const linear = casesOf<QuantileCase>('quantiles.json').filter(
    ({ input, expected }) => input.method === 'linear' && expected.quantiles && Array.isArray(input.x),
  );
  it('are those of numpy in every vector', () => {
    expect(linear.length).toBeGreaterThanOrEqual(4);
    for (const { input, expected } of linear) {
      const sorted = [...input.x].sort((a, b) => a - b);
      input.q.forEach((q, i) => {
        const want = expected.quantiles?.[i] ?? NaN;
        expect(Math.abs((quantile(sorted, q) ?? NaN) - want)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(want)));
      });
    }
  });
});

describe('the interval of the mean', () => {
  it('is null for one incident', () => expect(meanInterval([60])).toBeNull());

  it('refuses what is no duration', () => expect(() => meanInterval([60, NaN])).toThrowError());

  // Table of Student's t, one-sided 0.95 (NIST/SEMATECH e-Handbook 1.3.6.7.2).
  it.each([
    [1, 6.314],
    [2, 2.92],
    [3, 2.353],
    [5, 2.015],
    [9, 1.833],
    [19, 1.729],
    [99, 1.66],
  ])('uses t with %i degrees of freedom', (degrees, want) => expect(studentT95(degrees)).toBeCloseTo(want, 2));

  // Durations of incidents have a sigma of about 1.3; 4000 samples have a standard error of 0.5 %.
  it.each([5, 20, 100])('holds the true mean in 86 to 94 %% of samples of %i log-normal durations', (n) => {
    const sigma = 1.3;
    const truth = Math.exp(7 + sigma ** 2 / 2);
    const draw = normals(mulberry32(20261125 + n));
    let held = 0;
    for (let i = 0; i < 4000; i++) {
      const interval = meanInterval(Array.from({ length: n }, () => Math.exp(7 + sigma * draw())));
      if (interval && interval.lower <= truth && truth <= interval.upper) held++;
    }
    expect(held / 4000).toBeGreaterThan(0.86);
    expect(held / 4000).toBeLessThan(0.94);
  });
});

describe('the statistics of a window', () => {
  /** Incidents of one model, each of so many minutes, a day apart, the last one before noon. */
  const incidentsOfLengths = (lengths: readonly number[], lastDay = 1): Incident[] =>
    incidentsOf(
      lengths.map((length, i) => {
        const starts = -(lastDay + i) * 24 * 60;
        return fact('resolved', { fingerprint: `f${i}`, starts, ends: starts + length, heard: starts + length });
      }),
      DEFAULT_SETTINGS,
      NOON_MS,
    );

  it('counts repaired incidents that ended in it', () => {
    const statistics = restoreStatistics(incidentsOfLengths([10, 20, 30, 40, 50, 60, 70, 80]), 7 * DAY_MS, NOON_MS);
    expect([statistics.n, statistics.mean, statistics.median]).toEqual([7, 2400, 2400]);
  });

  it('leaves out ends that are no repairs, and incidents that may open again', () => {
    const paused = incidentsOf([fact('resolved', { starts: -100, ends: -60, heard: -60, mark: 'paused' })], DEFAULT_SETTINGS, NOON_MS);
    const fresh = incidentsOf([fact('resolved', { starts: -60, ends: -5, heard: -5 })], DEFAULT_SETTINGS, NOON_MS);
    expect(restoreStatistics(paused, DAY_MS, NOON_MS).n).toBe(0);
    expect(restoreStatistics(fresh, DAY_MS, NOON_MS).n).toBe(0);
  });

  it('is not flattered by an outage that goes on', () => {
    const open = incidentsOf([fact('firing', { starts: -3 * 24 * 60, heard: 0 })], DEFAULT_SETTINGS, NOON_MS);
    const closed = incidentsOfLengths([10, 20]);
    const statistics = restoreStatistics([...closed, ...open, ...open], 7 * DAY_MS, NOON_MS);
    expect([statistics.mean, statistics.kmMedian]).toEqual([900, 1200]);
    expect(restoreStatistics([...closed, ...open, ...open, ...open], 7 * DAY_MS, NOON_MS).kmMedian).toBeNull();
  });

  it('says nothing where nothing was repaired', () => {
    expect(restoreStatistics([], DAY_MS, NOON_MS)).toEqual({
      n: 0,
      mean: null,
      meanLower: null,
      meanUpper: null,
      median: null,
      p90: null,
      kmMedian: null,
      trend: null,
    });
  });

  it('shows a trend only where its interval excludes zero', () => {
    const before = incidentsOfLengths([100, 110, 120, 130, 90], 8);
    expect(restoreStatistics([...before, ...incidentsOfLengths([10, 11, 12, 13, 9])], 7 * DAY_MS, NOON_MS).trend).toBe('shorter');
    expect(restoreStatistics([...before, ...incidentsOfLengths([1000, 1100, 900])], 7 * DAY_MS, NOON_MS).trend).toBe('longer');
    expect(restoreStatistics([...before, ...incidentsOfLengths([20, 100, 600])], 7 * DAY_MS, NOON_MS).trend).toBeNull();
  });

  it('never has a negative duration', () => {
    const skewed = incidentsOf(
      [fact('firing', { starts: -50, heard: -50 }), fact('resolved', { starts: -50, ends: -60, heard: -40 })],
      DEFAULT_SETTINGS,
      NOON_MS + 60 * MINUTE_MS,
    );
    expect(restoreStatistics(skewed, DAY_MS, NOON_MS + 60 * MINUTE_MS).mean ?? 0).toBeGreaterThanOrEqual(0);
  });
});
