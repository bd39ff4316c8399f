import type { DriftSettings } from '../../contract/index.js';
import { driftError } from '../errors.js';
import { MIN_REFERENCE_WINDOWS } from './calibration-defaults.js';
import { dependenceLength } from './dependence-length.js';
import { fitThresholds, rateAtThreshold, type FittedThresholds, type ThresholdQuestion } from './fit-thresholds.js';
import { heldSeries } from './held-series.js';
import { leaveBlockOut, type ReplayedFeature } from './leave-block-out.js';
import { judgedOf, type ReferenceWindows } from './reference-windows.js';
import type { RunRate } from './run-rate.js';

/** False alarms that a model may raise, and in what time. */
export interface FalseAlarmBudget {
  readonly max: number;
  readonly perMs: number;
}

/** What a replay of the reference says of the alarms that it would raise without any drift. Rates are per window. */
export interface Calibration {
  /** Windows that were left out together. */
  readonly blockLength: number;
  /** In the order of judgedOf. */
  readonly replayed: readonly ReplayedFeature[];
  readonly fitted: FittedThresholds;
  /** With one threshold for all, ascending. */
  readonly uniform: readonly { readonly threshold: number; readonly rate: RunRate }[];
}

/** Thresholds whose expected alarms are kept beside the fitted ones, for models that set theirs by hand. */
export const UNIFORM_THRESHOLDS = [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 1] as const;

/**
 * Replays a reference against itself, window by window, and fits the thresholds that keep a budget of false alarms.
 *
 * An alarm: a run of windows in each of which at least one feature, or the prediction, counts as drifted under the default policy, counted once. An
 *          alert that asks for more (a share of the features, a duration) fires no more often.
 * Formula: leaveBlockOut over blocks of dependenceLength, heldSeries for `consecutive`, then fitThresholds. The test (q < fdr) is left out of the
 *          expectation: it can only make alarms rarer, and where rows depend on each other it rejects everything.
 * Season:  where the reference knows its pools, every window is held against its like.
 * Shape:   at least 12 windows.
 * Errors:  DRIFT_OUT_OF_RANGE (too few windows, a budget that is not above 0).
 * Source:  docs/measurements/false-alarm-budget.md for how well the budget is kept.
 */
export function calibrate(reference: ReferenceWindows, settings: DriftSettings, budget: FalseAlarmBudget): Calibration {
  const windows = reference.rows.length;
  const outOfRange = (name: string, required: string, found: number): Error =>
    driftError('DRIFT_OUT_OF_RANGE', { call: 'calibrate', name, required, found });
  if (windows < MIN_REFERENCE_WINDOWS) throw outOfRange('number of windows', `>= ${MIN_REFERENCE_WINDOWS}`, windows);
  if (!(budget.max > 0 && budget.perMs > 0)) throw outOfRange('budget', 'above 0', Math.min(budget.max, budget.perMs));
  const judged = judgedOf(reference);
  const { min_samples: minSamples, consecutive } = settings;
  const { pools } = reference;
  const blockLength = dependenceLength(judged.map((feature) => leaveBlockOut(feature, { blockLength: 1, minSamples, pools }).effects));
  const replayed = judged.map((feature) => leaveBlockOut(feature, { blockLength, minSamples, pools }));
  const question: ThresholdQuestion = {
    replayed: replayed.map(({ feature, effects, growths }) => ({
      feature,
      effects: heldSeries(effects, consecutive),
      growths: heldSeries(growths, consecutive),
    })),
    windows,
    blockLength,
    missingThreshold: settings.missing_threshold,
    budget: Math.min(1, (budget.max * reference.windowMs) / budget.perMs),
  };
  return {
    blockLength,
    replayed,
    fitted: fitThresholds(question),
    uniform: UNIFORM_THRESHOLDS.map((threshold) => ({ threshold, rate: rateAtThreshold(question, threshold) })),
  };
}
