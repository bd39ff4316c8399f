import { VERDICT_STATES, type MetricName } from '../../contract/index.js';
import type { HotExposition, SeriesBlock } from '../../metrics/index.js';
import type { TrafficTotals } from '../../profile/index.js';
import type { VersionState } from '../version-state.js';

const GAUGES = [
  'aiops_drift_rate',
  'aiops_drift_rate_weighted',
  'aiops_attribution_drift_ndcg',
  'aiops_drifted_features',
  'aiops_judged_features',
  'aiops_insufficient_features',
  'aiops_prediction_drift_score',
  'aiops_prediction_drift_threshold',
  'aiops_prediction_drift_p_value',
  'aiops_prediction_drifted',
  'aiops_drift_window_samples',
  'aiops_drift_window_end_timestamp_seconds',
] as const satisfies readonly MetricName[];
const MISMATCHES = ['missing_feature', 'extra_feature', 'type_changed'] as const;

/** The verdict of one model version on its last closed window, and the schema's mismatches. */
export class VerdictFamilies {
  /** Series it takes at most. */
  static readonly SERIES = GAUGES.length + VERDICT_STATES.length + MISMATCHES.length;
  readonly #gauges: readonly SeriesBlock[];
  readonly #verdicts: SeriesBlock;
  readonly #mismatches: SeriesBlock;

  constructor(exposition: HotExposition, state: VersionState) {
    const labels = { model: state.model, version: state.version };
    this.#gauges = GAUGES.map((name) => exposition.series(name, [labels]));
    this.#verdicts = exposition.series(
      'aiops_drift_verdicts_total',
      VERDICT_STATES.map((verdict) => ({ ...labels, verdict })),
    );
    this.#mismatches = exposition.series(
      'aiops_schema_mismatch_total',
      MISMATCHES.map((kind) => ({ ...labels, kind })),
    );
  }

  refresh(state: VersionState, traffic: TrafficTotals, typeChanged: number): void {
    const verdict = state.lastVerdict?.verdict ?? null;
    const prediction = verdict?.prediction ?? null;
    const isJudged = prediction !== null && prediction.verdict !== 'insufficient';
    const values: Record<(typeof GAUGES)[number], number> = {
      aiops_drift_rate: verdict?.drift_rate ?? NaN,
      aiops_drift_rate_weighted: verdict?.drift_rate_weighted ?? NaN,
      aiops_attribution_drift_ndcg: state.lastVerdict?.attributions?.ndcg ?? NaN,
      aiops_drifted_features: verdict?.drifted ?? NaN,
      aiops_judged_features: verdict?.judged ?? NaN,
      aiops_insufficient_features: verdict?.insufficient ?? NaN,
      aiops_prediction_drift_score: prediction?.effect.value ?? NaN,
      aiops_prediction_drift_threshold: prediction?.effect.threshold ?? NaN,
      aiops_prediction_drift_p_value: prediction?.p_value ?? NaN,
      aiops_prediction_drifted: isJudged ? Number(prediction.verdict === 'drifted') : NaN,
      aiops_drift_window_samples: state.lastWindow?.rows ?? NaN,
      aiops_drift_window_end_timestamp_seconds: state.lastWindow ? state.lastWindow.endMs / 1000 : NaN,
    };
    GAUGES.forEach((name, i) => this.#gauges[i]?.values.set([values[name]]));
    this.#verdicts.values.set(state.verdictCounts);
    this.#mismatches.values.set([traffic.missingKeys, traffic.extraKeys, typeChanged]);
  }

  dispose(): void {
    for (const block of [...this.#gauges, this.#verdicts, this.#mismatches]) block.dispose();
  }
}
