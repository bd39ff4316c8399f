import type { Baseline, CalibrationSection } from '../baseline/index.js';
import type { DataTable } from '../baseline/io.js';
import type { DriftSettings } from '../contract/index.js';
import { calibrationSection, MIN_REFERENCE_WINDOWS, type FalseAlarmBudget } from '../drift/index.js';
import { cutReference } from './cut-reference.js';
import { durationText } from './duration-text.js';
import { cliError } from './errors.js';
import { count } from './print-number.js';

/** What a calibration takes beside the baseline. */
export interface CalibrationRequest {
  readonly time: string;
  readonly featuresAt?: string | undefined;
  readonly windowMs: number;
  readonly budget: FalseAlarmBudget;
  readonly settings: DriftSettings;
  readonly onProgress: (text: string) => void;
}

/**
 * Cuts the data of a baseline into windows and replays them against each other; by season where the baseline is divided by one.
 *
 * @param table what the baseline was built from
 * Errors: CLI_TOO_FEW_WINDOWS; those of profileColumns.
 */
export async function calibrateBaseline(table: DataTable, baseline: Baseline, request: CalibrationRequest): Promise<CalibrationSection> {
  const { time, featuresAt, windowMs, budget, settings, onProgress } = request;
  const { windows, rowsWithoutTime } = await cutReference(table, baseline, {
    time,
    featuresAt,
    windowMs,
    minSamples: settings.min_samples,
    onProgress: ({ name, done, total }) => onProgress(`${done} of ${total} columns cut into windows (${name})`),
  });
  const found = windows.rows.length;
  if (found < MIN_REFERENCE_WINDOWS) {
    throw cliError('CLI_TOO_FEW_WINDOWS', { path: table.file.path, found, window: durationText(windowMs), least: MIN_REFERENCE_WINDOWS });
  }
  onProgress(`${count(found)} windows: looking for what depends on what`);
  return calibrationSection(windows, settings, budget, {
    rowsWithoutTime,
    season: baseline.seasons?.season,
    onProgress: (done) => onProgress(`${count(done)} of ${count(found)} windows replayed`),
  });
}
