import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { qualitySettings } from '../../../test/quality/quality-settings.js';
import type { QualityTask } from '../../contract/index.js';
import { averagePrecision } from '../performance/average-precision.js';
import type { Answers, PredictionRows } from '../performance/prediction-rows.js';
import { ndcgAt, reciprocalRank } from '../performance/ranking-scores.js';
import { rocAuc } from '../performance/roc-auc.js';
import { taskMeasures } from './task-measures.js';

/*
 * scipy and scikit-learn gave vectors for two classes and amounts (fixtures/golden/quality). For many classes and rankings there are the
 * cases by hand in score-window.test.ts, and these: what must be the same, or the definition worked out without any shortcut.
 */

const answers = (values: readonly string[], names: readonly string[]): Answers => ({
  kind: 'classes',
  names,
  codes: Int32Array.from(values, (value) => names.indexOf(value)),
});
const valuesOf = (rows: Partial<PredictionRows>, task: QualityTask): Map<string, number | null> => {
  const n = rows.scores?.length ?? 0;
  const none: Answers = { kind: 'amounts', amounts: new Float64Array(n).fill(NaN) };
  const all = { n, scores: new Float64Array(n), predictions: none, labels: none, groups: [], lists: null, ...rows };
  return new Map(
    taskMeasures(all, qualitySettings(task, { at: 100 }))
      .measures(0)
      .map(({ metric, value }) => [metric, value]),
  );
};
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const close = (found: number | null | undefined, wanted: number, what: string): void => expect(found, what).toBeCloseTo(wanted, 12);

describe('many classes', () => {
  const rows = fc.array(fc.tuple(fc.constantFrom('0', '1'), fc.constantFrom('0', '1')), { minLength: 1, maxLength: 40 });

  it('of which there are two, are the mean of both ways to look at them as positive', () => {
    fc.assert(
      fc.property(rows, (pairs) => {
        const names = ['0', '1'];
        const columns = {
          scores: new Float64Array(pairs.length).fill(NaN),
          labels: answers(
            pairs.map(([label]) => label),
            names,
          ),
          predictions: answers(
            pairs.map(([, said]) => said),
            names,
          ),
        };
        const many = valuesOf(columns, 'multiclass');
        const flipped = (list: Answers): Answers => (list.kind === 'classes' ? { ...list, names: ['1', '0'] } : list);
        const ways = [
          valuesOf(columns, 'binary'),
          valuesOf({ ...columns, labels: flipped(columns.labels), predictions: flipped(columns.predictions) }, 'binary'),
        ];
        for (const metric of ['precision', 'recall', 'f1']) {
          const defined = ways.map((way) => way.get(metric) ?? null).filter((value) => value !== null);
          close(many.get(`${metric}_macro`), mean(defined), metric);
        }
        for (const metric of ['precision_micro', 'recall_micro', 'f1_micro']) expect(many.get(metric)).toBe(many.get('accuracy'));
        close(many.get('accuracy'), ways[0]?.get('accuracy') ?? NaN, 'accuracy');
      }),
    );
  });
});

describe('two classes', () => {
  const rows = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 6 })), { minLength: 2, maxLength: 30 });

  it('the area is the share of pairs in the right order, ties by half, and DeLong agrees with the plain sums', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const [positives, negatives] = [true, false].map((is) => list.filter(([own]) => own === is).map(([, score]) => score));
        const { value, variance } = rocAuc(
          list.map(([is]) => (is ? 1 : 0)),
          list.map(([, score]) => score),
        );
        if (!positives?.length || !negatives?.length) return void expect(value).toBeNull();
        const wins = (a: number, b: number): number => (a > b ? 1 : a === b ? 0.5 : 0);
        const v10 = positives.map((p) => mean(negatives.map((n) => wins(p, n))));
        const v01 = negatives.map((n) => mean(positives.map((p) => wins(p, n))));
        close(value, mean(v10), 'area');
        if (positives.length < 2 || negatives.length < 2) return void expect(variance).toBeNull();
        const spread = (v: readonly number[]): number => v.reduce((sum, x) => sum + (x - mean(v)) ** 2, 0) / (v.length - 1) / v.length;
        close(variance, spread(v10) + spread(v01), 'variance');
      }),
    );
  });

  it('average precision without ties is the mean of the precision at each positive', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }), (order) => {
        const actual = order.map((is) => (is ? 1 : 0));
        const found = averagePrecision(
          actual,
          actual.map((_, i) => -i),
        );
        const precisions = order.flatMap((is, i) => (is ? [mean(actual.slice(0, i + 1))] : []));
        if (precisions.length === 0) expect(found).toBeNull();
        else close(found, mean(precisions), 'average precision');
      }),
    );
  });
});

describe('rankings', () => {
  const list = fc.array(fc.record({ score: fc.integer({ min: 0, max: 2 }), gain: fc.integer({ min: 0, max: 3 }) }), {
    minLength: 1,
    maxLength: 6,
  });
  /** Every order of the items that the scores allow. */
  const ordersOf = <Item extends { score: number }>(items: readonly Item[]): Item[][] => {
    if (items.length === 0) return [[]];
    const best = Math.max(...items.map(({ score }) => score));
    return items.flatMap((item, i) => (item.score < best ? [] : ordersOf(items.filter((_, j) => j !== i)).map((rest) => [item, ...rest])));
  };
  const dcg = (gains: readonly number[], at: number): number =>
    gains.slice(0, at).reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0);

  it('both measures are the mean over all orders that the scores allow', () => {
    fc.assert(
      fc.property(list, fc.integer({ min: 1, max: 7 }), (items, at) => {
        const [scores, gains] = [items.map(({ score }) => score), items.map(({ gain }) => gain)];
        const orders = ordersOf(items).map((order) => order.map(({ gain }) => gain));
        if (gains.every((gain) => gain === 0)) {
          expect([ndcgAt(scores, gains, at), reciprocalRank(scores, gains)]).toEqual([null, null]);
          return;
        }
        const ideal = dcg(
          gains.toSorted((a, b) => b - a),
          at,
        );
        close(ndcgAt(scores, gains, at), mean(orders.map((order) => dcg(order, at) / ideal)), 'ndcg');
        close(reciprocalRank(scores, gains), mean(orders.map((order) => 1 / (1 + order.findIndex((gain) => gain > 0)))), 'mrr');
      }),
    );
  });

  it('are 1 for the best order, and do not change where every score grows by a growing function', () => {
    fc.assert(
      fc.property(list, (items) => {
        const gains = items.map(({ gain }) => gain);
        if (gains.every((gain) => gain === 0)) return;
        expect(ndcgAt(gains, gains, 100)).toBeCloseTo(1, 12);
        expect(reciprocalRank(gains, gains)).toBe(1);
        const scores = items.map(({ score }) => score);
        const grown = scores.map((score) => Math.exp(3 * score) - 7);
        expect(ndcgAt(grown, gains, 3)).toBe(ndcgAt(scores, gains, 3));
        expect(reciprocalRank(grown, gains)).toBe(reciprocalRank(scores, gains));
      }),
    );
  });
});
