import type { Baseline, BaselineFeature } from '../artefact.js';
import { referenceTable } from '../reference-table.js';
import type { SeasonalCounts } from '../sections/seasons.js';
import { BUCKET_COUNTS } from './buckets.js';
import { localClock } from './local-clock.js';

/** What the section `seasons` claims against the rest of its baseline; null where nothing. */
export function seasonProblem(baseline: Omit<Baseline, 'sha256'>): { readonly key: string; readonly problem: string } | null {
  const { seasons, features, prediction } = baseline;
  if (!seasons) return null;
  const { season, rows, days } = seasons;
  const buckets = BUCKET_COUNTS[season];
  if (!isKnownZone(seasons.timezone)) return { key: 'seasons.timezone', problem: 'is not known to this runtime' };
  for (const [key, list] of Object.entries({ rows, days })) {
    if (list.length !== buckets) return { key: `seasons.${key}`, problem: `needs ${buckets} numbers, one a bucket (found ${list.length})` };
  }
  if (seasons.features.length !== features.length || (seasons.prediction === null) !== (prediction === null)) {
    return { key: 'seasons.features', problem: 'needs the features of the baseline, in their order, and its prediction' };
  }
  for (const [i, feature] of features.entries()) {
    const found = countsProblem(feature, seasons.features[i] as SeasonalCounts, rows);
    if (found) return { key: `seasons.features[${i}]`, problem: found };
  }
  const found = prediction && countsProblem(prediction, seasons.prediction as SeasonalCounts, rows);
  return found ? { key: 'seasons.prediction', problem: found } : null;
}

function isKnownZone(timezone: string): boolean {
  try {
    localClock(timezone);
    return true;
  } catch {
    return false;
  }
}

function countsProblem(feature: BaselineFeature, { counts, missing, invalid }: SeasonalCounts, rows: readonly number[]): string | null {
  const whole = referenceTable(feature).reference;
  if (![counts, missing, invalid].every((list) => list.length === rows.length)) return `needs ${rows.length} buckets`;
  for (const [bucket, bins] of counts.entries()) {
    if (bins.length !== whole.length) return `counts[${bucket}] needs ${whole.length} numbers, one a judged bin (found ${bins.length})`;
    const found = sum(bins) + (missing[bucket] as number) + (invalid[bucket] as number);
    if (found !== rows[bucket]) return `counts[${bucket}] must add up to ${rows[bucket]} rows (found ${found})`;
  }
  const bin = whole.findIndex((all, i) => sum(counts.map((bins) => bins[i] as number)) > all);
  return bin >= 0 ? `counts of bin ${bin} add up to more than its ${whole[bin]} rows` : null;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
