import { describe, expect, it } from 'vitest';
import { qualitySettings } from '../../../test/quality/quality-settings.js';
import { mulberry32 } from '../../../tools/simulation/seeded-random.js';
import type { Measure, SegmentQuality } from '../../contract/index.js';
import { wilson } from '../../statistics/index.js';
import { scoreWindow, type PredictionRows, type QualityWindow } from '../index.js';
import { excludingZ } from './excluding-z.js';
import { intoSegments } from './into-segments.js';
import { segmentQuality } from './segment-quality.js';
import { segmentReference } from './segment-reference.js';

type Part = readonly [name: string, right: number, wrong: number, unlabelled?: number];

/** Rows that were predicted right and wrong, by segment. */
function rowsOf(parts: readonly Part[]): PredictionRows {
  const rows = parts.flatMap(([, right, wrong, unlabelled = 0], code) =>
    Array.from({ length: right + wrong + unlabelled }, (_, i) => ({
      code,
      said: i < right ? 1 : 0,
      truth: i < right + wrong ? 1 : NaN,
    })),
  );
  return {
    n: rows.length,
    scores: new Float64Array(rows.length).fill(NaN),
    predictions: { kind: 'amounts', amounts: Float64Array.from(rows, ({ said }) => said) },
    labels: { kind: 'amounts', amounts: Float64Array.from(rows, ({ truth }) => truth) },
    groups: [{ attribute: 'channel', codes: Int32Array.from(rows, ({ code }) => code), names: parts.map(([name]) => name) }],
    lists: null,
  };
}

const SETTINGS = qualitySettings('binary', { metric: 'accuracy', min_samples: 100, margin: 0 });
const groupsOf = (rows: PredictionRows, names: readonly string[]) => intoSegments(rows.groups[0] as PredictionRows['groups'][0], names);

function judged(window: readonly Part[], reference: readonly Part[], settings = SETTINGS, matureFrom = 0): SegmentQuality[] {
  const names = reference.map(([name]) => name);
  const [rows, past] = [rowsOf(window), rowsOf(reference)];
  const references = segmentReference(past, groupsOf(past, names), settings);
  return segmentQuality(rows, { groups: groupsOf(rows, names), references, matureFrom }, settings, null);
}

const states = (found: readonly SegmentQuality[]): string[] => found.map(({ segment, state }) => `${segment} ${state}`);

describe('quality by segment', () => {
  it('names the segment that lost, and no other; rows of no segment are the rest', () => {
    const reference: Part[] = [
      ['web', 1800, 200],
      ['app', 1600, 400],
    ];
    const window: Part[] = [
      ['web', 400, 100],
      ['app', 400, 100],
      ['fax', 70, 30],
    ];
    // The app always had a fifth of its rows wrong; the fax has nothing to be compared with.
    expect(states(judged(window, reference))).toEqual(['web degraded', 'app kept', 'other insufficient']);
  });

  it('is the test whose interval of the difference just reaches the margin', () => {
    const [web] = judged([['web', 400, 100]], [['web', 1800, 200]]);
    const z = excludingZ((at) => {
      const [now, then] = [wilson(400, 500, at), wilson(1800, 2000, 1.959963984540054)];
      if (now?.upper == null || then?.lower == null) return null;
      return 0.1 - Math.hypot(now.upper - 0.8, ((0.9 - then.lower) * at) / 1.959963984540054);
    });
    expect(z).toBeGreaterThan(4);
    // Two tails of the normal law beyond 4.6 and more.
    expect(web?.p_value).toBeLessThan(6e-5);
    expect(web).toMatchObject({ q_value: web?.p_value, expected: 0.9, reference: 'own', predictions: 500, labelled: 500 });
  });

  it('is insufficient under min_samples, and counts for no other segment then', () => {
    const reference: Part[] = [
      ['web', 1800, 200],
      ['app', 1800, 200],
    ];
    const [alone, small] = judged(
      [
        ['web', 430, 70],
        ['app', 0, 99],
      ],
      reference,
    );
    expect(small).toMatchObject({ state: 'insufficient', reason: '99 labelled, 100 are needed', p_value: null, measures: [] });
    expect(alone?.q_value).toBe(alone?.p_value);
    const [, enough] = judged(
      [
        ['web', 430, 70],
        ['app', 0, 100],
      ],
      reference,
    );
    expect(enough?.state).toBe('degraded');
  });

  it('is immature where the segment itself has too few of its labels', () => {
    const window: Part[] = [['web', 100, 300, 600]];
    expect(judged(window, [['web', 1800, 200]], SETTINGS, 0.8)[0]).toMatchObject({ state: 'immature', labelled: 400, measures: [] });
    expect(judged(window, [['web', 1800, 200]], SETTINGS, 0)[0]?.state).toBe('degraded');
  });

  it('takes the chance of a small reference into account', () => {
    const window: Part[] = [['web', 430, 70]];
    expect(judged(window, [['web', 18_000, 2000]])[0]?.state).toBe('degraded');
    // 45 of 50 may as well have been 43.
    expect(judged(window, [['web', 45, 5]])[0]?.state).toBe('kept');
  });

  it('tells a loss of metrics that are better low, and a gain of none', () => {
    const settings = qualitySettings('regression', { metric: 'mae', min_samples: 50, margin: 0.1 });
    const measure = (value: number): Measure => ({ metric: 'mae', value, lower: value - 0.05, upper: value + 0.05, n: 1000 });
    const rows = rowsOf([['web', 100, 0]]);
    const off = (by: number): PredictionRows => ({
      ...rows,
      predictions: { kind: 'amounts', amounts: Float64Array.from({ length: 100 }, (_, i) => 1 + by * (i % 2 ? 1 : 1.2)) },
    });
    const found = (by: number) => {
      const window = off(by);
      return segmentQuality(
        window,
        { groups: groupsOf(window, ['web']), references: [[measure(1)], null], matureFrom: 0 },
        settings,
        null,
      )[0];
    };
    expect([found(1)?.state, found(3)?.state, found(0.1)?.state]).toEqual(['kept', 'degraded', 'kept']);
  });
});

