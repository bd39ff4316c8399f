import type { FeatureVerdict } from '../../contract/index.js';
import type { HotExposition, SeriesBlock } from '../../metrics/index.js';
import { fineBinCount, judgedCounts, type FeatureLayout } from '../../profile/index.js';
import { valueViolations } from '../../quality/index.js';
import type { ActiveBaseline } from '../active-baseline.js';
import type { VersionState } from '../version-state.js';
import { exportedBins } from './bin-labels.js';

const METHODS = ['psi', 'missing_rate_difference'] as const;
const CHECKS = ['missing', 'type', 'range', 'unseen_category', 'constant', 'stale'] as const;

/** Number of series that one exported feature takes; the budget is spent in these units. */
export function featureSeriesCost(layout: FeatureLayout): number {
  const bins = layout.isPrivate ? 2 : exportedBins(layout).length;
  return 2 * bins + 2 * METHODS.length + 2 + CHECKS.length;
}

/** One feature of one model version in the exposition. */
export class FeatureFamilies {
  readonly feature: string;
  readonly #index: number;
  readonly #layout: FeatureLayout;
  readonly #values: SeriesBlock;
  readonly #ratios: SeriesBlock;
  readonly #scores: SeriesBlock;
  readonly #thresholds: SeriesBlock;
  readonly #pValue: SeriesBlock;
  readonly #drifted: SeriesBlock;
  readonly #violations: SeriesBlock;

  /** @param index position of the feature in the layout of the active baseline */
  constructor(exposition: HotExposition, state: VersionState, active: ActiveBaseline, index: number) {
    const layout = active.layout.counted[index] as FeatureLayout;
    this.feature = layout.name;
    this.#index = index;
    this.#layout = layout;
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
      METHODS.map((method) => ({ ...labels, method })),
    );
    this.#thresholds = exposition.series(
      'aiops_feature_drift_threshold',
      METHODS.map((method) => ({ ...labels, method })),
    );
    this.#pValue = exposition.series('aiops_feature_drift_p_value', [labels]);
    this.#drifted = exposition.series('aiops_feature_drifted', [labels]);
    this.#violations = exposition.series(
      'aiops_data_quality_violations_total',
      CHECKS.map((check) => ({ ...labels, check })),
    );
    const counted = active.counted[index];
    if (counted) {
      const { reference, referenceMissing, referenceInvalid } = counted.reference;
      const shares = [...(layout.isPrivate ? [] : reference), referenceMissing, referenceInvalid];
      const rows = reference.reduce((sum, count) => sum + count, 0) + referenceMissing + referenceInvalid;
      this.#ratios.values.set(shares.map((count) => (rows > 0 ? count / rows : NaN)));
    }
  }

  refresh(
    state: VersionState,
    counts: Float64Array,
    verdict: FeatureVerdict | undefined,
    active: ActiveBaseline,
    missingThreshold: number,
  ): void {
    const layout = this.#layout;
    const offset = active.layout.offsets[this.#index] as number;
    const bins = fineBinCount(layout);
    const absent = [counts[offset + bins] ?? 0, counts[offset + bins + 1] ?? 0];
    this.#values.values.set(layout.isPrivate ? absent : [...judgedCounts(layout, counts, offset), ...absent]);
    const violations = valueViolations(layout, counts, offset, active.ranges[this.#index] ?? null);
    this.#violations.values.set([
      violations.missing,
      violations.type,
      violations.range,
      violations.unseenCategory,
      state.constantWindows[this.#index] ?? 0,
      state.staleWindows[this.#index] ?? 0,
    ]);
    const { missing } = verdict ?? {};
    const difference =
      missing?.current_ratio != null && missing.reference_ratio != null ? missing.current_ratio - missing.reference_ratio : NaN;
    this.#scores.values.set([verdict?.effect.value ?? NaN, difference]);
    this.#thresholds.values.set([verdict?.effect.threshold ?? NaN, verdict ? missingThreshold : NaN]);
    this.#pValue.values[0] = verdict?.q_value ?? NaN;
    this.#drifted.values[0] = !verdict || verdict.verdict === 'insufficient' ? NaN : Number(verdict.verdict === 'drifted');
  }

  dispose(): void {
    for (const block of [this.#values, this.#ratios, this.#scores, this.#thresholds, this.#pValue, this.#drifted, this.#violations])
      block.dispose();
  }
}
