import type { FeatureVerdict, ModelVerdict, StoredVerdict } from '../contract/index.js';
import { driftError } from './errors.js';
import type { FeatureTable } from './feature-table.js';
import { ndcgOf } from './judge-attributions.js';
import { judgeWindow } from './judge-window.js';
import type { BinnedColumn } from './policies/binned-column.js';
import { judgeByPolicy } from './policies/judge-by-policy.js';

/**
 * Judges a stored verdict again, from its own evidence: the counts, the settings and the streaks it was reached with.
 *
 * Returns: the same bits as `stored.verdict`, if code and record are those of then; a difference is a finding.
 * Errors:  DRIFT_OUT_OF_RANGE for a verdict of another policy whose evidence lacks what that policy asks for.
 */
export function recompute(stored: StoredVerdict): ModelVerdict {
  const { verdict, settings, streaks } = stored;
  const { policy, rows, features, prediction } = verdict;
  if (policy === 'default') {
    const segments = verdict.segments?.map((part) => ({ ...part, features: part.features.map(tableOf) }));
    return judgeWindow({
      rows,
      features: features.map(tableOf),
      prediction: prediction && tableOf(prediction),
      segments,
      settings,
      streaks,
    });
  }
  const columns = features.map(columnOf);
  return judgeByPolicy(policy, { rows, features: columns, prediction: prediction && columnOf(prediction), settings, streaks });
}

function columnOf(feature: FeatureVerdict): BinnedColumn {
  const { policy } = feature.table;
  if (!policy) {
    throw driftError('DRIFT_OUT_OF_RANGE', { call: 'recompute', name: 'table.policy', required: 'for this policy', found: 'nothing' });
  }
  return { ...tableOf(feature), policy };
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
