import { THRESHOLD_CAP, THRESHOLD_FLOOR } from './calibration-defaults.js';
import type { ReplayedFeature } from './leave-block-out.js';
import { runRate, type RunRate } from './run-rate.js';
import { TailLevel } from './tail-level.js';

/** A replay, ready for thresholds to be tried on it. Series are held for `consecutive` windows already. */
export interface ThresholdQuestion {
  readonly replayed: readonly ReplayedFeature[];
  readonly windows: number;
  readonly blockLength: number;
  readonly missingThreshold: number;
  /** Alarms per window that the model may raise. */
  readonly budget: number;
}

export interface FittedThresholds {
  /** In the order of the features. */
  readonly thresholds: readonly number[];
  /** Alarms per window at these thresholds. */
  readonly rate: RunRate;
  readonly isBudgetMet: boolean;
}

/** Halvings of the search; the thresholds are then fixed to a thousandth of their range. */
const HALVINGS = 12;

/**
 * The smallest thresholds, one a feature, with which the model stays within its budget of alarms.
 *
 * Formula: threshold = the level that the feature's own tail reaches as often as its part of the budget allows (TailLevel), times one
 *          stretch for all features, within floor and cap. The stretch is the smallest at which the upper bound of the model's alarms
 *          (runRate of the largest effect / threshold, or squared growth of a missing rate / its own, of each window, at 1) is within the budget. Each window is judged by levels that were
 *          fitted without its block, so the error of the levels is in the alarms.
 * Returns: thresholds at the cap, and isBudgetMet false, where none below it keep the budget.
 */
export function fitThresholds(question: ThresholdQuestion): FittedThresholds {
  const { replayed, blockLength, budget } = question;
  const wanted = Math.min(0.5, budget / Math.max(1, replayed.length));
  const tails = replayed.map(({ effects }) => new TailLevel(effects, blockLength, wanted));
  const blocks = Math.ceil(question.windows / blockLength);
  const levels = tails.map((tail) => Float64Array.from({ length: blocks }, (_, block) => tail.without(block)));
  const rateAt = (stretch: number): RunRate =>
    modelRate(question, (feature, block) => limited(stretch * (levels[feature]?.[block] as number)));
  const whole = tails.map((tail) => tail.whole());
  const fitted = (stretch: number): FittedThresholds => {
    const rate = rateAt(stretch);
    return { thresholds: whole.map((level) => limited(stretch * level)), rate, isBudgetMet: rate.upper <= budget };
  };
  const atFloor = fitted(0);
  if (atFloor.isBudgetMet) return atFloor;
  const smallest = Math.min(...whole.filter((level) => level > 0), ...levels.flatMap((own) => [...own].filter((level) => level > 0)));
  let high = Number.isFinite(smallest) ? THRESHOLD_CAP / smallest : 1;
  let best = fitted(high);
  if (!best.isBudgetMet) return best;
  for (let low = 0, i = 0; i < HALVINGS; i++) {
    // Small stretches matter most, and the range is as wide as the steadiest feature makes it.
    const middle = low === 0 ? high / 4 : Math.sqrt(low * high);
    const tried = fitted(middle);
    if (tried.isBudgetMet) [high, best] = [middle, tried];
    else low = middle;
  }
  return best;
}

/** Alarms per window of the model with one threshold for all features. */
export function rateAtThreshold(question: ThresholdQuestion, threshold: number): RunRate {
  return modelRate(question, () => threshold);
}

/** Alarms per window: runs of windows in which an effect reaches its threshold, or a missing rate grows by its own. */
function modelRate(
  { replayed, windows, blockLength, missingThreshold }: ThresholdQuestion,
  thresholdOf: (feature: number, block: number) => number,
): RunRate {
  const largest = new Float64Array(windows).fill(NaN);
  replayed.forEach(({ effects, growths }, feature) => {
    for (let w = 0; w < windows; w++) {
      const effect = (effects[w] as number) / thresholdOf(feature, Math.floor(w / blockLength));
      const growth = squaredGrowth((growths[w] as number) / missingThreshold);
      const value = Number.isNaN(effect) ? growth : Number.isNaN(growth) ? effect : Math.max(effect, growth);
      if (!Number.isNaN(value) && !((largest[w] as number) >= value)) largest[w] = value;
    }
  });
  return runRate(largest, 1, blockLength);
}

/** A rate varies about normally: its square has the exponential tail that runRate expects. 1 stays 1. */
function squaredGrowth(ratio: number): number {
  return ratio > 0 ? ratio * ratio : ratio;
}

function limited(threshold: number): number {
  return Math.min(THRESHOLD_CAP, Math.max(THRESHOLD_FLOOR, threshold));
}
