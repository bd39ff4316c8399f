export { attributionNdcg, type AttributionNdcg, type Attributions } from './attribution-ndcg.js';
export { MIN_ATTRIBUTIONS, judgeAttributions, type AttributionInput } from './judge-attributions.js';
export { chiSquareHomogeneity, type ChiSquareResult } from './chi-square-homogeneity.js';
export { chiSquarePooled } from './chi-square-pooled.js';
export { chiSquareUpperTail } from './chi-square-upper-tail.js';
export { clopperPearsonInterval } from './clopper-pearson-interval.js';
export { DRIFT_ERRORS } from './errors.js';
export { evidentlyShares } from './evidently-shares.js';
export { adjustForManyTests } from './false-discovery.js';
export { hellingerDistance } from './hellinger.js';
export { jensenShannonDistance } from './jensen-shannon.js';
export { ksBinnedTest } from './ks-binned-test.js';
export { ksBinned } from './ks-binned.js';
export { ksDistance, ksDistanceSorted, type KsDistance } from './ks-distance.js';
export { ksTwoSample, type KsResult } from './ks-two-sample.js';
export { kullbackLeibler } from './kullback-leibler.js';
export { lInfinityDistance } from './l-infinity.js';
export { newcombeInterval } from './newcombe-interval.js';
export { twoSidedNormalQuantile, twoSidedNormalTail } from './normal-quantile.js';
export { MIN_EXPECTED_COUNT, poolRareBins, type PooledTable } from './pool-rare-bins.js';
export type { Interval, Proportion } from './proportion.js';
export { psiEvidently } from './psi-evidently.js';
export { psiOfShares } from './psi-of-shares.js';
export { psi, PSI_SMOOTHING } from './psi.js';
export { psiTerms } from './psi-terms.js';
export { quantiles } from './quantiles.js';
export { sortedSample } from './sorted-sample.js';
export { totalVariation } from './total-variation.js';
export { twoProportionTest } from './two-proportion-test.js';
export { wassersteinBinned, type BinScale } from './wasserstein-binned.js';
export { MIN_SCALE, wassersteinDistance, type WassersteinDistance } from './wasserstein.js';
export { wilsonInterval } from './wilson-interval.js';
export {
  DEFAULT_CONSECUTIVE,
  DEFAULT_DRIFT_SETTINGS,
  DEFAULT_EFFECT_THRESHOLD,
  DEFAULT_FDR,
  DEFAULT_MIN_SAMPLES,
  DEFAULT_MISSING_THRESHOLD,
} from './default-settings.js';
export type { FeatureTable } from './feature-table.js';
export { judgeLikeEvidently } from './policies/evidently.js';
export { EVIDENTLY_DRIFT_SHARE } from './policies/evidently-rules.js';
export type { BinnedColumn } from './policies/binned-column.js';
export { judgeByPolicy, type BinnedWindow, type PeerPolicy } from './policies/judge-by-policy.js';
export { chunkDistances } from './policies/nannyml-binned.js';
export { NANNYML_CHUNKS, fitLikeNannyml, judgeLikeNannyml, type NannymlColumn } from './policies/nannyml.js';
export { joinedColumns, type SampleColumn } from './policies/sample-column.js';
export type { PolicyVerdict } from './policies/policy-verdict.js';
export { judgeWindow, type SegmentTables, type WindowInput } from './judge-window.js';
export { isAttributionDriftReproduced, recompute } from './recompute.js';
export { nextStreaks, PREDICTION_STREAK, type Streaks } from './streaks.js';
export { calibrate, UNIFORM_THRESHOLDS, type Calibration, type FalseAlarmBudget } from './calibration/calibrate.js';
export {
  BUDGET_CONFIDENCE,
  DEFAULT_FALSE_ALARMS,
  MIN_REFERENCE_WINDOWS,
  THRESHOLD_CAP,
  THRESHOLD_FLOOR,
} from './calibration/calibration-defaults.js';
export { calibrationSection } from './calibration/calibration-section.js';
export type { CutFeature, ReferenceWindows } from './calibration/reference-windows.js';
