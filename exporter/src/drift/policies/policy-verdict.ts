import type { FeatureVerdict, VerdictState } from '../../contract/index.js';

/** What a policy of another tool says about one column; without evidence, because it is not a function of binned counts. */
export interface PolicyVerdict {
  readonly feature: string;
  readonly type: 'numeric' | 'categorical';
  /** Values of the current column that were looked at. */
  readonly n: number;
  readonly p_value: number | null;
  readonly effect: FeatureVerdict['effect'];
  readonly verdict: VerdictState;
}
