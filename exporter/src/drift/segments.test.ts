import { describe, expect, it } from 'vitest';
import { mulberry32 } from '../../tools/simulation/seeded-random.js';
import type { ModelVerdict } from '../contract/index.js';
import { DEFAULT_DRIFT_SETTINGS } from './default-settings.js';
import type { FeatureTable } from './feature-table.js';
import { judgeWindow, type SegmentTables } from './judge-window.js';
import { nextStreaks } from './streaks.js';

const BINS = 10;
const SEGMENTS = 6;
const FEATURES = 10;
const ROWS = 600;
const REFERENCE_ROWS = 6000;
const WINDOWS = 300;

/** Counts of rows that fall anywhere: nothing drifts. */
function counted(random: () => number, rows: number): number[] {
  const counts = new Array<number>(BINS).fill(0);
  for (let row = 0; row < rows; row++) {
    const bin = Math.floor(random() * BINS);
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

function tableOf(feature: string, reference: readonly number[], current: readonly number[]): FeatureTable {
  const bins = reference.map((_, i) => `b${i}`);
  return {
    feature,
    type: 'numeric',
    bins,
    reference,
    current,
    referenceMissing: 0,
    currentMissing: 0,
    referenceInvalid: 0,
    currentInvalid: 0,
  };
}

const added = (parts: readonly (readonly number[])[]): number[] =>
  Array.from({ length: BINS }, (_, bin) => parts.reduce((sum, part) => sum + (part[bin] as number), 0));

/** A window whose segments add up to the whole, as in the exporter. */
function judged(random: () => number, references: readonly (readonly number[][])[], isDivided: boolean): ModelVerdict {
  const windows = references.map((parts) => parts.map(() => counted(random, ROWS)));
  const name = (f: number): string => `x${f}`;
  const segments = Array.from({ length: SEGMENTS }, (_, s): SegmentTables => ({
    segment: `s${s}`,
    rows: ROWS,
    features: references.map((parts, f) => tableOf(name(f), parts[s] as number[], windows[f]?.[s] as number[])),
  }));
  return judgeWindow({
    rows: ROWS * SEGMENTS,
    features: references.map((parts, f) => tableOf(name(f), added(parts), added(windows[f] as number[][]))),
    prediction: null,
    segments: isDivided ? segments : undefined,
    // Significance alone: the floor for small effects would hide what is tested here.
    settings: { ...DEFAULT_DRIFT_SETTINGS, threshold: 1e-9 },
    streaks: {},
  });
}

describe('segments', () => {
  it('do not raise the rate of false discoveries: windows with any stay at 5 % while nothing drifts', () => {
    const random = mulberry32(20_261_201);
    const falseWindows = { together: 0, apart: 0 };
    for (let window = 0; window < WINDOWS; window++) {
      const references = Array.from({ length: FEATURES }, () => Array.from({ length: SEGMENTS }, () => counted(random, REFERENCE_ROWS)));
      const verdict = judged(random, references, true);
      const parts = verdict.segments ?? [];
      if (verdict.drifted > 0 || parts.some(({ drifted }) => drifted > 0)) falseWindows.together++;
      // What each segment would say with a correction of its own.
      const alone = parts.map(({ features }) =>
        judgeWindow({
          rows: ROWS,
          features: features.map(({ feature, table }) => tableOf(feature, table.reference, table.current)),
          prediction: null,
          settings: { ...DEFAULT_DRIFT_SETTINGS, threshold: 1e-9 },
          streaks: {},
        }),
      );
      if (alone.some(({ drifted }) => drifted > 0)) falseWindows.apart++;
    }
    // The upper end of a 99 % interval around 5 % of 300 windows.
    expect(falseWindows.together / WINDOWS).toBeLessThanOrEqual(0.09);
    expect(falseWindows.apart / WINDOWS).toBeGreaterThan(0.15);
  });

  it('have streaks of their own', () => {
    const even = new Array<number>(BINS).fill(600);
    const moved = even.map((n, bin) => (bin < 5 ? n * 2 : 0));
    const settings = { ...DEFAULT_DRIFT_SETTINGS, consecutive: 2 };
    const window = (streaks: Record<string, number>): ModelVerdict =>
      judgeWindow({
        rows: 6000,
        features: [tableOf('x', even, even)],
        prediction: null,
        segments: [{ segment: 'DE', rows: 6000, features: [tableOf('x', even, moved)] }],
        settings,
        streaks,
      });
    const first = window({});
    expect(first.segments?.[0]).toMatchObject({ drifted: 0, judged: 1 });
    const streaks = nextStreaks(first, {});
    expect(streaks).toEqual({ '["DE","x"]': 1 });
    expect(window(streaks).segments?.[0]).toMatchObject({ drifted: 1, judged: 1, drift_rate: 1 });
    expect(window(streaks).drifted).toBe(0);
  });
});
