import type { DriftPolicy, DriftSettings, FeatureVerdict, ModelVerdict, VerdictState } from '../../contract/index.js';
import { tableTotals } from '../feature-table.js';
import { ownEntry } from '../own-entry.js';
import { PREDICTION_STREAK, type Streaks } from '../streaks.js';
import { tallyVerdicts } from '../tally-verdicts.js';
import type { BinnedColumn } from './binned-column.js';
import { judgeBinnedLikeEvidently } from './evidently-binned.js';
import { EVIDENTLY_DRIFT_SHARE } from './evidently-rules.js';
import { judgeBinnedLikeNannyml } from './nannyml-binned.js';

/** The policies of other tools. */
export type PeerPolicy = Exclude<DriftPolicy, 'default'>;

/** One closed window of one model version over fine bins, beside its reference. */
export interface BinnedWindow {
  readonly rows: number;
  readonly features: readonly BinnedColumn[];
  readonly prediction: BinnedColumn | null;
  /** Only `consecutive` and `weights` are looked at: the rest is the policy's own. */
  readonly settings: DriftSettings;
  readonly streaks: Streaks;
}

const JUDGES = { evidently: judgeBinnedLikeEvidently, nannyml: judgeBinnedLikeNannyml } as const;

/**
 * The verdict that another tool's default rules give a window, as far as counts can say it (`exact: false`).
 *
 * Formula: each feature by itself, without correction for many tests and without a floor for small effects, as those tools do. Missing
 *          values are left out before anything is compared, so their growth is no drift; their ratios stand beside the verdict. With
 *          `consecutive: k` as in judgeWindow. Evidently calls the data set drifted from a share of 0.5 of the judged features on.
 * Shape:   counts over the fine bins of the baseline, see BinnedColumn.
 * Errors:  DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT, DRIFT_OUT_OF_RANGE (a negative weight). Never returns NaN.
 */
export function judgeByPolicy(policy: PeerPolicy, { rows, features, prediction, settings, streaks }: BinnedWindow): ModelVerdict {
  const judge = (column: BinnedColumn, key: string): FeatureVerdict =>
    featureVerdict(policy, column, settings.consecutive, ownEntry(streaks, key, 0));
  const verdicts = features.map((column) => judge(column, column.feature));
  const tally = tallyVerdicts(verdicts, settings.weights);
  return {
    policy,
    exact: false,
    ...(policy === 'evidently' && { dataset_drifted: tally.drift_rate === null ? null : tally.drift_rate >= EVIDENTLY_DRIFT_SHARE }),
    ...tally,
    rows,
    features: verdicts,
    prediction: prediction && judge(prediction, PREDICTION_STREAK),
  };
}

function featureVerdict(policy: PeerPolicy, column: BinnedColumn, consecutive: number, before: number): FeatureVerdict {
  const totals = tableTotals(column);
  const { p_value, effect, verdict: alone, reason } = JUDGES[policy](column);
  const isWaiting = alone === 'drifted' && before + 1 < consecutive;
  const verdict: VerdictState = isWaiting ? 'stable' : alone;
  const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
  return {
    feature: column.feature,
    type: column.type,
    n: totals.currentValid,
    statistic: null,
    degrees_of_freedom: null,
    p_value,
    q_value: null,
    effect,
    missing: {
      reference_ratio: ratio(column.referenceMissing, totals.referenceSeen),
      current_ratio: ratio(column.currentMissing, totals.currentSeen),
      p_value: null,
      q_value: null,
      drifted: false,
    },
    window_verdict: alone,
    verdict,
    reason: isWaiting ? `${reason}; this is window ${before + 1} in a row of the ${consecutive} that drift takes` : reason,
    table: {
      bins: [...column.bins],
      reference: [...column.reference],
      current: [...column.current],
      reference_missing: column.referenceMissing,
      current_missing: column.currentMissing,
      reference_invalid: column.referenceInvalid,
      current_invalid: column.currentInvalid,
      policy: column.policy,
    },
  };
}
