import type { PolicyEvidence } from '../../contract/index.js';
import type { FeatureTable } from '../feature-table.js';

/** One feature of a window over the fine bins of its baseline, for the policies of other tools. */
export interface BinnedColumn extends FeatureTable {
  readonly policy: PolicyEvidence;
}

/** What such a policy says of it. `null` numbers could not be computed. */
export interface BinnedJudgement {
  readonly p_value: number | null;
  readonly effect: {
    readonly method: 'ks' | 'p_value' | 'wasserstein' | 'jensen_shannon';
    readonly value: number | null;
    readonly threshold: number;
  };
  readonly verdict: 'drifted' | 'stable' | 'insufficient';
  readonly reason: string;
}
