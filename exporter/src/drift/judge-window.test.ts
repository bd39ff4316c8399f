import { describe, expect, it } from 'vitest';
import { modelVerdictSchema, type FeatureVerdict } from '../contract/index.js';
import {
  adjustForManyTests,
  DEFAULT_DRIFT_SETTINGS,
  judgeWindow,
  nextStreaks,
  PREDICTION_STREAK,
  type FeatureTable,
  type WindowInput,
} from './index.js';

const REFERENCE = [5000, 5000, 5000, 5000];

function table(current: number[], changes: Partial<FeatureTable> = {}): FeatureTable {
  const reference = changes.reference ?? REFERENCE;
  return {
    feature: 'income',
    type: 'numeric',
    bins: reference.map((_, i) => `b0${i}`),
    reference,
    current,
    referenceMissing: 0,
    currentMissing: 0,
    referenceInvalid: 0,
    currentInvalid: 0,
    ...changes,
  };
}

function judge(features: FeatureTable[], changes: Partial<WindowInput> = {}) {
  return judgeWindow({ rows: 1000, features, prediction: null, settings: DEFAULT_DRIFT_SETTINGS, streaks: {}, ...changes });
}

function only(feature: FeatureTable, changes: Partial<WindowInput> = {}): FeatureVerdict {
  return judge([feature], changes).features[0] as FeatureVerdict;
}

const settings = (changes: Partial<WindowInput['settings']>): Partial<WindowInput> => ({
  settings: { ...DEFAULT_DRIFT_SETTINGS, ...changes },
});
const STILL = [250, 250, 250, 250];
const MOVED = [500, 300, 150, 50];

describe('the verdict of a feature', () => {
  it('is reached at the minimum of valid values and "insufficient" one value below it, with every number null', () => {
    expect(only(table([200, 150, 100, 50])).verdict).toBe('drifted');
    const below = only(table([200, 150, 100, 49]));
    expect(below).toMatchObject({
      verdict: 'insufficient',
      n: 499,
      statistic: null,
      p_value: null,
      q_value: null,
      effect: { value: null, threshold: 0.1 },
    });
    expect(below.reason).toBe('499 valid values, 500 are needed');
  });

  it('does not count missing and invalid values as samples', () => {
    expect(only(table([100, 100, 100, 199], { referenceMissing: 400, currentMissing: 10, currentInvalid: 50 })).verdict).toBe(
      'insufficient',
    );
  });

  it('is drifted at the effect threshold and stable just above it', () => {
    const value = only(table(MOVED)).effect.value ?? NaN;
    expect(only(table(MOVED), settings({ threshold: value })).verdict).toBe('drifted');
    const quiet = only(table(MOVED), settings({ threshold: value + 1e-9 }));
    expect(quiet.verdict).toBe('stable');
    expect(quiet.reason).toContain('a significant but small change');
  });

  it('needs q strictly below the false discovery rate', () => {
    const moved = table([150, 130, 120, 100]);
    const q = only(moved).q_value ?? NaN;
    expect(only(moved, settings({ threshold: 0, fdr: q })).verdict).toBe('stable');
    expect(only(moved, settings({ threshold: 0, fdr: q + 1e-12 })).verdict).toBe('drifted');
  });

  it('uses the threshold of the feature where one is set', () => {
    const verdict = only(table(MOVED), settings({ thresholds: { income: 9 } }));
    expect(verdict).toMatchObject({ verdict: 'stable', effect: { threshold: 9 } });
    expect(only(table(MOVED), settings({ thresholds: { age: 9 } })).verdict).toBe('drifted');
  });

  it('does not take inherited names for settings', () => {
    const verdict = only(table(MOVED, { feature: 'constructor' }));
    expect(verdict).toMatchObject({ verdict: 'drifted', effect: { threshold: 0.1 } });
  });

  it('sees a category that the reference does not have', () => {
    const verdict = only(table([400, 400, 200], { type: 'categorical', bins: ['a', 'b', 'other'], reference: [5000, 5000, 0] }));
    expect(verdict.verdict).toBe('drifted');
  });
});

