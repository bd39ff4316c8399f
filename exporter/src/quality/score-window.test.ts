import { describe, expect, it } from 'vitest';
import type { Measure, QualitySettings, QualityTask } from '../contract/index.js';
import { DEFAULT_MARGIN, DEFAULT_MIN_LABELLED, QUALITY_METRICS, scoreWindow, type Answers, type PredictionRows } from './index.js';

const settingsOf = (task: QualityTask, more: Partial<QualitySettings> = {}): QualitySettings => ({
  task,
  positive: task === 'binary' ? 'yes' : null,
  cut: 0.5,
  metric: 'accuracy',
  margin: DEFAULT_MARGIN,
  expected: null,
  min_samples: 1,
  label_delay_ms: 0,
  label_horizon_ms: 0,
  coverage: 0.8,
  join_sample: 1,
  at: 10,
  fairness: [],
  ...more,
});

const classes = (values: readonly (string | null)[]): Answers => {
  const names = [...new Set(values.filter((value) => value !== null))];
  return { kind: 'classes', names, codes: Int32Array.from(values, (value) => (value === null ? -1 : names.indexOf(value))) };
};
const amounts = (values: readonly number[]): Answers => ({ kind: 'amounts', amounts: Float64Array.from(values) });
const rowsOf = (labels: Answers, predictions: Answers, n: number, more: Partial<PredictionRows> = {}): PredictionRows => ({
  n,
  scores: new Float64Array(n).fill(NaN),
  predictions,
  labels,
  groups: [],
  lists: null,
  ...more,
});
const valuesOf = (measures: readonly Measure[]): Record<string, number | null> =>
  Object.fromEntries(measures.map(({ metric, value }) => [metric, value]));
const measured = (rows: PredictionRows, settings: QualitySettings): Measure[] =>
  scoreWindow({ rows, settings, reference: null, isMature: true }).measures;

describe('measures, worked out by hand', () => {
  it('many classes: a is found in 2 of 3, b in 1 of 2, c in 1 of 1', () => {
    const labels = ['a', 'a', 'a', 'b', 'b', 'c'];
    const said = ['a', 'a', 'b', 'b', 'c', 'c'];
    const found = valuesOf(measured(rowsOf(classes(labels), classes(said), 6), settingsOf('multiclass')));
    expect(found['accuracy']).toBeCloseTo(4 / 6, 15);
    expect(found['recall_macro']).toBeCloseTo((2 / 3 + 1 / 2 + 1) / 3, 15);
    expect(found['precision_macro']).toBeCloseTo((1 + 1 / 2 + 1 / 2) / 3, 15);
    expect(found['f1_macro']).toBeCloseTo((4 / 5 + 1 / 2 + 2 / 3) / 3, 15);
    for (const micro of ['precision_micro', 'recall_micro', 'f1_micro']) expect(found[micro]).toBeCloseTo(4 / 6, 15);
  });

  it('amounts: errors of 1, 0 and 2', () => {
    const found = valuesOf(measured(rowsOf(amounts([1, 2, 3]), amounts([2, 2, 5]), 3), settingsOf('regression', { metric: 'mae' })));
    expect(found).toMatchObject({ mae: 1, bias: 1, r2: -1.5 });
    expect(found['rmse']).toBeCloseTo(Math.sqrt(5 / 3), 15);
    expect(found['mape']).toBeCloseTo((1 + 0 + 2 / 3) / 3, 15);
  });

  it('lists: the relevant item is second, first, and level with another; one list has an item without a label', () => {
    const rows = rowsOf(amounts([0, 1, 0, 1, 0, 1, 0, 1, NaN]), amounts([]), 9, {
      scores: Float64Array.of(0.9, 0.8, 0.7, 0.9, 0.8, 0.5, 0.5, 0.9, 0.1),
      lists: Int32Array.of(0, 0, 0, 1, 1, 2, 2, 3, 3),
    });
    const found = measured(rows, settingsOf('ranking', { metric: 'ndcg' }));
    const second = 1 / Math.log2(3);
    expect(valuesOf(found)['ndcg']).toBeCloseTo((second + 1 + (1 + second) / 2) / 3, 15);
    expect(valuesOf(found)['mrr']).toBeCloseTo((1 / 2 + 1 + 3 / 4) / 3, 15);
    expect(found.map(({ n }) => n)).toEqual([3, 3]);
  });

  it('two classes: rows without a label, and without an answer, count for nothing', () => {
    const labels = ['yes', 'no', null, 'yes', 'no'];
    const said = ['yes', 'no', 'yes', 'no', null];
    const found = valuesOf(measured(rowsOf(classes(labels), classes(said), 5), settingsOf('binary')));
    expect(found).toMatchObject({ precision: 1, recall: 0.5, specificity: 1, roc_auc: null, brier: null });
    expect(found['accuracy']).toBeCloseTo(2 / 3, 15);
    expect(found['f1']).toBeCloseTo(2 / 3, 15);
  });

  it('gives every metric of the catalogue, with a value inside its interval and its range', () => {
    const n = 400;
    const at = Array.from({ length: n }, (_, i) => i);
    const positive = at.map((i) => (i * 7) % 10 < 4);
    const scores = Float64Array.from(at, (i) => (((i * 13) % 100) / 100) * 0.6 + (positive[i] ? 0.35 : 0.02));
    const binary = rowsOf(
      classes(positive.map((is) => (is ? 'yes' : 'no'))),
      classes(at.map((i) => ((scores[i] as number) > 0.5 ? 'yes' : 'no'))),
      n,
      { scores },
    );
    const many = rowsOf(classes(at.map((i) => 'abc'[i % 3] ?? '')), classes(at.map((i) => 'abc'[i % 7 === 0 ? 0 : i % 3] ?? '')), n);
    const amount = rowsOf(amounts(at.map((i) => 1 + (i % 10))), amounts(at.map((i) => 1 + (i % 10) + ((i % 5) - 2) / 4)), n);
    const lists = rowsOf(amounts(at.map((i) => (i % 4 === (i >> 2) % 4 ? 1 : 0))), amounts([]), n, {
      scores,
      lists: Int32Array.from(at, (i) => i >> 2),
    });
    const all = (['binary', 'multiclass', 'regression', 'ranking'] as const).flatMap((task, i) =>
      measured([binary, many, amount, lists][i] as PredictionRows, settingsOf(task)).map((measure) => ({ task, ...measure })),
    );
    expect(all.map(({ task, metric }) => [task, metric])).toEqual(QUALITY_METRICS.map(({ task, name }) => [task, name]));
    for (const { task, metric, value, lower, upper } of all) {
      const { hasInterval, range } = QUALITY_METRICS.find((one) => one.task === task && one.name === metric) ?? {
        hasInterval: null,
        range: [null, null],
      };
      expect(value, metric).not.toBeNull();
      expect(lower !== null && upper !== null, metric).toBe(hasInterval);
      if (lower === null || upper === null) continue;
      expect(lower, metric).toBeLessThanOrEqual(value as number);
      expect(upper, metric).toBeGreaterThanOrEqual(value as number);
      expect(lower, metric).toBeGreaterThanOrEqual(range[0] ?? -Infinity);
      expect(upper, metric).toBeLessThanOrEqual(range[1] ?? Infinity);
    }
  });
});

