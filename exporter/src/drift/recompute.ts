import type { FeatureVerdict, ModelVerdict, StoredVerdict } from '../contract/index.js';
import { driftError } from './errors.js';
import type { FeatureTable } from './feature-table.js';
import { ndcgOf } from './judge-attributions.js';
import { judgeWindow } from './judge-window.js';

/**
 * Judges a stored verdict again, from its own evidence: the counts, the settings and the streaks it was reached with.
 *
 * Returns: the same bits as `stored.verdict`, if code and record are those of then; a difference is a finding.
 * Errors:  DRIFT_OUT_OF_RANGE for a policy other than `default`: those judge raw samples, which are not stored.
 */
export function recompute(stored: StoredVerdict): ModelVerdict {
  const { verdict, settings, streaks } = stored;
  if (verdict.policy !== 'default') {
    throw driftError('DRIFT_OUT_OF_RANGE', { call: 'recompute', name: 'policy', required: 'to be default', found: verdict.policy });
  }
  return judgeWindow({
    rows: verdict.rows,
    features: verdict.features.map(tableOf),
    prediction: verdict.prediction && tableOf(verdict.prediction),
    settings,
    streaks,
  });
}

/** Whether the attribution drift of a stored verdict follows from its own means, to the bit; true where it holds none. */
export function isAttributionDriftReproduced({ attributions }: StoredVerdict): boolean {
  if (!attributions) return true;
  const { rows, means, baseline, ndcg } = attributions;
  return Object.is(ndcgOf(rows, means, baseline), ndcg);
}

function tableOf({ feature, type, table }: FeatureVerdict): FeatureTable {
  return {
    feature,
    type,
    bins: table.bins,
    reference: table.reference,
    current: table.current,
    referenceMissing: table.reference_missing,
    currentMissing: table.current_missing,
    referenceInvalid: table.reference_invalid,
    currentInvalid: table.current_invalid,
  };
}
