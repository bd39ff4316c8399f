import type { FeatureVerdict, ModelVerdict } from '../contract/index.js';
import { ownEntry } from './own-entry.js';

/** Key of the prediction among the streaks, which otherwise are keyed by feature. */
export const PREDICTION_STREAK = '(prediction)';

/** Key of a feature in a segment. */
export function segmentStreak(segment: string, feature: string): string {
  return JSON.stringify([segment, feature]);
}

/** Windows in a row in which a feature was drifted by itself; a feature that is not there has 0. */
export type Streaks = Readonly<Record<string, number>>;

/**
 * The streaks after a window.
 *
 * Formula: drifted adds one, stable ends the streak, insufficient leaves it as it is: a quiet night is no news, neither good
 *          nor bad, and must not make a drift start over.
 * Shape:   keyed by feature, the prediction under PREDICTION_STREAK; only those above 0. Features that the verdict does not
 *          hold are forgotten.
 */
export function nextStreaks(verdict: ModelVerdict, streaks: Streaks): Record<string, number> {
  const judged: [string, FeatureVerdict][] = verdict.features.map((feature) => [feature.feature, feature]);
  if (verdict.prediction) judged.push([PREDICTION_STREAK, verdict.prediction]);
  for (const { segment, features } of verdict.segments ?? []) {
    for (const feature of features) judged.push([segmentStreak(segment, feature.feature), feature]);
  }
  const next = judged.map(([key, { window_verdict }]): [string, number] => {
    const before = ownEntry(streaks, key, 0);
    if (window_verdict === 'insufficient') return [key, before];
    return [key, window_verdict === 'drifted' ? before + 1 : 0];
  });
  return Object.fromEntries(next.filter(([, length]) => length > 0));
}
