import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { multinomialCounts } from '../../../tools/simulation/binomial.js';
import { mulberry32, normals, type Random } from '../../../tools/simulation/seeded-random.js';
import { DEFAULT_DRIFT_SETTINGS } from '../default-settings.js';
import { DEFAULT_FALSE_ALARMS } from './calibration-defaults.js';
import { calibrate } from './calibrate.js';
import { calibrationSection } from './calibration-section.js';
import type { CutFeature, ReferenceWindows } from './reference-windows.js';

const HOUR_MS = 3_600_000;
const BINS = Array.from({ length: 10 }, (_, i) => `b0${i}`);

/** Shares of ten bins of which the upper half gains what the lower half loses. */
const tilted = (tilt: number): number[] => BINS.map((_, i) => 0.1 * (1 + (i < 5 ? -tilt : tilt)));

function feature(name: string, windows: number, random: Random, tiltAt: (w: number) => number, missingAt = (): number => 0): CutFeature {
  const counts = Array.from({ length: windows }, (_, w) => multinomialCounts(1000, tilted(tiltAt(w)), random));
  const missing = Float64Array.from({ length: windows }, missingAt);
  return { feature: name, type: 'numeric', bins: BINS, counts, missing, invalid: new Float64Array(windows) };
}
const cut = (...features: CutFeature[]): ReferenceWindows => {
  const windows = features[0]?.counts.length ?? 0;
  return { windowMs: HOUR_MS, rows: new Array<number>(windows).fill(1000), features, prediction: null };
};
const calm = (windows: number, seed = 1): ReferenceWindows => {
  const random = mulberry32(seed);
  return cut(...['a', 'b', 'c'].map((name) => feature(name, windows, random, () => 0)));
};
const wandering = (swing: number): ReferenceWindows => {
  const random = mulberry32(5);
  const normal = normals(random);
  let state = normal();
  const step = (): number => Math.max(-0.9, Math.min(0.9, swing * (state = 0.9 * state + Math.sqrt(1 - 0.81) * normal())));
  return cut(
    feature('wanders', 672, random, step),
    feature('calm', 672, random, () => 0),
  );
};

