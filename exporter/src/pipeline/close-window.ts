import { createHash } from 'node:crypto';
import { referenceAt, type ReferenceTable } from '../baseline/index.js';
import { CODE_VERSION, type AttributionEvidence, type DriftSettings, type SeasonBucket, type StoredVerdict } from '../contract/index.js';
import { MIN_ATTRIBUTIONS, judgeAttributions, judgeWindow, nextStreaks } from '../drift/index.js';
import { addCounts, judgedCounts, fineBinCount, type WindowProfile } from '../profile/index.js';
import { isConstant, isStale } from '../quality/index.js';
import type { ActiveBaseline, CountedReference } from './active-baseline.js';
import { driftUnder } from './calibrated-drift.js';
import { judgeLikePeer } from './judge-like-peer.js';
import type { ModelState } from './model-state.js';
import type { OpenWindow } from './open-window.js';
import { seasonGap } from './season-gap.js';
import { segmentTables } from './segment-tables.js';
import type { LastWindow, VersionState } from './version-state.js';

/** What a closed window leaves for the store. */
export interface ClosedWindow {
  readonly model: string;
  readonly version: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly rows: number;
  /** Hash of the snapshot that it is the window of; null for a tumbling window. */
  readonly snapshot: string | null;
  readonly baselineSha256: string | null;
  readonly profile: WindowProfile;
  readonly verdict: StoredVerdict | null;
}

/** Moves an open window into the totals of its version and reaches the verdict, if there is a baseline to judge by. */
export function closeWindow(model: ModelState, version: VersionState, { profile }: OpenWindow): ClosedWindow {
  version.windows.delete(profile.startMs);
  return closeProfile(model, version, { profile, snapshot: null, active: model.baselineAt(profile.startMs) });
}

/**
 * The same for a snapshot, which was never open: the tumbling windows of the version stay as they are. It is judged by the newest
 * baseline, whatever its time, because its counts were made under that one.
 *
 * @param snapshot hash of its content: tells it from every other window of the same time
 */
export function closeSnapshot(model: ModelState, version: VersionState, profile: WindowProfile, snapshot: string): ClosedWindow {
  return closeProfile(model, version, { profile, snapshot, active: model.baselineAt(Infinity) });
}

interface Closing {
  readonly profile: WindowProfile;
  readonly snapshot: string | null;
  readonly active: ActiveBaseline | null;
}

function closeProfile(model: ModelState, version: VersionState, closing: Closing): ClosedWindow {
  const { profile, snapshot, active } = closing;
  version.traffic.absorb(profile.traffic);
  version.touch();
  if (profile.layout.id === version.layout.id) {
    addCounts(version.featureTotals, profile.counts);
    countStillFeatures(version, profile, active);
    version.previousCounts = profile.counts;
  }
  const verdict = active && active.layout.id === profile.layout.id ? judge(model, version, closing, active) : null;
  version.lastWindow = {
    startMs: profile.startMs,
    endMs: profile.endMs,
    rows: profile.rows,
    // A snapshot holds no requests: it says nothing about latency, not that there is none.
    latency: snapshot === null ? latencyOf(profile) : (version.lastWindow?.latency ?? null),
  };
  version.lastVerdict = verdict;
  if (verdict) {
    const { drifted, judged, insufficient } = verdict.verdict;
    version.streaks = nextStreaks(verdict.verdict, verdict.streaks);
    addCounts(version.verdictCounts, Float64Array.of(drifted, judged - drifted, insufficient));
  }
  return {
    model: model.name,
    version: version.version,
    startMs: profile.startMs,
    endMs: profile.endMs,
    rows: profile.rows,
    snapshot,
    baselineSha256: active?.baseline.sha256 ?? null,
    profile,
    verdict,
  };
}

function latencyOf({ latencySketch: sketch }: WindowProfile): LastWindow['latency'] {
  if (sketch.count === 0) return null;
  return { p50: sketch.quantile(0.5) ?? 0, p95: sketch.quantile(0.95) ?? 0, p99: sketch.quantile(0.99) ?? 0 };
}