describe('a window with segments', () => {
  const rows = rowsOf([
    ['web', 880, 20],
    ['app', 70, 30],
  ]);
  const measures = (value: number): Measure[] => [{ metric: 'accuracy', value, lower: value, upper: value, n: 1000 }];
  const reference = {
    task: 'binary',
    positive: null,
    rows: 1000,
    measures: measures(0.95),
    chunks: 1,
    chunk_rows: 1000,
    thresholds: [],
    estimate: null,
  } as const satisfies QualityWindow['reference'];
  const segments = { groups: groupsOf(rows, ['web', 'app']), references: [measures(0.95), measures(0.95), null], matureFrom: 0 };
  const window = { rows, settings: SETTINGS, reference, segments, isMature: true };

  it('keeps the state of the whole, and names the segment beside it', () => {
    const { state, reason, segments: parts = [] } = scoreWindow(window);
    expect(state).toBe('kept');
    expect(reason).toMatch(/; degraded segment: app$/);
    expect(states(parts)).toEqual(['web kept', 'app degraded', 'other insufficient']);
  });

  it('compares with the whole reference where that does not tell the segment apart, and says so', () => {
    const parts = scoreWindow({ ...window, segments: { ...segments, references: [null, null, null] } }).segments;
    expect(parts?.map(({ reference: kind, expected }) => [kind, expected])).toEqual([
      ['pooled', 0.95],
      ['pooled', 0.95],
      ['pooled', 0.95],
    ]);
    const expected = scoreWindow({ ...window, reference: null, settings: { ...SETTINGS, expected: 0.9 } }).segments;
    expect(expected?.map(({ reference: kind, expected: value }) => [kind, value])).toEqual(new Array(3).fill(['pooled', 0.9]));
  });

  it('has none before its labels can be taken for complete', () => {
    expect(scoreWindow({ ...window, isMature: false })).not.toHaveProperty('segments');
  });
});

describe('the budget of false discoveries', () => {
  const SEGMENTS = 8;
  const WINDOWS = 200;
  const names = Array.from({ length: SEGMENTS }, (_, s) => `s${s}`);

  /** Answers of which each is right with a chance. */
  const drawn = (random: () => number, n: number, chance: (s: number) => number): Part[] =>
    names.map((name, s) => {
      const right = Array.from({ length: n }, () => random()).filter((u) => u < chance(s)).length;
      return [name, right, n - right];
    });

  it('holds over all segments of a window, where each by its own interval would break it; a loss is found all the same', () => {
    const random = mulberry32(20_261_201);
    const usual = (s: number): number => 0.75 + 0.02 * s;
    let [together, apart, found] = [0, 0, 0];
    for (let window = 0; window < WINDOWS; window++) {
      const reference = drawn(random, 1000, usual);
      const same = judged(drawn(random, 300, usual), reference);
      if (same.some(({ state }) => state === 'degraded')) together++;
      if (same.some(({ p_value: p }) => p !== null && p < 0.05)) apart++;
      const worse = judged(
        drawn(random, 300, (s) => usual(s) - (s === 3 ? 0.15 : 0)),
        reference,
      );
      if (worse.some(({ segment, state }) => segment === 's3' && state === 'degraded')) found++;
    }
    // The upper end of a 99 % interval around 5 % of 200 windows.
    expect(together / WINDOWS).toBeLessThanOrEqual(0.09);
    expect(apart / WINDOWS).toBeGreaterThan(0.12);
    expect(found / WINDOWS).toBeGreaterThan(0.9);
  });
});

describe('excludingZ', () => {
  it('is the root of a falling function, 0 without one, and null without an interval', () => {
    expect(excludingZ((z) => 1.5 - z)).toBeCloseTo(1.5, 3);
    expect(excludingZ((z) => -z)).toBe(0);
    expect(excludingZ(() => null)).toBeNull();
    expect(excludingZ(() => 1)).toBeCloseTo(8.2, 3);
  });
});
