import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { qualitySettings } from '../../../test/quality/quality-settings.js';
import type { Measure, QualityTask } from '../../contract/index.js';
import type { Answers, PredictionRows } from '../performance/prediction-rows.js';
import { taskMeasures } from './task-measures.js';

/** Vectors computed by scikit-learn (fixtures/golden/quality/generate-measures.py). */
const GOLDEN = new URL('../../../fixtures/golden/quality/', import.meta.url);

interface Case {
  readonly name: string;
  readonly fn: 'multiclass' | 'ranking' | 'specificity' | 'amounts';
  readonly input: {
    readonly labels: readonly string[];
    readonly predictions: readonly string[];
    readonly lists: readonly { readonly scores: readonly number[]; readonly gains: readonly number[] }[];
    readonly at: number;
    readonly y: readonly number[];
    readonly yhat: readonly number[];
  };
  readonly expected: Readonly<Record<string, number>>;
  readonly tolerance: { readonly abs: number; readonly rel: number };
}

const NONE: Answers = { kind: 'amounts', amounts: new Float64Array(0) };
const amounts = (values: readonly number[]): Answers => ({ kind: 'amounts', amounts: Float64Array.from(values) });
function classes(values: readonly string[]): Answers {
  const names = [...new Set(values)];
  return { kind: 'classes', names, codes: Int32Array.from(values, (value) => names.indexOf(value)) };
}

/** The measures of some rows, as a window is scored. */
function measured(task: QualityTask, rows: Partial<PredictionRows> & { n: number }, at = 10): Measure[] {
  const all = { scores: new Float64Array(rows.n).fill(NaN), predictions: NONE, labels: NONE, groups: [], lists: null, ...rows };
  return taskMeasures(all, qualitySettings(task, { at, positive: '1' })).measures(1.96);
}

const MEASURED: Record<Case['fn'], (input: Case['input']) => Measure[]> = {
  multiclass: ({ labels, predictions }) =>
    measured('multiclass', { n: labels.length, labels: classes(labels), predictions: classes(predictions) }),
  ranking: ({ lists, at }) => {
    const scores = Float64Array.from(lists.flatMap((list) => list.scores));
    const rows = { n: scores.length, scores, labels: amounts(lists.flatMap((list) => list.gains)) };
    return measured('ranking', { ...rows, lists: Int32Array.from(lists.flatMap((list, i) => list.scores.map(() => i))) }, at);
  },
  specificity: ({ y, yhat }) => measured('binary', { n: y.length, labels: classes(y.map(String)), predictions: classes(yhat.map(String)) }),
  amounts: ({ y, yhat }) => measured('regression', { n: y.length, labels: amounts(y), predictions: amounts(yhat) }),
};

describe.each(['multiclass', 'ranking', 'more-measures'])('%s', (family) => {
  const { cases } = JSON.parse(readFileSync(new URL(`${family}.json`, GOLDEN), 'utf8')) as { cases: Case[] };

  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, { fn, input, expected, tolerance: { abs, rel } }) => {
    const found = new Map(MEASURED[fn](input).map(({ metric, value }) => [metric, value]));
    for (const [metric, want] of Object.entries(expected)) {
      if (metric === 'n') continue;
      const got = found.get(metric);
      if (Number.isNaN(want)) expect(got, metric).toBeNull();
      else expect(Math.abs((got ?? NaN) - want), `${metric}: got ${got}, want ${want}`).toBeLessThanOrEqual(abs + rel * Math.abs(want));
    }
  });
});
