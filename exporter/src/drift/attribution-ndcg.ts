import { driftError } from './errors.js';
import { ownEntry } from './own-entry.js';

/** Mean absolute attributions by feature. */
export type Attributions = Readonly<Record<string, number>>;

export interface AttributionNdcg {
  readonly dcg: number;
  /** The DCG of the order that the baseline itself has. */
  readonly idcg: number;
  /** In [0, 1]; 1 for the same order. */
  readonly ndcg: number;
}

/**
 * How well the order of the features by what they contribute now agrees with the order on the reference.
 *
 * Formula: with r = 1, 2, ... the ranks by live attribution, descending: DCG = sum of baseline attribution at rank r / log2(r + 1);
 *          IDCG the same in the order of the baseline; NDCG = DCG / IDCG. Features of equal live attribution share the mean gain
 *          of their group.
 * Shape:   mean absolute attributions of both sides, in any unit and any order of keys. A feature that one side lacks has 0 there: one
 *          that is new takes a rank and gains nothing.
 * Returns: null where there is nothing to compare: a side without features, or a baseline of zeros.
 * Errors:  DRIFT_BAD_COUNT for a negative or infinite mean.
 * Source:  the attribution drift of AWS SageMaker Clarify; ties as scikit-learn's ndcg_score. Golden: attribution-ndcg.json.
 */
export function attributionNdcg(baseline: Attributions, live: Attributions): AttributionNdcg | null {
  requireMeans('reference', baseline);
  requireMeans('current', live);
  if (Object.keys(live).length === 0) return null;
  const names = [...new Set([...Object.keys(baseline), ...Object.keys(live)])];
  const ideal = names.map((name) => ownEntry(baseline, name, 0)).sort((a, b) => b - a);
  const idcg = ideal.reduce((sum, gain, i) => sum + gain * discount(i), 0);
  if (!(idcg > 0)) return null;
  // By name within equal values: the last bit of a sum depends on the order of its terms.
  const ranked = names.map((name) => ({ name, now: ownEntry(live, name, 0), gain: ownEntry(baseline, name, 0) }));
  ranked.sort((a, b) => b.now - a.now || (a.name < b.name ? -1 : 1));
  let dcg = 0;
  for (let from = 0; from < ranked.length;) {
    let to = from;
    let gains = 0;
    for (; to < ranked.length && ranked[to]?.now === ranked[from]?.now; to++) gains += ranked[to]?.gain ?? 0;
    for (let i = from; i < to; i++) dcg += (gains / (to - from)) * discount(i);
    from = to;
  }
  return { dcg, idcg, ndcg: Math.min(1, dcg / idcg) };
}

/** Weight of the rank i + 1. */
function discount(i: number): number {
  return 1 / Math.log2(i + 2);
}

function requireMeans(side: string, means: Attributions): void {
  const position = Object.values(means).findIndex((mean) => !(mean >= 0 && mean < Infinity));
  if (position < 0) return;
  throw driftError('DRIFT_BAD_COUNT', { call: 'attributionNdcg', required: 'mean absolute attributions, finite and >= 0', side, position });
}
