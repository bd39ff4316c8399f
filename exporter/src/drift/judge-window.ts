import type { DriftSettings, FeatureVerdict, ModelVerdict, SegmentVerdict, VerdictState } from '../contract/index.js';
import { testDistribution, type DistributionTest } from './distribution-test.js';
import { adjustForManyTests } from './false-discovery.js';
import { tableTotals, type FeatureTable, type TableTotals } from './feature-table.js';
import { tallyVerdicts } from './tally-verdicts.js';
import { testMissingRate, type MissingRateTest } from './missing-rate-test.js';
import { ownEntry } from './own-entry.js';
import { PREDICTION_STREAK, segmentStreak, type Streaks } from './streaks.js';
import { verdictReason } from './verdict-reason.js';

/** One closed window of one model version, beside its reference. */
export interface WindowInput {
  readonly rows: number;
  readonly features: readonly FeatureTable[];
  readonly prediction: FeatureTable | null;
  /** The same features, but for the one that divides, over the rows of each segment. */
  readonly segments?: readonly SegmentTables[] | undefined;
  readonly settings: DriftSettings;
  /** From nextStreaks of the window before; {} for the first. */
  readonly streaks: Streaks;
}

/** The features of the rows of one segment, beside the rows of the reference that belong to it. */
export interface SegmentTables {
  readonly segment: string;
  /** Whether the reference is that of the segment, or of all rows; see segmentVerdictSchema. */
  readonly reference?: SegmentVerdict['reference'];
  readonly rows: number;
  readonly features: readonly FeatureTable[];
}

interface TestedTable {
  readonly table: FeatureTable;
  readonly totals: TableTotals;
  readonly distribution: DistributionTest;
  readonly missing: MissingRateTest;
}

interface Adjusted {
  readonly distribution: number | null;
  readonly missing: number | null;
}

/**
 * The default policy: which features of a window drifted, and the share of those that did.
 *
 * Formula: a feature drifted <=> n >= min_samples and q < fdr and PSI >= its threshold, where n counts its valid values;
 *          or its missing rate grew: values seen >= min_samples, q < fdr and the ratio rose by >= missing_threshold.
 *          q is Benjamini-Hochberg over the chi-square and missing-rate tests of all features of this window together, those
 *          of its segments included, so that segments do not raise the rate of false discoveries; a
 *          test belongs to that family exactly where its p_value is not null. The prediction is judged alone (q = p).
 *          With `consecutive: k` the verdict is drifted only in the k-th drifted window in a row (see nextStreaks).
 *          drift_rate = drifted / judged; insufficient features are in neither; null where nothing was judged.
 *          drift_rate_weighted = the same with weights, over the judged features whose weight is set; null without any.
 * Shape:   counts of reference and window over the same judged bins, see FeatureTable.
 * Errors:  DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT, DRIFT_OUT_OF_RANGE (a negative weight). Never returns NaN.
 * Numbers that were not judged are null: p, q, statistic and effect of an insufficient distribution, and the missing ratios of
 * a window that is too small. The same input gives the same bits on every machine.
 * Source:  docs/measurements/null-simulation.md for what this conjunction does without and with drift.
 */
export function judgeWindow({ rows, features, prediction, segments, settings, streaks }: WindowInput): ModelVerdict {
  const tested = features.map((table) => testTable(table, settings));
  const parts = (segments ?? []).map((segment) => segment.features.map((table) => testTable(table, settings)));
  // All that this window is asked: otherwise each segment would bring its own share of false discoveries.
  const adjusted = adjustTogether([...tested, ...parts.flat()]);
  let next = tested.length;
  const segmentVerdicts = (segments ?? []).map(({ segment, reference, rows: rowsOf }, i): SegmentVerdict => {
    const own = (parts[i] as TestedTable[]).map((one) =>
      featureVerdict(one, adjusted[next++] as Adjusted, settings, ownEntry(streaks, segmentStreak(segment, one.table.feature), 0)),
    );
    return { segment, ...(reference && { reference }), rows: rowsOf, ...segmentTally(own), features: own };
  });
  const verdicts = tested.map((one, i) => featureVerdict(one, adjusted[i] as Adjusted, settings, ownEntry(streaks, one.table.feature, 0)));
  return {
    policy: 'default',
    ...tallyVerdicts(verdicts, settings.weights),
    rows,
    features: verdicts,
    prediction: prediction && judgeAlone(prediction, settings, ownEntry(streaks, PREDICTION_STREAK, 0)),
    ...(segments && { segments: segmentVerdicts }),
  };
}