describe('calibrate', () => {
  it.each([24, 48, 672])('keeps every threshold at the floor where %i windows are undisturbed, and meets the budget', (windows) => {
    const { fitted } = calibrate(calm(windows), DEFAULT_DRIFT_SETTINGS, DEFAULT_FALSE_ALARMS);
    expect(fitted).toMatchObject({ isBudgetMet: true, thresholds: [0.1, 0.1, 0.1] });
  });

  it('takes 12 windows of a day for enough to promise one alarm in 30 days, and 12 of an hour not for as much at the floor', () => {
    const days = { ...calm(12), windowMs: 24 * HOUR_MS };
    expect(calibrate(days, DEFAULT_DRIFT_SETTINGS, DEFAULT_FALSE_ALARMS).fitted.thresholds).toEqual([0.1, 0.1, 0.1]);
    expect(Math.max(...calibrate(calm(12), DEFAULT_DRIFT_SETTINGS, DEFAULT_FALSE_ALARMS).fitted.thresholds)).toBeGreaterThan(0.1);
  });

  it('raises the threshold of a feature that wanders, leaves the calm one at the floor, and keeps the bound within the budget', () => {
    const { fitted, blockLength } = calibrate(wandering(0.12), DEFAULT_DRIFT_SETTINGS, DEFAULT_FALSE_ALARMS);
    expect(fitted.isBudgetMet).toBe(true);
    expect(fitted.thresholds[0]).toBeGreaterThan(0.2);
    expect(fitted.thresholds[1]).toBe(0.1);
    expect(fitted.rate.upper).toBeLessThanOrEqual(1 / 720);
    expect(blockLength).toBeGreaterThan(4);
  });

  it('raises thresholds no further than the budget asks for', () => {
    const strict = calibrate(wandering(0.12), DEFAULT_DRIFT_SETTINGS, DEFAULT_FALSE_ALARMS).fitted.thresholds[0] as number;
    const loose = calibrate(wandering(0.12), DEFAULT_DRIFT_SETTINGS, { max: 10, perMs: DEFAULT_FALSE_ALARMS.perMs }).fitted.thresholds[0];
    expect(loose).toBeLessThan(strict);
    expect(loose).toBeGreaterThan(0.1);
  });

  it('says that a budget cannot be met where a missing rate jumps by itself, whatever the thresholds', () => {
    const random = mulberry32(2);
    let w = 0;
    const jumps = feature(
      'jumps',
      300,
      random,
      () => 0,
      () => (w++ % 50 === 0 ? 200 : 10),
    );
    expect(calibrate(cut(jumps), DEFAULT_DRIFT_SETTINGS, DEFAULT_FALSE_ALARMS).fitted).toMatchObject({ isBudgetMet: false });
  });

  it('never fits a threshold above the cap', () => {
    const random = mulberry32(3);
    const flips = feature('flips', 200, random, (w) => (w % 2 === 0 ? 0.95 : -0.95));
    const { fitted } = calibrate(cut(flips), DEFAULT_DRIFT_SETTINGS, DEFAULT_FALSE_ALARMS);
    expect(fitted).toMatchObject({ isBudgetMet: false, thresholds: [1] });
  });

  it('expects fewer alarms at a higher threshold', () => {
    const { uniform } = calibrate(wandering(0.12), DEFAULT_DRIFT_SETTINGS, DEFAULT_FALSE_ALARMS);
    uniform.forEach(({ rate }, i) => {
      if (i > 0) expect(rate.expected).toBeLessThanOrEqual(uniform[i - 1]?.rate.expected as number);
      expect(rate.lower).toBeLessThanOrEqual(rate.expected);
      expect(rate.upper).toBeGreaterThanOrEqual(rate.expected);
    });
  });

  it('needs at least 12 windows', () => {
    expect(() => calibrate(calm(11), DEFAULT_DRIFT_SETTINGS, DEFAULT_FALSE_ALARMS)).toThrow('number of windows >= 12 (found 11)');
  });

  it('gives finite thresholds within floor and cap for any counts, empty windows and bins included', () => {
    const counts = fc.array(fc.nat({ max: 3000 }), { minLength: 3, maxLength: 3 });
    const windows = fc.array(fc.tuple(counts, fc.nat({ max: 500 })), { minLength: 12, maxLength: 40 });
    fc.assert(
      fc.property(windows, fc.integer({ min: 1, max: 3 }), (drawn, consecutive) => {
        const one: CutFeature = {
          feature: 'x',
          type: 'categorical',
          bins: ['p', 'q', 'other'],
          counts: drawn.map(([row]) => row),
          missing: drawn.map(([, missing]) => missing),
          invalid: drawn.map(() => 0),
        };
        const { fitted } = calibrate(cut(one), { ...DEFAULT_DRIFT_SETTINGS, consecutive }, DEFAULT_FALSE_ALARMS);
        expect(fitted.thresholds[0]).toBeGreaterThanOrEqual(0.1);
        expect(fitted.thresholds[0]).toBeLessThanOrEqual(1);
        for (const rate of [fitted.rate.lower, fitted.rate.expected, fitted.rate.upper]) expect(rate).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});

describe('calibrationSection', () => {
  it('counts the alarms of the replay by the policy itself, which are fewer than the windows that reach a threshold', () => {
    const section = calibrationSection(wandering(0.12), DEFAULT_DRIFT_SETTINGS, { max: 20, perMs: DEFAULT_FALSE_ALARMS.perMs });
    const reached = section.course.largest.filter((value) => value !== null && value >= 1).length;
    expect(section.replayed_alarms).toBeGreaterThan(0);
    expect(section.alarming).toEqual([{ feature: 'wanders', windows: expect.any(Number) as number }]);
    expect(reached).toBeGreaterThan(0);
    expect(section.course.largest).toHaveLength(112);
  });

  it('asks for as many windows in a row as the model does: with consecutive 3 fewer alarms are expected', () => {
    const once = calibrationSection(wandering(0.12), DEFAULT_DRIFT_SETTINGS, DEFAULT_FALSE_ALARMS);
    const thrice = calibrationSection(wandering(0.12), { ...DEFAULT_DRIFT_SETTINGS, consecutive: 3 }, DEFAULT_FALSE_ALARMS);
    expect(thrice.uniform[0]?.expected.per_week).toBeLessThan(once.uniform[0]?.expected.per_week as number);
    expect(thrice.thresholds['wanders']).toBeLessThan(once.thresholds['wanders'] as number);
  });
});
