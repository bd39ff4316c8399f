import type { CalibrationSection } from '../../baseline/index.js';
import type { DriftSettings, Season } from '../../contract/index.js';
import { calibrate, type Calibration, type FalseAlarmBudget } from './calibrate.js';
import { judgedOf, type ReferenceWindows } from './reference-windows.js';
import { replayAlarms } from './replay-alarms.js';
import type { RunRate } from './run-rate.js';

const WEEK_MS = 7 * 86_400_000;
/** Pieces of the course of a replay: about what a terminal shows side by side. */
const PIECES = 120;
/** Features named as alarming. */
const NAMED = 10;
/** Digits that are kept: more would say nothing, and tie the hash of an artefact to the last bit of a logarithm. */
const DIGITS = 6;

export interface SectionOptions {
  /** Rows of the reference that are in no window. */
  readonly rowsWithoutTime?: number;
  /** By which the pools of the reference are divided. */
  readonly season?: Season | undefined;
  /** After each window of the last replay. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Calibrates a reference and puts what was found as it stands in the artefact.
 *
 * Errors: those of calibrate.
 */
export function calibrationSection(
  reference: ReferenceWindows,
  settings: DriftSettings,
  budget: FalseAlarmBudget,
  { rowsWithoutTime = 0, season, onProgress }: SectionOptions = {},
): CalibrationSection {
  const calibration = calibrate(reference, settings, budget);
  const { fitted, blockLength } = calibration;
  const thresholds = Object.fromEntries(judgedOf(reference).map(({ feature }, i) => [feature, rounded(fitted.thresholds[i] as number)]));
  const replayed = replayAlarms(reference, { ...settings, thresholds }, blockLength, onProgress);
  const perWeek = expectedPerWeek(WEEK_MS / reference.windowMs);
  const { min_samples, fdr, missing_threshold, consecutive } = settings;
  return {
    method: 'leave_block_out',
    ...(season && { season }),
    window_ms: reference.windowMs,
    windows: reference.rows.length,
    block_windows: blockLength,
    rows_without_time: rowsWithoutTime,
    settings: { min_samples, fdr, missing_threshold, consecutive },
    budget: { max: budget.max, per_ms: budget.perMs },
    is_budget_met: fitted.isBudgetMet,
    expected: perWeek(fitted.rate),
    replayed_alarms: replayed.alarms,
    thresholds,
    uniform: calibration.uniform.map(({ threshold, rate }) => ({ threshold, expected: perWeek(rate) })),
    course: courseOf(calibration, missing_threshold, reference.rows.length),
    alarming: [...replayed.windowsByFeature]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, NAMED)
      .map(([feature, windows]) => ({ feature, windows })),
  };
}

function expectedPerWeek(windowsPerWeek: number) {
  return ({ expected, lower, upper, how }: RunRate): CalibrationSection['expected'] => ({
    per_week: rounded(expected * windowsPerWeek),
    lower: rounded(lower * windowsPerWeek),
    upper: rounded(upper * windowsPerWeek),
    how,
  });
}

/** The largest effect / threshold, or growth of a missing rate / its own, of each window; then of each piece. */
function courseOf({ replayed, fitted }: Calibration, missingThreshold: number, windows: number): CalibrationSection['course'] {
  const size = Math.ceil(windows / PIECES);
  const largest = new Array<number | null>(Math.ceil(windows / size)).fill(null);
  replayed.forEach(({ effects, growths }, i) => {
    for (let w = 0; w < windows; w++) {
      const piece = Math.floor(w / size);
      for (const value of [(effects[w] as number) / (fitted.thresholds[i] as number), (growths[w] as number) / missingThreshold]) {
        if (!Number.isNaN(value)) largest[piece] = Math.max(0, value, largest[piece] ?? 0);
      }
    }
  });
  return { piece_windows: size, largest: largest.map((value) => (value === null ? null : rounded(value))) };
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
