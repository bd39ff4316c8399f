import type { DriftPolicy, FeatureVerdict } from '../../contract/index.js';
import type { HotExposition, SeriesBlock } from '../../metrics/index.js';
import { fineBinCount, judgedBinCount, sumIntoJudged, type FeatureLayout } from '../../profile/index.js';
import { valueViolations, type RangeBins } from '../../quality/index.js';
import type { ActiveBaseline } from '../active-baseline.js';
import type { VersionState } from '../version-state.js';
import { exportedBins } from './bin-labels.js';

const MISSING = 'missing_rate_difference';
/** The measures that a policy can judge a feature by, and the missing rate, whose growth is drift under the default policy alone. */
const METHODS = {
  default: ['psi', MISSING],
  evidently: ['ks', 'p_value', 'wasserstein', 'jensen_shannon', MISSING],
  nannyml: ['jensen_shannon', MISSING],
} as const satisfies Record<DriftPolicy, readonly string[]>;
const CHECKS = ['missing', 'type', 'range', 'unseen_category', 'constant', 'stale'] as const;

/** Number of series that one exported feature takes; the budget is spent in these units. */
export function featureSeriesCost(layout: FeatureLayout, policy: DriftPolicy): number {
  const bins = layout.isPrivate ? 2 : judgedBinCount(layout) + 2;
  return 2 * bins + 2 * METHODS[policy].length + 2 + CHECKS.length;
}

/** One feature of one model version in the exposition. */
export class FeatureFamilies {
  readonly #index: number;
  readonly #policy: DriftPolicy;
  readonly #layout: FeatureLayout;
  readonly #offset: number;
  readonly #range: RangeBins | null;
  readonly #values: SeriesBlock;
  readonly #ratios: SeriesBlock;
  readonly #scores: SeriesBlock;
  readonly #thresholds: SeriesBlock;
  readonly #pValue: SeriesBlock;
  readonly #drifted: SeriesBlock;
  readonly #violations: SeriesBlock;
  /** What the baseline expects of each bin, until it is shown: laying out the series must not show anything. */
  #shares: readonly number[] | null;

  /** @param index position of the feature in the layout of the active baseline */
  constructor(exposition: HotExposition, state: VersionState, active: ActiveBaseline, index: number, policy: DriftPolicy) {
    this.#policy = policy;
    const layout = active.layout.counted[index] as FeatureLayout;
    this.#index = index;
    this.#layout = layout;
    this.#offset = active.layout.offsets[index] as number;
    this.#range = active.ranges[index] ?? null;
    const labels = { model: state.model, version: state.version, feature: layout.name };
    const bins = layout.isPrivate ? ['missing', 'invalid'] : exportedBins(layout);
    this.#values = exposition.series(
      'aiops_feature_values_total',
      bins.map((bin) => ({ ...labels, bin })),
    );
    this.#ratios = exposition.series(
      'aiops_baseline_bin_ratio',
      bins.map((bin) => ({ ...labels, bin })),
    );
    this.#scores = exposition.series(
      'aiops_feature_drift_score',
      METHODS[policy].map((method) => ({ ...labels, method })),
    );
    this.#thresholds = exposition.series(
      'aiops_feature_drift_threshold',
      METHODS[policy].map((method) => ({ ...labels, method })),
    );
    this.#pValue = exposition.series('aiops_feature_drift_p_value', [labels]);
    this.#drifted = exposition.series('aiops_feature_drifted', [labels]);
    this.#violations = exposition.series(
      'aiops_data_quality_violations_total',
      CHECKS.map((check) => ({ ...labels, check })),
    );
    this.#shares = sharesOf(active, index);
  }

  refreshCounts({ constantWindows, staleWindows }: VersionState, counts: Float64Array): void {
    const layout = this.#layout;
    const offset = this.#offset;
    const absent = offset + fineBinCount(layout);
    if (this.#shares) this.#ratios.values.set(this.#shares);
    this.#shares = null;
    const { values } = this.#values;
    if (!layout.isPrivate) sumIntoJudged(layout, counts, offset, values);
    values[values.length - 2] = counts[absent] ?? 0;
    values[values.length - 1] = counts[absent + 1] ?? 0;
    const violations = valueViolations(layout, counts, offset, this.#range);
    const checks = this.#violations.values;
    checks[0] = violations.missing;
    checks[1] = violations.type;
    checks[2] = violations.range;
    checks[3] = violations.unseenCategory;
    checks[4] = constantWindows[this.#index] ?? 0;
    checks[5] = staleWindows[this.#index] ?? 0;
  }

  /** @param verdict on the last closed window; undefined when it was not judged */
  refreshVerdict(verdict: FeatureVerdict | undefined, missingThreshold: number): void {
    const { missing } = verdict ?? {};
    const difference =
      missing?.current_ratio != null && missing.reference_ratio != null ? missing.current_ratio - missing.reference_ratio : NaN;
    const [scores, thresholds] = [this.#scores.values, this.#thresholds.values];
    const methods: readonly string[] = METHODS[this.#policy];
    methods.forEach((method, i) => {
      const isUsed = method === verdict?.effect.method;
      scores[i] = isUsed ? (verdict?.effect.value ?? NaN) : NaN;
      thresholds[i] = isUsed ? (verdict?.effect.threshold ?? NaN) : NaN;
    });
    const isDefault = this.#policy === 'default';
    scores[methods.length - 1] = difference;
    thresholds[methods.length - 1] = verdict && isDefault ? missingThreshold : NaN;
    // Other policies do not allow for the number of tests.
    this.#pValue.values[0] = (isDefault ? verdict?.q_value : verdict?.p_value) ?? NaN;
    this.#drifted.values[0] = !verdict || verdict.verdict === 'insufficient' ? NaN : Number(verdict.verdict === 'drifted');
  }

  dispose(): void {
    for (const block of [this.#values, this.#ratios, this.#scores, this.#thresholds, this.#pValue, this.#drifted, this.#violations])
      block.dispose();
  }
}

function sharesOf({ counted }: ActiveBaseline, index: number): number[] {
  const { layout, reference } = counted[index] as ActiveBaseline['counted'][number];
  const absent = [reference.referenceMissing, reference.referenceInvalid];
  const rows = [...reference.reference, ...absent].reduce((sum, count) => sum + count, 0);
  return [...(layout.isPrivate ? [] : reference.reference), ...absent].map((count) => (rows > 0 ? count / rows : NaN));
}
