import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { accuracyOf, confusionOf, f1Of, precisionOf, recallOf, specificityOf, type Confusion } from './confusion.js';
import { estimatePerformance } from './estimate-performance.js';
import { isotonicAt, isotonicFit } from './isotonic-regression.js';
import { rocAuc } from './roc-auc.js';

/** What NannyML 0.13.1 estimated and realised on its public example, by month and in 20 chunks (fixtures/peers/README.md). */
interface Chunk {
  readonly period: 'reference' | 'analysis';
  readonly start: number;
  readonly end: number;
}
interface Recorded {
  readonly chunks: Chunk[];
  readonly estimated: Record<string, (number | null)[]>;
  readonly realisedChunks: Chunk[];
  readonly realised: Record<string, (number | null)[]>;
}

const ROOT = new URL('../../../', import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8').trimEnd();
const recorded = JSON.parse(textOf('fixtures/peers/nannyml-california-performance.json')) as Record<string, Recorded>;
/** NannyML rounds sums to 5 digits on its way to the area under the curve. */
const DIGITS = 5;

function columnsOf(name: string): Map<string, Float64Array> {
  const [head = '', ...lines] = textOf(`data/california-housing/california_housing_${name}.csv`).split(/\r?\n/);
  const rows = lines.map((line) => line.split(','));
  return new Map(head.split(',').map((title, i) => [title, Float64Array.from(rows, (row) => Number(row[i]))]));
}

const DATA = { reference: columnsOf('reference'), analysis: columnsOf('analysis') };
const TRUTH = { reference: DATA.reference.get('clf_target'), analysis: columnsOf('analysis_gt').get('clf_target') };
const fitted = isotonicFit(DATA.reference.get('y_pred_proba') ?? [], TRUTH.reference ?? []);

function slice({ period, start, end }: Chunk, name: string): Float64Array {
  return (DATA[period].get(name) as Float64Array).subarray(start, end + 1);
}

function ratiosOf(confusion: Confusion): Record<string, number | null> {
  const { tp, fp, fn, tn } = confusion;
  return {
    accuracy: accuracyOf(confusion),
    precision: precisionOf(confusion),
    recall: recallOf(confusion),
    specificity: specificityOf(confusion),
    f1: f1Of(confusion),
    true_positive: tp,
    false_positive: fp,
    false_negative: fn,
    true_negative: tn,
  };
}

describe.each(['M', 'number_20'])('California housing in chunks (%s)', (how) => {
  const { chunks, estimated, realisedChunks, realised } = recorded[how] as Recorded;

  it('performance is estimated without labels as NannyML estimates it, in every chunk', () => {
    chunks.forEach((chunk, i) => {
      const score = slice(chunk, 'y_pred_proba');
      const calibrated = score.map((p) => isotonicAt(fitted, p));
      const estimate = estimatePerformance(calibrated, score, slice(chunk, 'y_pred'));
      if (!estimate) throw new Error('an empty chunk');
      const got: Record<string, number | null> = { ...ratiosOf(estimate.confusion), roc_auc: estimate.rocAuc };
      for (const [metric, values] of Object.entries(estimated)) expect(got[metric], `${metric} ${i}`).toBeCloseTo(values[i] ?? NaN, DIGITS);
    });
  });

  it('performance with labels is what NannyML realised', () => {
    realisedChunks.forEach((chunk, i) => {
      const actual = (TRUTH[chunk.period] as Float64Array).subarray(chunk.start, chunk.end + 1);
      const confusion = confusionOf(actual, slice(chunk, 'y_pred'));
      const got: Record<string, number | null> = { ...ratiosOf(confusion), roc_auc: rocAuc(actual, slice(chunk, 'y_pred_proba')).value };
      for (const [metric, values] of Object.entries(realised)) {
        const want = values[i];
        // NannyML says 0 where nothing was predicted positive, and nothing where the labels or predictions are all of one class.
        if (got[metric] === null) expect([0, null, undefined]).toContain(want);
        else if (want === null) expect(new Set(actual).size === 1 || new Set(slice(chunk, 'y_pred')).size === 1).toBe(true);
        else expect(got[metric], `${metric} ${i}`).toBeCloseTo(want ?? NaN, 9);
      }
    });
  });
});
