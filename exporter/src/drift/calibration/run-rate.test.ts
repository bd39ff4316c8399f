import { describe, expect, it } from 'vitest';
import { mulberry32, normals } from '../../../tools/simulation/seeded-random.js';
import { dependenceLength } from './dependence-length.js';
import { heldSeries } from './held-series.js';
import { leaveBlockOut } from './leave-block-out.js';
import { runRate } from './run-rate.js';
import { TailLevel } from './tail-level.js';
import { psi } from '../psi.js';

const exponential = (windows: number, seed: number): Float64Array => {
  const random = mulberry32(seed);
  return Float64Array.from({ length: windows }, () => -Math.log(1 - random()));
};

describe('runRate', () => {
  it('counts a run of windows at or above the level once, over windows that are insufficient', () => {
    const series = Float64Array.from({ length: 300 }, (_, w) => [0, 2, 2, NaN, 2, 0][w % 6] as number);
    expect(runRate(series, 1, 1)).toMatchObject({ expected: 50 / 250, how: 'counted' });
  });

  it.each([6, 8, 10])('finds the rate of what is rarer than the series is long: exp(-%i) for independent exponential values', (level) => {
    const rates = Array.from({ length: 60 }, (_, seed) => runRate(exponential(700, seed), level, 1));
    const truth = Math.exp(-level);
    const logs = rates.map(({ expected }) => Math.log(expected / truth)).sort((a, b) => a - b);
    expect(rates.every(({ how }) => how === 'extrapolated')).toBe(true);
    expect(Math.abs(logs[30] as number)).toBeLessThan(1);
    // One-sided at 90 %: of 60 bounds about 6 lie below the truth; 14 would come up once in a thousand times.
    expect(rates.filter(({ upper }) => upper < truth).length).toBeLessThan(14);
    expect(rates.filter(({ lower }) => lower > truth).length).toBeLessThan(14);
  });

  it('widens its bounds where the climbs come together', () => {
    const apart = Float64Array.from({ length: 600 }, (_, w) => (w % 10 === 0 ? 1 + (w % 7) / 10 : 0));
    const together = Float64Array.from(apart, (_, w) => (w < 120 && w % 2 === 0 ? 1 + (w % 7) / 10 : 0));
    const widthOf = (series: Float64Array): number => {
      const { upper, lower } = runRate(series, 1.8, 20);
      return upper / lower;
    };
    expect(widthOf(together)).toBeGreaterThan(3 * widthOf(apart));
  });

  it('expects nothing where nothing was ever seen to vary', () => {
    expect(runRate(new Float64Array(50), 1, 1)).toMatchObject({ expected: 0, upper: 0 });
    expect(runRate(new Float64Array(50).fill(NaN), 1, 1)).toMatchObject({ expected: 0, upper: 0 });
  });
});

describe('TailLevel', () => {
  it('is the level that an exponential series reaches as often as is wanted', () => {
    const levels = Array.from({ length: 40 }, (_, seed) => new TailLevel(exponential(1000, seed), 1, 1e-4).whole());
    const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
    expect(mean).toBeGreaterThan(8.7);
    expect(mean).toBeLessThan(9.7);
  });

  it('forgets a block and the blocks beside it', () => {
    const values = exponential(120, 3);
    for (let w = 40; w < 50; w++) values[w] = 50;
    const tail = new TailLevel(values, 10, 1e-3);
    for (const block of [3, 4, 5]) expect(tail.without(block)).toBeLessThan(20);
    for (const block of [1, 2, 6]) expect(tail.without(block)).toBeGreaterThan(40);
  });

  it('is 0 where no value is known', () => {
    expect(new TailLevel(new Float64Array(20).fill(NaN), 1, 0.01).whole()).toBe(0);
  });
});

describe('dependenceLength', () => {
  it('is 1 for independent windows and grows with their correlation, up to a twelfth of them', () => {
    const normal = normals(mulberry32(1));
    const wander = (rho: number): Float64Array => {
      let state = normal();
      return Float64Array.from({ length: 1200 }, () => (state = rho * state + Math.sqrt(1 - rho * rho) * normal()) ** 2);
    };
    const lengths = [0, 0.5, 0.9, 0.999].map((rho) => dependenceLength([wander(rho), wander(rho), wander(rho)]));
    expect(lengths[0]).toBe(1);
    expect(lengths[1]).toBeLessThan(lengths[2] as number);
    expect(lengths[3]).toBe(100);
    expect(dependenceLength([new Float64Array(30)])).toBe(1);
  });
});

describe('heldSeries', () => {
  it('is the level held for k windows in a row; an insufficient window neither adds to a row nor ends it', () => {
    expect([...heldSeries([3, 1, 2, 2], 2)]).toEqual([NaN, 1, 1, 2]);
    expect([...heldSeries([3, NaN, 2], 2)]).toEqual([NaN, NaN, 2]);
    expect([...heldSeries([3, 1], 1)]).toEqual([3, 1]);
  });
});

describe('leaveBlockOut', () => {
  const counts = Array.from({ length: 9 }, (_, w) => [600 + w, 400]);
  const feature = {
    feature: 'x',
    type: 'numeric',
    bins: ['b00', 'b01'],
    counts,
    missing: counts.map((_, w) => w),
    invalid: counts.map(() => 1),
  } as const;

  it('holds a window against all windows but its block and the blocks beside it', () => {
    const { effects, growths } = leaveBlockOut(feature, { blockLength: 2, minSamples: 500 });
    // Window 0 lies in block 0 (windows 0 and 1); block 1 is left out as well.
    expect(effects[0]).toBe(psi([604 + 605 + 606 + 607 + 608, 2000], [600, 400]));
    const restMissing = 4 + 5 + 6 + 7 + 8;
    expect(growths[0]).toBeCloseTo(0 / 1001 - restMissing / (3030 + 2000 + restMissing + 5), 12);
  });

  it('leaves a window with too few values out', () => {
    expect(leaveBlockOut(feature, { blockLength: 1, minSamples: 2000 }).effects.every((effect) => Number.isNaN(effect))).toBe(true);
  });
});