function judge(model: ModelState, version: VersionState, { profile, snapshot }: Closing, active: ActiveBaseline): StoredVerdict {
  const window_start = new Date(profile.startMs).toISOString();
  const window_end = new Date(profile.endMs).toISOString();
  const attributions = attributionsOf(profile, active);
  const settings = weightedBy(driftUnder(model.settings, active.baseline), attributions);
  // "k windows in a row" against one baseline: another one starts anew.
  const streaks = version.streakBaseline === active.baseline.sha256 ? version.streaks : {};
  version.streakBaseline = active.baseline.sha256;
  const like = likeOf(model, profile, active);
  const table = (counted: CountedReference, i: number) => {
    const offset = profile.layout.offsets[i] as number;
    const bins = fineBinCount(counted.layout);
    return {
      ...(like?.tables[i] ?? counted.reference),
      current: judgedCounts(counted.layout, profile.counts, offset),
      currentMissing: profile.counts[offset + bins] ?? 0,
      currentInvalid: profile.counts[offset + bins + 1] ?? 0,
    };
  };
  const tables = active.counted.map(table);
  const hasPrediction = profile.layout.prediction !== null;
  const { policy } = model.settings;
  const verdict =
    policy === 'default'
      ? judgeWindow({
          rows: profile.rows,
          features: hasPrediction ? tables.slice(0, -1) : tables,
          prediction: hasPrediction ? (tables[tables.length - 1] ?? null) : null,
          segments: segmentTables(profile, active),
          settings,
          streaks,
        })
      : judgeLikePeer(policy, profile, active, settings, streaks);
  const judged = [model.name, version.version, window_start, window_end, active.baseline.sha256];
  const identity = JSON.stringify(snapshot === null ? judged : [...judged, snapshot]);
  return {
    // Derived from what was judged, so that a replay of the same window gives the same id.
    id: createHash('sha256').update(identity).digest('hex').slice(0, 16),
    model: model.name,
    version: version.version,
    window_start,
    window_end,
    baseline_sha256: active.baseline.sha256,
    code_version: CODE_VERSION,
    ...(model.settings.configSha256 !== null && { config_sha256: model.settings.configSha256 }),
    ...(like?.bucket && { season_bucket: like.bucket }),
    settings,
    streaks: { ...streaks },
    verdict,
    ...(attributions && { attributions }),
  };
}

function attributionsOf({ attributions, layout }: WindowProfile, { baseline }: ActiveBaseline): AttributionEvidence | null {
  if (!attributions) return null;
  const { rows, invalid } = attributions;
  const features = layout.features.map(({ name }, f) => ({ ...attributions.of(f), feature: name }));
  return judgeAttributions({ rows, invalid, features, baseline: baseline.attributions?.means ?? null });
}

/** Importance from the configuration wins as a whole: it is in another unit than means of attributions, and both must not be mixed. */
function weightedBy(settings: DriftSettings, attributions: AttributionEvidence | null): DriftSettings {
  if (!attributions || attributions.rows < MIN_ATTRIBUTIONS || Object.keys(settings.weights).length > 0) return settings;
  return { ...settings, weights: attributions.means };
}

/** The part of the reference that a window is compared with, in the order of `counted`; null for the whole. */
function likeOf(
  { settings }: ModelState,
  { startMs, endMs }: WindowProfile,
  { baseline }: ActiveBaseline,
): { bucket: SeasonBucket | null; tables: readonly ReferenceTable[] } | null {
  // The rules of other tools compare with the whole reference; the configuration refuses a season beside them.
  if (settings.policy !== 'default' || settings.season === null || seasonGap(settings, baseline) !== null) return null;
  const top = (feature: string): number | null => settings.features.get(feature)?.top ?? null;
  const { bucket, features, prediction } = referenceAt(baseline, startMs, endMs, { minSamples: settings.drift.min_samples, top });
  return { bucket, tables: prediction ? [...features, prediction] : features };
}

function countStillFeatures(version: VersionState, profile: WindowProfile, active: ActiveBaseline | null): void {
  profile.layout.features.forEach((layout, f) => {
    const offset = profile.layout.offsets[f] as number;
    const reference = active?.counted[f]?.reference.reference ?? [];
    const used = reference.filter((count) => count > 0).length;
    if (isConstant(layout, profile.counts, offset, profile.varies[f] === 1, used)) {
      version.constantWindows[f] = (version.constantWindows[f] as number) + 1;
    }
    if (version.previousCounts && isStale(layout, profile.counts, offset, version.previousCounts)) {
      version.staleWindows[f] = (version.staleWindows[f] as number) + 1;
    }
  });
}
