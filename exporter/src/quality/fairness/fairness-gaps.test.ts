import { describe, expect, it } from 'vitest';
import { mulberry32 } from '../../../tools/simulation/seeded-random.js';
import { qualitySettings } from '../../../test/quality/quality-settings.js';
import type { Measure } from '../../contract/index.js';
import { scoreWindow, type PredictionRows } from '../index.js';
import { wilson } from '../../statistics/index.js';
import { simultaneousZ } from '../intervals/simultaneous-z.js';
import { fairnessGaps } from './fairness-gaps.js';
import { gapInterval } from './gap-interval.js';

/** Rows of some groups: [name, right answers, wrong answers]. */
function rowsOf(groups: readonly (readonly [string, number, number])[], attribute = 'region'): PredictionRows {
  const rows = groups.flatMap(([, right, wrong], code) =>
    Array.from({ length: right + wrong }, (_, i) => ({ code, said: i < right ? 1 : 0 })),
  );
  return {
    n: rows.length,
    scores: new Float64Array(rows.length).fill(NaN),
    predictions: { kind: 'amounts', amounts: Float64Array.from(rows, ({ said }) => said) },
    labels: { kind: 'amounts', amounts: new Float64Array(rows.length).fill(1) },
    groups: [{ attribute, codes: Int32Array.from(rows, ({ code }) => code), names: groups.map(([name]) => name) }],
    lists: null,
  };
}

const SETTINGS = qualitySettings('binary', { metric: 'accuracy', min_samples: 100, fairness: ['region'] });

describe('the gap between groups', () => {
  it('is the difference of the two that differ most; its interval is that of Newcombe for two proportions', () => {
    const [gap] = fairnessGaps(
      rowsOf([
        ['b', 80, 20],
        ['a', 180, 20],
      ]),
      SETTINGS,
    );
    const [low, high] = [wilson(80, 100, simultaneousZ(1)), wilson(180, 200, simultaneousZ(1))];
    expect(gap).toMatchObject({ attribute: 'region', metric: 'accuracy' });
    expect(gap?.gap).toBeCloseTo(0.1, 15);
    expect(gap?.lower).toBeCloseTo(0.1 - Math.hypot(0.9 - (high?.lower ?? NaN), (low?.upper ?? NaN) - 0.8), 12);
    expect(gap?.upper).toBeCloseTo(0.1 + Math.hypot((high?.upper ?? NaN) - 0.9, 0.8 - (low?.lower ?? NaN)), 12);
    expect(gap?.groups.map(({ group, n, value, is_judged }) => [group, n, value, is_judged])).toEqual([
      ['a', 200, 0.9, true],
      ['b', 100, 0.8, true],
    ]);
  });

  it('leaves small groups out, and says so', () => {
    const [gap] = fairnessGaps(
      rowsOf([
        ['a', 180, 20],
        ['b', 160, 40],
        ['c', 0, 99],
      ]),
      SETTINGS,
    );
    expect(gap?.gap).toBeCloseTo(0.1, 15);
    expect(gap?.groups.map(({ group, is_judged }) => [group, is_judged])).toEqual([
      ['a', true],
      ['b', true],
      ['c', false],
    ]);
  });

  it('is null where fewer than two groups can be compared', () => {
    const [gap] = fairnessGaps(
      rowsOf([
        ['a', 180, 20],
        ['b', 50, 49],
      ]),
      SETTINGS,
    );
    expect(gap).toMatchObject({ gap: null, lower: null, upper: null });
  });

  it('is not taken of attributes that nobody named, nor of rows without a group', () => {
    expect(fairnessGaps(rowsOf([['a', 180, 20]], 'age'), SETTINGS)).toEqual([]);
    const rows = rowsOf([['a', 180, 20]]);
    rows.groups[0]?.codes.fill(-1);
    expect(fairnessGaps(rows, SETTINGS)[0]?.groups).toEqual([]);
  });

  it('never begins below 0, and grows wider with the number of groups that it was picked from', () => {
    const pair = [
      ['a', 170, 30],
      ['b', 160, 40],
    ] as const;
    const two = fairnessGaps(rowsOf(pair), SETTINGS)[0];
    const five = fairnessGaps(rowsOf([...pair, ['c', 165, 35], ['d', 165, 35], ['e', 165, 35]]), SETTINGS)[0];
    expect([two?.lower, five?.lower]).toEqual([0, 0]);
    expect(five?.gap).toBe(two?.gap);
    expect(five?.upper).toBeGreaterThan(two?.upper ?? NaN);
  });

  it('excludes 0 in at most 5 % of windows where groups are treated alike', () => {
    const random = mulberry32(3);
    const repeats = 400;
    let wrong = 0;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const groups = ['a', 'b', 'c', 'd'].map((name): [string, number, number] => {
        const right = Array.from({ length: 300 }, () => random()).filter((u) => u < 0.8).length;
        return [name, right, 300 - right];
      });
      if ((fairnessGaps(rowsOf(groups), SETTINGS)[0]?.lower ?? 0) > 0) wrong++;
    }
    // At 5 % more than 33 of 400 are seen in 0.3 % of cases.
    expect(wrong).toBeLessThanOrEqual(33);
  });

  it('is part of the verdict of a window that has measures, and of no other', () => {
    const rows = rowsOf([
      ['a', 180, 20],
      ['b', 160, 40],
    ]);
    const window = { rows, settings: SETTINGS, reference: null };
    expect(scoreWindow({ ...window, isMature: true }).fairness).toHaveLength(1);
    expect(scoreWindow({ ...window, isMature: false }).fairness).toEqual([]);
    expect(scoreWindow({ ...window, settings: { ...SETTINGS, min_samples: 1000 }, isMature: true }).fairness).toEqual([]);
  });
});

describe('the interval of a gap', () => {
  it('needs two groups with intervals', () => {
    const measure = (value: number, lower: number | null): Measure => ({ metric: 'ece', value, lower, upper: lower, n: 9 });
    expect(gapInterval([measure(0.1, 0.1), measure(0.3, null)])).toBeNull();
    expect(gapInterval([measure(0.1, 0.1), measure(0.3, 0.3)])?.value).toBeCloseTo(0.2, 15);
  });
});

describe('simultaneousZ', () => {
  // statistics.NormalDist().inv_cdf(1 - 0.025 / k) of Python 3.
  it.each([
    [1, 1.959963984540054],
    [3, 2.3939797998185104],
    [10, 2.807033768343811],
    [45, 3.260767488420533],
  ])('of %i comparisons', (comparisons, z) => {
    expect(simultaneousZ(comparisons)).toBeCloseTo(z, 6);
  });
});
