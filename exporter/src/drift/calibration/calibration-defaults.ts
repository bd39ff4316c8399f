import { DEFAULT_EFFECT_THRESHOLD } from '../default-settings.js';

/**
 * False alarms that a model may raise, and in what time.
 * Why 1 in 30 days: a team that is woken for nothing once a month still looks; at one a week alerts are muted.
 * Too low:   thresholds grow, and real shifts of that size are not reported. Too high: people stop looking.
 * Change it: per model, under drift.false_alarms, together with `aiops baseline build --false-alarms`.
 * Pinned by: calibration/calibrate.test.ts, docs/measurements/false-alarm-budget.md
 */
export const DEFAULT_FALSE_ALARMS = { max: 1, perMs: 30 * 86_400_000 } as const;

/**
 * Fewest windows a reference must be cut into to be replayed.
 * Why 12:    fewer than a dozen values say next to nothing of what is rare, and three of them form the tail.
 * Too low:   the bounds become so wide that no budget is met. Too high: monthly windows need years of data.
 * Change it: not configurable.
 * Pinned by: calibration/calibrate.test.ts
 */
export const MIN_REFERENCE_WINDOWS = 12;

/** A fitted threshold is never below it: a steady feature must not page for a shift that no model notices (default-settings.ts). */
export const THRESHOLD_FLOOR = DEFAULT_EFFECT_THRESHOLD;

/**
 * A fitted threshold is never above it.
 * Why 1:     the PSI of a normal feature that moved by one standard deviation. Who must let that pass has no alarm left.
 * Too low:   features that wander by nature cannot be kept within any budget. Too high: the budget is kept by not looking.
 * Change it: not configurable; a threshold set by hand may be higher.
 * Pinned by: calibration/calibrate.test.ts
 */
export const THRESHOLD_CAP = 1;

/**
 * Confidence of the one-sided bound of the expected alarms that is held against the budget.
 * Why 0.9:   the budget is a promise about an expectation that a few weeks of data tell only roughly. The estimate alone would break
 *            it in every second model; 0.99 raises thresholds for features of which nothing is wrong.
 * Change it: not configurable.
 * Pinned by: docs/measurements/false-alarm-budget.md (how often the budget is kept in simulation)
 */
export const BUDGET_CONFIDENCE = 0.9;