describe('a constant or empty reference', () => {
  it('is insufficient while the window holds the same one bin', () => {
    const verdict = only(table([1000, 0], { reference: [9000, 0] }));
    expect(verdict).toMatchObject({ verdict: 'insufficient', p_value: null });
    expect(verdict.reason).toContain('lie in one bin');
  });

  it('is drifted once the window holds another value, and says so', () => {
    const verdict = only(table([700, 300], { reference: [9000, 0] }));
    expect(verdict.verdict).toBe('drifted');
    expect(verdict.reason).toMatch(/^the reference is constant and the window holds other values/);
  });

  it('is insufficient without valid reference values, and without any reference rows', () => {
    const missing = only(table(STILL, { reference: [0, 0, 0, 0], referenceMissing: 20_000 }));
    expect(missing).toMatchObject({ verdict: 'insufficient', missing: { reference_ratio: 1, drifted: false } });
    expect(missing.reason).toBe('the reference holds no valid values of this feature');
    const empty = only(table(STILL, { reference: [0, 0, 0, 0] }));
    expect(empty).toMatchObject({ verdict: 'insufficient', missing: { reference_ratio: null, current_ratio: null, p_value: null } });
  });

  it('is insufficient in a window without rows', () => {
    expect(judge([table([0, 0, 0, 0])], { rows: 0 })).toMatchObject({ drift_rate: null, judged: 0, insufficient: 1 });
  });
});

describe('a missing rate', () => {
  it('makes a feature drifted at a growth of the threshold, and not one value below it', () => {
    const grown = (missing: number) =>
      only(
        table([235, 235, 235, 235], {
          referenceMissing: 200,
          reference: [4950, 4950, 4950, 4950],
          currentMissing: missing,
          currentInvalid: 60 - missing,
        }),
      );
    const at = grown(60);
    expect(at).toMatchObject({ verdict: 'drifted', missing: { reference_ratio: 0.01, current_ratio: 0.06, drifted: true } });
    expect(at.reason).toBe('the missing rate grew from 1 % to 6 %');
    expect(grown(59)).toMatchObject({ verdict: 'stable', missing: { drifted: false } });
  });

  it('does not count as drift when it falls', () => {
    const verdict = only(table(STILL, { referenceMissing: 20_000, currentMissing: 0 }));
    expect(verdict.missing.p_value).toBeLessThan(1e-100);
    expect(verdict).toMatchObject({ verdict: 'stable', missing: { drifted: false } });
  });

  it('makes a feature that is missing from the whole window drifted, not insufficient', () => {
    const verdict = only(table([0, 0, 0, 0], { currentMissing: 1000 }));
    expect(verdict).toMatchObject({
      n: 0,
      verdict: 'drifted',
      p_value: null,
      effect: { value: null },
      missing: { current_ratio: 1, drifted: true },
    });
  });

  it('needs min_samples values seen, missing ones included', () => {
    const gone = (rows: number) => only(table([0, 0, 0, 0], { currentMissing: rows }));
    expect(gone(500).verdict).toBe('drifted');
    expect(gone(499)).toMatchObject({ verdict: 'insufficient', missing: { current_ratio: null, p_value: null } });
  });

  it('is not tested where nothing is missing on either side', () => {
    expect(only(table(STILL)).missing).toEqual({ reference_ratio: 0, current_ratio: 0, p_value: null, q_value: null, drifted: false });
  });
});

describe('one family of tests', () => {
  it('adjusts chi-square and missing-rate tests together, and exactly those with a p-value', () => {
    const features = [
      table([260, 250, 245, 245], { feature: 'a', referenceMissing: 300, currentMissing: 19 }),
      table([280, 240, 240, 240], { feature: 'b' }),
      table([100, 100, 100, 100], { feature: 'few' }),
      table([300, 250, 240, 210], { feature: 'c', currentMissing: 3 }),
    ];
    const verdict = judge(features);
    const p = [...verdict.features.map((f) => f.p_value), ...verdict.features.map((f) => f.missing.p_value)].filter((x) => x !== null);
    const q = [...verdict.features.map((f) => f.q_value), ...verdict.features.map((f) => f.missing.q_value)].filter((x) => x !== null);
    expect(p).toHaveLength(5);
    expect(q).toEqual(adjustForManyTests(p));
  });

  it('leaves the prediction out: its q is its p, and it changes no other number', () => {
    const features = [table(MOVED, { feature: 'a' }), table([280, 240, 240, 240], { feature: 'b' })];
    const prediction = table(MOVED, { feature: 'y', currentMissing: 10 });
    const without = judge(features);
    const verdict = judge(features, { prediction });
    expect({ ...verdict, prediction: null }).toEqual(without);
    expect(verdict.prediction).toMatchObject({ verdict: 'drifted', q_value: verdict.prediction?.p_value });
    expect(verdict.prediction?.missing.q_value).toBe(verdict.prediction?.missing.p_value);
  });
});