function segmentTally(verdicts: readonly FeatureVerdict[]): Pick<SegmentVerdict, 'drift_rate' | 'drifted' | 'judged' | 'insufficient'> {
  const { drift_rate, drifted, judged, insufficient } = tallyVerdicts(verdicts, {});
  return { drift_rate, drifted, judged, insufficient };
}

function judgeAlone(table: FeatureTable, settings: DriftSettings, streak: number): FeatureVerdict {
  const tested = testTable(table, settings);
  const { distribution, missing } = tested;
  const own = { distribution: distribution.status === 'ok' ? distribution.pValue : null, missing: missing.pValue };
  return featureVerdict(tested, own, settings, streak);
}

function testTable(table: FeatureTable, { min_samples }: DriftSettings): TestedTable {
  const totals = tableTotals(table);
  return {
    table,
    totals,
    distribution: testDistribution(table, totals, min_samples),
    missing: testMissingRate(table, totals, min_samples),
  };
}

/** One family of tests: those of the distributions, then those of the missing rates. */
function adjustTogether(tested: readonly TestedTable[]): Adjusted[] {
  const pValues = [
    ...tested.map(({ distribution }) => (distribution.status === 'ok' ? distribution.pValue : null)),
    ...tested.map(({ missing }) => missing.pValue),
  ];
  const qValues = adjustForManyTests(pValues.filter((p) => p !== null));
  let next = 0;
  const all = pValues.map((p) => (p === null ? null : (qValues[next++] ?? null)));
  return tested.map((_, i) => ({ distribution: all[i] ?? null, missing: all[tested.length + i] ?? null }));
}

function featureVerdict(
  { table, totals, distribution, missing }: TestedTable,
  q: Adjusted,
  settings: DriftSettings,
  before: number,
): FeatureVerdict {
  const isOk = distribution.status === 'ok';
  const threshold = ownEntry(settings.thresholds, table.feature, settings.threshold);
  const effect: FeatureVerdict['effect'] = { method: 'psi', value: isOk ? distribution.effect : null, threshold };
  const isDistributionDrifted = isOk && q.distribution !== null && q.distribution < settings.fdr && distribution.effect >= threshold;
  const missingVerdict = {
    reference_ratio: missing.referenceRatio,
    current_ratio: missing.currentRatio,
    p_value: missing.pValue,
    q_value: q.missing,
    drifted: hasMissingGrown(missing, q.missing, settings),
  };
  const isDrifted = isDistributionDrifted || missingVerdict.drifted;
  const window_verdict: VerdictState = isDrifted ? 'drifted' : isOk ? 'stable' : 'insufficient';
  const verdict: VerdictState = isDrifted && before + 1 < settings.consecutive ? 'stable' : window_verdict;
  return {
    feature: table.feature,
    type: table.type,
    n: totals.currentValid,
    statistic: isOk ? distribution.statistic : null,
    degrees_of_freedom: isOk ? distribution.df : null,
    p_value: isOk ? distribution.pValue : null,
    q_value: q.distribution,
    effect,
    missing: missingVerdict,
    window_verdict,
    verdict,
    reason: verdictReason({
      settings,
      test: distribution,
      isConstantReference: table.reference.filter((count) => count > 0).length === 1,
      isDistributionDrifted,
      n: totals.currentValid,
      qValue: q.distribution,
      effect,
      missing: missingVerdict,
      windowVerdict: window_verdict,
      streak: before + 1,
    }),
    table: {
      bins: [...table.bins],
      reference: [...table.reference],
      current: [...table.current],
      reference_missing: table.referenceMissing,
      current_missing: table.currentMissing,
      reference_invalid: table.referenceInvalid,
      current_invalid: table.currentInvalid,
    },
  };
}

function hasMissingGrown({ growth }: MissingRateTest, q: number | null, settings: DriftSettings): boolean {
  return growth !== null && q !== null && q < settings.fdr && growth > 0 && growth >= settings.missing_threshold;
}
