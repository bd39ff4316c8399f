import { meanInterval } from '../intervals/mean-interval.js';
import type { PredictionRows } from '../performance/prediction-rows.js';
import { ndcgAt, reciprocalRank } from '../performance/ranking-scores.js';
import { measureOf, type MeasureTable } from './measure.js';
import { amountsOf } from './regression-measures.js';

/** The lists of a window that are whole: every item has a score and a gain. */
export interface RankingView {
  readonly lists: readonly { readonly scores: number[]; readonly gains: number[] }[];
  readonly at: number;
}

/** A list with an item whose score or label has not come is left out: without it the rank of the others is not known. */
export function rankingView({ n, scores, labels, lists }: PredictionRows, at: number): RankingView {
  const gains = amountsOf(labels, n);
  const found = new Map<number, { scores: number[]; gains: number[] }>();
  const broken = new Set<number>();
  for (let i = 0; i < n; i++) {
    const list = lists?.[i] ?? -1;
    if (list < 0) continue;
    if (Number.isNaN(scores[i]) || Number.isNaN(gains[i])) broken.add(list);
    const own = found.get(list) ?? { scores: [], gains: [] };
    own.scores.push(scores[i] as number);
    own.gains.push(gains[i] as number);
    found.set(list, own);
  }
  return { lists: [...found].flatMap(([list, items]) => (broken.has(list) ? [] : [items])), at };
}

/** The measures of a ranking: means over its lists, which are what the intervals count. */
export const RANKING_MEASURES: MeasureTable<RankingView> = {
  ndcg: ({ lists, at }, z) =>
    meanOver(
      'ndcg',
      lists.map(({ scores, gains }) => ndcgAt(scores, gains, at)),
      z,
    ),
  mrr: ({ lists }, z) =>
    meanOver(
      'mrr',
      lists.map(({ scores, gains }) => reciprocalRank(scores, gains)),
      z,
    ),
};

function meanOver(metric: string, values: readonly (number | null)[], z: number): ReturnType<typeof measureOf> {
  const defined = values.filter((value) => value !== null);
  return measureOf(metric, meanInterval(defined, z, [0, 1]), defined.length);
}