describe('the drift rate', () => {
  const features = [
    table(MOVED, { feature: 'a' }),
    table(STILL, { feature: 'b' }),
    table(STILL, { feature: 'c' }),
    table([1, 1, 1, 1], { feature: 'few' }),
  ];

  it('is drifted over judged; insufficient features are in neither', () => {
    expect(judge(features)).toMatchObject({ drift_rate: 1 / 3, drifted: 1, judged: 3, insufficient: 1, drift_rate_weighted: null });
  });

  it('is null, never 0, where nothing was judged', () => {
    expect(judge([])).toMatchObject({ drift_rate: null, drift_rate_weighted: null, judged: 0 });
    expect(judge([features[3] as FeatureTable])).toMatchObject({ drift_rate: null, insufficient: 1 });
  });

  it('is weighted over the judged features whose weight is known', () => {
    expect(judge(features, settings({ weights: { a: 3, b: 1, few: 100 } })).drift_rate_weighted).toBe(0.75);
    expect(judge(features, settings({ weights: { few: 100 } })).drift_rate_weighted).toBeNull();
    expect(() => judge(features, settings({ weights: { a: -1 } }))).toThrow(/weight of a >= 0/);
  });
});

describe('consecutive windows', () => {
  const three = settings({ consecutive: 3 });

  it('make a feature drifted in the k-th window in a row and not before', () => {
    const second = only(table(MOVED), { ...three, streaks: { income: 1 } });
    expect(second).toMatchObject({ window_verdict: 'drifted', verdict: 'stable' });
    expect(second.reason).toMatch(/this is window 2 in a row of the 3 that drift takes$/);
    expect(only(table(MOVED), { ...three, streaks: { income: 2 } }).verdict).toBe('drifted');
  });

  it('are counted by nextStreaks: drifted adds, stable ends, insufficient keeps, unknown features are forgotten', () => {
    const features = [
      table(MOVED, { feature: 'moved' }),
      table(STILL, { feature: 'still' }),
      table([1, 1, 1, 1], { feature: 'quiet' }),
      table(MOVED, { feature: '__proto__' }),
    ];
    const verdict = judge(features, { prediction: table(MOVED, { feature: 'moved' }) });
    const next = nextStreaks(verdict, { moved: 4, still: 7, quiet: 2, gone: 1 });
    expect(Object.entries(next)).toEqual([
      ['moved', 5],
      ['quiet', 2],
      ['__proto__', 1],
      [PREDICTION_STREAK, 1],
    ]);
  });

  it('keep the prediction apart from a feature of the same name', () => {
    const verdict = judge([table(STILL)], { ...three, prediction: table(MOVED), streaks: { income: 5, [PREDICTION_STREAK]: 2 } });
    expect(verdict.prediction?.verdict).toBe('drifted');
    expect(judge([table(MOVED)], { ...three, streaks: { [PREDICTION_STREAK]: 5 } }).drifted).toBe(0);
  });
});

describe('bad use', () => {
  it('is refused with the code of the fault', () => {
    const attempt = (changes: Partial<FeatureTable>): unknown => {
      try {
        return only(table(STILL, changes));
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(attempt({ current: [1, 2] })).toBe('DRIFT_LENGTH_MISMATCH');
    expect(attempt({ bins: ['b00'] })).toBe('DRIFT_LENGTH_MISMATCH');
    expect(attempt({ current: [1, 2, -3, 4] })).toBe('DRIFT_BAD_COUNT');
    expect(attempt({ current: [1, 2, 0.5, 4] })).toBe('DRIFT_BAD_COUNT');
    expect(attempt({ currentMissing: NaN })).toBe('DRIFT_BAD_COUNT');
  });
});

it('fits the contract, also for a reference of 10^15 rows', () => {
  const verdict = judge([table(MOVED, { reference: [4e14, 3e14, 2e14, 1e14], referenceMissing: 1e14, currentMissing: 3 })]);
  expect(modelVerdictSchema.parse(verdict)).toEqual(verdict);
});
