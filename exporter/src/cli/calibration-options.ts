import type { Command } from 'commander';
import { DEFAULT_DRIFT_SETTINGS, DEFAULT_FALSE_ALARMS, type FalseAlarmBudget } from '../drift/index.js';
import type { CalibrationRequest } from './calibrate-baseline.js';
import { cliError } from './errors.js';
import { alarmBudget, positiveInteger, windowLength } from './option-values.js';

/** What a person says of a calibration. */
export interface CalibrationFlags {
  time?: string;
  featuresAt?: string;
  window?: number;
  falseAlarms?: FalseAlarmBudget;
  minSamples: number;
  consecutive: number;
}

/** Adds the options that make `baseline build` replay its data. */
export function addCalibrationOptions(command: Command): Command {
  return command
    .option(
      '--window <duration>',
      'calibrate: replay the data in windows of this length, as models.<name>.window has it (needs --time)',
      windowLength,
    )
    .option(
      '--false-alarms <n/time>',
      'alarms without drift that the fitted thresholds allow (default: 1/30d; needs --window)',
      alarmBudget,
    )
    .option('--min-samples <n>', 'drift.min_samples of the model, for the replay', positiveInteger, DEFAULT_DRIFT_SETTINGS.min_samples)
    .option('--consecutive <n>', 'drift.consecutive of the model, for the replay', positiveInteger, DEFAULT_DRIFT_SETTINGS.consecutive);
}

/**
 * What is asked for; null where no calibration is.
 *
 * Errors: CLI_OPTION_MISSING.
 */
export function calibrationRequest(flags: CalibrationFlags): Omit<CalibrationRequest, 'onProgress'> | null {
  const { time, featuresAt, window: windowMs, falseAlarms, minSamples, consecutive } = flags;
  if (windowMs === undefined) {
    if (falseAlarms === undefined) return null;
    throw cliError('CLI_OPTION_MISSING', { command: 'aiops baseline build --false-alarms', option: '--window' });
  }
  if (time === undefined) throw cliError('CLI_OPTION_MISSING', { command: 'aiops baseline build --window', option: '--time' });
  const settings = { ...DEFAULT_DRIFT_SETTINGS, min_samples: minSamples, consecutive };
  return { time, featuresAt, windowMs, budget: falseAlarms ?? DEFAULT_FALSE_ALARMS, settings };
}
