import type { ModelState } from './model-state.js';
import type { VersionState } from './version-state.js';

/** Why the status shows no drift of a model version, and what to do; null where its last window was judged. */
export function whyNoDrift(model: ModelState, version: VersionState): string | null {
  const { bootstrap, settings, baselines } = model;
  if (bootstrap) return `learning a baseline: ${bootstrap.rows} of ${settings.bootstrapRows ?? 0} events`;
  const newest = baselines[baselines.length - 1];
  if (!newest) return 'no baseline: build one with aiops baseline build, or set baseline: { bootstrap: N }';
  const { lastWindow, lastVerdict } = version;
  if (!lastVerdict) {
    if (!lastWindow) return 'no window has closed since the baseline became active';
    if (lastWindow.startMs >= newest.fromMs) return 'the last window was counted in other bins than the settings ask for now';
    return `the baseline judges windows from ${new Date(newest.fromMs).toISOString()} on; none of them has closed`;
  }
  const { verdict } = lastVerdict;
  if (verdict.judged > 0) return null;
  const [first] = verdict.features;
  if (!first) return 'the baseline holds no features: build it from data that has them, or correct map.features';
  const most = Math.max(...verdict.features.map(({ n }) => n));
  const { min_samples } = settings.drift;
  if (settings.policy === 'default' && most < min_samples)
    return `too few values in the last window: at most ${most} a feature (drift.min_samples: ${min_samples})`;
  return `no feature could be judged; ${first.feature}: ${first.reason}`;
}
