/**
 * Discounted gain of a list as it is ranked, over that of the best ranking.
 *
 * Formula: DCG@k = sum over the first k ranks of gain / log2(rank + 1); NDCG = DCG / DCG of the gains in falling order. Items of one score
 *          share their mean gain, so the answer does not depend on the order in which ties were written.
 * Shape:   scores (higher is first) and gains >= 0 of one list. Null without a gain above 0, and with one below.
 * Source:  Järvelin and Kekäläinen 2002; linear gains and mean ties as scikit-learn's ndcg_score.
 * @example ndcgAt([0.9, 0.8], [0, 1], 10) // 0.6309297535714575
 */
export function ndcgAt(scores: readonly number[], gains: readonly number[], k: number): number | null {
  if (gains.some((gain) => gain < 0) || !gains.some((gain) => gain > 0)) return null;
  const discounts = scores.map((_, i) => (i < k ? 1 / Math.log2(i + 2) : 0));
  const best = [...gains].sort((a, b) => b - a).reduce((sum, gain, i) => sum + gain * (discounts[i] as number), 0);
  let [own, from] = [0, 0];
  for (const tie of tiesOf(scores)) {
    const mean = tie.reduce((sum, i) => sum + (gains[i] as number), 0) / tie.length;
    own += mean * discounts.slice(from, from + tie.length).reduce((sum, discount) => sum + discount, 0);
    from += tie.length;
  }
  return own / best;
}

/**
 * One over the rank of the first relevant item; its expected value over the orders of items of one score.
 *
 * Shape:   as ndcgAt; an item is relevant where its gain is above 0. Null where none is.
 * Source:  Voorhees 1999 (TREC-8) for the measure. Lists without a relevant item are left out, not 0: there is no first one to rank.
 * @example reciprocalRank([0.9, 0.8], [0, 1]) // 0.5
 */
export function reciprocalRank(scores: readonly number[], gains: readonly number[]): number | null {
  let from = 0;
  for (const tie of tiesOf(scores)) {
    const relevant = tie.filter((i) => (gains[i] as number) > 0).length;
    if (relevant > 0) return expectedReciprocal(from, tie.length, relevant);
    from += tie.length;
  }
  return null;
}

/** Of the first of `relevant` items among `size` in random order, behind `from` others. */
function expectedReciprocal(from: number, size: number, relevant: number): number {
  let [sum, noneYet] = [0, 1];
  for (let j = 0; j <= size - relevant; j++) {
    const isNext = relevant / (size - j);
    sum += (noneYet * isNext) / (from + j + 1);
    noneYet *= 1 - isNext;
  }
  return sum;
}

/** Items by falling score, those of one score together. */
function tiesOf(scores: readonly number[]): number[][] {
  const order = [...scores.keys()].sort((a, b) => (scores[b] as number) - (scores[a] as number));
  const ties: number[][] = [];
  for (const i of order) {
    const last = ties.at(-1);
    if (last && scores[last[0] as number] === scores[i]) last.push(i);
    else ties.push([i]);
  }
  return ties;
}
