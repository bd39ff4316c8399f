import type { FeatureVerdict, ModelVerdict } from '../contract/index.js';
import { driftError } from './errors.js';
import { ownEntry } from './own-entry.js';

/**
 * Sums the verdicts of a window's features.
 *
 * Formula: drift_rate = drifted / judged; insufficient features are in neither; null where nothing was judged.
 *          drift_rate_weighted = the same with weights, over the judged features whose weight is set; null without any.
 * Errors:  DRIFT_OUT_OF_RANGE (a negative weight).
 */
export function tallyVerdicts(
  verdicts: readonly FeatureVerdict[],
  weights: Readonly<Record<string, number>>,
): Pick<ModelVerdict, 'drift_rate' | 'drift_rate_weighted' | 'drifted' | 'judged' | 'insufficient'> {
  const judged = verdicts.filter(({ verdict }) => verdict !== 'insufficient');
  const drifted = judged.filter(({ verdict }) => verdict === 'drifted');
  return {
    drift_rate: judged.length > 0 ? drifted.length / judged.length : null,
    drift_rate_weighted: weightedRate(judged, weights),
    drifted: drifted.length,
    judged: judged.length,
    insufficient: verdicts.length - judged.length,
  };
}

function weightedRate(judged: readonly FeatureVerdict[], weights: Readonly<Record<string, number>>): number | null {
  let all = 0;
  let drifted = 0;
  for (const { feature, verdict } of judged) {
    const weight = ownEntry(weights, feature, 0);
    if (!(weight >= 0 && weight < Infinity)) {
      throw driftError('DRIFT_OUT_OF_RANGE', { call: 'judgeWindow', name: `weight of ${feature}`, required: '>= 0', found: weight });
    }
    all += weight;
    if (verdict === 'drifted') drifted += weight;
  }
  return all > 0 ? drifted / all : null;
}
