import type { Baseline } from '../baseline/index.js';
import type { ModelSettings } from './model-settings.js';

/** Why windows are compared with all rows of a baseline although the settings ask for a season; null where they are not. */
export function seasonGap({ season }: Pick<ModelSettings, 'season'>, { seasons }: Pick<Baseline, 'seasons'>): string | null {
  if (season === null || seasons?.season === season) return null;
  const found = seasons ? `is divided by ${seasons.season}` : 'is not divided by season';
  return `the baseline ${found} and drift.season is ${season}, so windows are compared with all its rows: build it with --time and --season ${season}`;
}