describe('whether quality was lost', () => {
  const correct = (right: number, n: number): PredictionRows =>
    rowsOf(classes(Array.from({ length: n }, () => 'yes')), classes(Array.from({ length: n }, (_, i) => (i < right ? 'yes' : 'no'))), n);
  const judged = (right: number, n: number, more: Partial<QualitySettings> = {}) =>
    scoreWindow({
      rows: correct(right, n),
      settings: settingsOf('binary', { expected: 0.9, min_samples: DEFAULT_MIN_LABELLED, ...more }),
      reference: null,
      isMature: true,
    });

  it('degraded only where the whole interval lies below what is expected, less the margin', () => {
    // Wilson's upper bounds: 0.8758 for 166 of 200, 0.8801 for 167 of 200; the line is at 0.88.
    expect(judged(166, 200).state).toBe('degraded');
    expect(judged(167, 200).state).toBe('kept');
    expect(judged(166, 200).reason).toMatch(/^accuracy is 0\.83 \[.*\], wholly below 0\.88 \(0\.9 - 0\.02\)$/);
  });

  it('insufficient one row below the minimum, and where there is nothing to compare with', () => {
    expect(judged(100, 199)).toMatchObject({ state: 'insufficient', reason: '199 labelled rows, 200 are needed', measures: [] });
    expect(judged(100, 200, { expected: null }).state).toBe('insufficient');
    expect(judged(100, 200).state).toBe('degraded');
  });

  it('immature while labels may still come, whatever the early ones say', () => {
    const settings = settingsOf('binary', { expected: 0.9 });
    expect(scoreWindow({ rows: correct(1, 500), settings, reference: null, isMature: false })).toMatchObject({
      state: 'immature',
      measures: [],
    });
  });

  it('an error that is better low is degraded above what is expected, plus the margin', () => {
    const rows = rowsOf(amounts(new Array<number>(300).fill(0)), amounts(Array.from({ length: 300 }, (_, i) => 2 + (i % 2) / 10)), 300);
    const settings = settingsOf('regression', { metric: 'mae', margin: 0.5 });
    const stateOf = (expected: number): string =>
      scoreWindow({ rows, settings: { ...settings, expected }, reference: null, isMature: true }).state;
    expect([stateOf(1), stateOf(1.6), stateOf(3)]).toEqual(['degraded', 'kept', 'kept']);
  });
});
