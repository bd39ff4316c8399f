import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CodedError } from '../../contract/index.js';
import { averagePrecision } from './average-precision.js';
import { accuracyOf, confusionOf, f1Of, precisionOf, recallOf } from './confusion.js';
import { estimatePerformance } from './estimate-performance.js';
import { isotonicAt, isotonicFit } from './isotonic-regression.js';
import { brierScore, calibrationError, logLoss } from './probability-scores.js';
import { regressionErrors } from './regression-errors.js';
import { rocAuc } from './roc-auc.js';

/** Vectors computed by scipy, numpy and exact arithmetic; what the keys mean is in fixtures/golden/README.md. */
const GOLDEN = new URL('../../../fixtures/golden/quality/', import.meta.url);
const INSUFFICIENT = { status: 'insufficient' };
const ERRORS: Record<string, string> = {
  empty: 'QUALITY_EMPTY',
  length_mismatch: 'QUALITY_LENGTH_MISMATCH',
  non_finite: 'QUALITY_NOT_FINITE',
};

interface Bound {
  readonly abs: number;
  readonly rel: number;
}
interface Case {
  readonly name: string;
  readonly fn: string;
  readonly input: Record<string, unknown>;
  readonly expected: Record<string, unknown>;
  readonly tolerance: Bound & { readonly fields?: Readonly<Record<string, Bound>> };
}

const list = (value: unknown): number[] => (value as (number | string)[]).map(Number);

const ADAPTERS: Record<string, (input: Case['input']) => Record<string, unknown>> = {
  classification: (input) => {
    const [y, yhat, score] = [list(input['y']), list(input['yhat']), list(input['score'])];
    const confusion = confusionOf(y, yhat);
    const auc = rocAuc(y, score);
    if (y.length === 0) return INSUFFICIENT;
    return {
      n: y.length,
      ...confusion,
      accuracy: accuracyOf(confusion),
      precision: precisionOf(confusion),
      recall: recallOf(confusion),
      f1: f1Of(confusion),
      roc_auc: auc.value,
      average_precision: averagePrecision(y, score),
      log_loss: logLoss(y, score),
      brier: brierScore(y, score),
      ece: calibrationError(y, score),
      auc_variance: auc.variance,
      auc_se: auc.variance === null ? null : Math.sqrt(auc.variance),
    };
  },
  regression: (input) => {
    const y = list(input['y']);
    const errors = regressionErrors(y, list(input['yhat']));
    if (!errors) return INSUFFICIENT;
    const { mapeExcluded, ...others } = errors;
    return { n: y.length, ...others, mape_excluded: mapeExcluded };
  },
  isotonic: (input) => {
    const x = list(input['x']);
    const fit = isotonicFit(x, list(input['y']), input['weights'] === null ? null : list(input['weights']));
    return { fitted: x.map((at) => isotonicAt(fit, at)), predicted: list(input['query']).map((at) => isotonicAt(fit, at)) };
  },
  cbpe: (input) => {
    const p = list(input['p']);
    const estimated = estimatePerformance(p, list(input['score']), list(input['yhat']));
    if (!estimated) return INSUFFICIENT;
    const { confusion, rocAuc: auc } = estimated;
    const ratios = { accuracy: accuracyOf(confusion), precision: precisionOf(confusion), recall: recallOf(confusion), f1: f1Of(confusion) };
    return { n: p.length, ...confusion, ...ratios, roc_auc: auc };
  },
};

function compare(got: unknown, want: unknown, tolerance: Case['tolerance'], key: string): void {
  if (Array.isArray(want)) {
    expect((got as unknown[]).length, `${key}.length`).toBe(want.length);
    want.forEach((item, i) => compare((got as unknown[])[i], item, tolerance, key));
  } else if (typeof want === 'number') {
    const { abs, rel } = tolerance.fields?.[key] ?? tolerance;
    expect(Math.abs((got as number) - want), `${key}: got ${String(got)}, want ${want}`).toBeLessThanOrEqual(abs + rel * Math.abs(want));
  } else expect(got, key).toEqual(want);
}

describe.each(['classification', 'regression', 'isotonic', 'cbpe'])('%s', (family) => {
  const { cases } = JSON.parse(readFileSync(new URL(`${family}.json`, GOLDEN), 'utf8')) as { cases: Case[] };

  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, { fn, input, expected, tolerance }) => {
    const adapter = ADAPTERS[fn];
    if (!adapter) throw new Error(`no adapter for ${fn}`);
    const { error } = expected;
    if (typeof error === 'string') {
      const code = ERRORS[error];
      expect(() => adapter(input)).toThrowError(expect.objectContaining({ code }) as CodedError);
      return;
    }
    const got = adapter(input);
    expect(Object.keys(got).sort()).toEqual(Object.keys(expected).sort());
    for (const [key, want] of Object.entries(expected)) compare(got[key], want, tolerance, key);
  });
});
