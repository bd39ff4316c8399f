import type { Baseline, CalibrationSection } from '../baseline/index.js';
import type { DriftSettings } from '../contract/index.js';
import type { ModelSettings } from './model-settings.js';

type Calibrated = Pick<ModelSettings, 'drift' | 'calibration' | 'windowMs' | 'season'>;
type Replayed = Pick<Baseline, 'calibration'>;

/** Why thresholds of a baseline are not used although the settings ask for them; null where they are, or are not asked for. */
export function calibrationGap({ drift, calibration: budget, windowMs, season }: Calibrated, { calibration }: Replayed): string | null {
  if (budget === null) return null;
  const build = `build it with aiops baseline build --time --window${season === null ? '' : ` --season ${season}`}`;
  if (!calibration) return `drift.threshold is auto and the baseline holds no calibration, so ${drift.threshold} is used: ${build}`;
  const found = calibration.budget;
  const isLooser = found.max / found.per_ms > (budget.max / budget.perMs) * (1 + Number.EPSILON);
  const differs = [
    ...(isLooser ? ['another budget (--false-alarms)'] : []),
    ...(isSeasonOf(calibration, season) ? [] : [calibration.season ? `season ${calibration.season}` : 'no season (--season)']),
    ...(calibration.window_ms === windowMs ? [] : ['windows of another length (--window)']),
    ...(calibration.settings.min_samples === drift.min_samples ? [] : ['other min_samples (--min-samples)']),
    ...(calibration.settings.consecutive === drift.consecutive ? [] : ['another consecutive (--consecutive)']),
  ];
  if (differs.length === 0) return null;
  return `drift.threshold is auto and the baseline was calibrated for ${differs.join(' and ')}, so ${drift.threshold} is used: ${build} for these settings`;
}

/**
 * How windows are judged under a baseline: with its fitted thresholds, where the settings ask for them and they fit. What is set by hand for a
 * feature stays.
 */
export function driftUnder(settings: Calibrated, baseline: Replayed): DriftSettings {
  const { calibration: section } = baseline;
  if (settings.calibration === null || !section || calibrationGap(settings, baseline) !== null) return settings.drift;
  return { ...settings.drift, thresholds: { ...section.thresholds, ...settings.drift.thresholds } };
}

/**
 * False alarms a week that the replay of the baseline expects under the settings; NaN where it says nothing about them.
 *
 * With thresholds set by hand it is the figure of the largest replayed threshold that none of them is below: an upper estimate.
 */
export function expectedFalseAlarms(settings: Calibrated, baseline: Replayed): number {
  const { calibration: section } = baseline;
  const { drift, windowMs } = settings;
  if (!section || section.window_ms !== windowMs || !isSeasonOf(section, settings.season)) return NaN;
  const { min_samples, consecutive } = section.settings;
  if (min_samples !== drift.min_samples || consecutive !== drift.consecutive) return NaN;
  const own = Object.values(drift.thresholds);
  if (settings.calibration !== null && calibrationGap(settings, baseline) === null && own.length === 0) return section.expected.per_week;
  const least = Math.min(drift.threshold, ...own);
  return section.uniform.findLast(({ threshold }) => threshold <= least)?.expected.per_week ?? NaN;
}

/** Whether windows were held against the same part of the reference as they are in production. */
function isSeasonOf({ season }: Pick<CalibrationSection, 'season'>, wanted: ModelSettings['season']): boolean {
  return (season ?? null) === wanted;
}
