import { VERDICT_STATES } from '../contract/index.js';
import { BootstrapProfile, TrafficTotals, WindowProfile, pack, sizedArray, unpack } from '../profile/index.js';
import type { ModelState } from './model-state.js';
import { OpenWindow } from './open-window.js';
import { VersionState, type LastWindow } from './version-state.js';

/**
 * Encodes one model version with its open windows. Layouts are named by id and not stored: they are made again from the
 * baselines, and a window whose layout is gone (the configuration changed its ranges or categories while the exporter was
 * down) keeps its traffic and loses its feature counts, which is said by `lostWindows`.
 */
export function encodeVersion(state: VersionState): Uint8Array {
  const windows = [...state.windows.values()].map(({ profile }) => profile);
  return pack({
    header: {
      layout: state.layout.id,
      streaks: state.streaks,
      streak_baseline: state.streakBaseline,
      slow: { threshold: state.slow.thresholdSeconds, offset: state.slow.offset },
      last_window: state.lastWindow,
      last_verdict: state.lastVerdict?.id ?? null,
      last_event_wall_ms: finite(state.lastEventWallMs),
      windows: windows.length,
    },
    arrays: {
      traffic: state.traffic.encode(),
      features: state.featureTotals,
      constant: state.constantWindows,
      stale: state.staleWindows,
      verdicts: state.verdictCounts,
      previous: state.previousCounts ?? new Float64Array(0),
      ...Object.fromEntries(windows.map((profile, i) => [`window_${i}`, profile.encode()])),
    },
  });
}

export interface RestoredVersion {
  readonly state: VersionState;
  /** Id of the verdict on the window closed last; null where it was not judged. */
  readonly lastVerdictId: string | null;
  /** Open windows whose feature counts could not be taken over, because their layout no longer exists. */
  readonly lostWindows: number;
}

/** The inverse of `encodeVersion` for a model whose baselines are in place; null where the bytes are damaged. */
export function restoreVersion(model: ModelState, version: string, bytes: Uint8Array): RestoredVersion | null {
  const packed = unpack(bytes);
  if (!packed) return null;
  const { header, arrays } = packed;
  const layouts = [...model.baselines.map((active) => active.layout), model.layoutAt(-Infinity)];
  const latest = model.layoutAt(Infinity);
  const own = layouts.find((layout) => layout.id === header['layout']);
  const state = new VersionState(model.name, version, own ?? latest);
  const traffic = arrays['traffic'] instanceof Uint8Array ? TrafficTotals.decode(arrays['traffic']) : null;
  const verdicts = sizedArray(packed, 'verdicts', VERDICT_STATES.length);
  const { windows, last_event_wall_ms: wall, last_verdict: verdict } = header;
  if (!traffic || !verdicts || typeof windows !== 'number') return null;
  // In its own buckets, until what was shown of slow requests is known.
  state.traffic = traffic;
  state.verdictCounts.set(verdicts);
  if (own) {
    const features = sizedArray(packed, 'features', own.slots);
    const constant = sizedArray(packed, 'constant', own.counted.length);
    const stale = sizedArray(packed, 'stale', own.counted.length);
    if (!features || !constant || !stale) return null;
    state.featureTotals.set(features);
    state.constantWindows.set(constant);
    state.staleWindows.set(stale);
    state.previousCounts = sizedArray(packed, 'previous', own.slots);
  }
  state.streaks = (header['streaks'] as Record<string, number> | undefined) ?? {};
  state.streakBaseline = (header['streak_baseline'] as string | null | undefined) ?? null;
  state.lastWindow = (header['last_window'] as LastWindow | null | undefined) ?? null;
  state.lastEventWallMs = typeof wall === 'number' ? wall : -Infinity;
  let lostWindows = 0;
  for (let i = 0; i < windows; i++) {
    const encoded = arrays[`window_${i}`];
    if (!(encoded instanceof Uint8Array)) return null;
    const whole = layouts.map((layout) => WindowProfile.decode(encoded, layout)).find((decoded) => decoded !== null);
    const profile = whole ?? WindowProfile.decodeTraffic(encoded);
    if (!profile) return null;
    if (!whole) lostWindows++;
    state.windows.set(profile.startMs, new OpenWindow(profile, state, model));
  }
  const slow = header['slow'] as { threshold: number | null; offset: number } | undefined;
  if (slow) Object.assign(state.slow, { thresholdSeconds: slow.threshold, offset: slow.offset });
  const before = state.trafficNow();
  if (!traffic.hasBounds(latest.latencyBounds)) state.traffic = traffic.rebucketed(latest.latencyBounds);
  state.slow.follow(model.settings.latencyThresholdSeconds, before, state.trafficNow());
  state.isDirty = false;
  return { state, lastVerdictId: typeof verdict === 'string' ? verdict : null, lostWindows };
}

/** The parts of a model that belong to none of its versions. */
export function encodeModel(model: ModelState): Uint8Array {
  return pack({
    header: {
      newest_ms: finite(model.newestMs),
      closed_until_ms: finite(model.closedUntilMs),
      last_event_wall_ms: finite(model.lastEventWallMs),
    },
    arrays: { bootstrap: model.bootstrap?.encode() ?? new Uint8Array(0) },
  });
}

export interface RestoredModel {
  /** What a bootstrap had learned so far; null where none was going on. */
  readonly bootstrap: BootstrapProfile | null;
}

/** The inverse of `encodeModel`; null where the bytes are damaged. */
export function restoreModel(model: ModelState, bytes: Uint8Array): RestoredModel | null {
  const packed = unpack(bytes);
  const learned = packed?.arrays['bootstrap'];
  if (!packed || !(learned instanceof Uint8Array)) return null;
  const bootstrap = learned.length > 0 ? BootstrapProfile.decode(learned) : null;
  if (learned.length > 0 && !bootstrap) return null;
  const number = (name: string): number => (typeof packed.header[name] === 'number' ? packed.header[name] : -Infinity);
  model.newestMs = number('newest_ms');
  model.closedUntilMs = number('closed_until_ms');
  model.lastEventWallMs = number('last_event_wall_ms');
  return { bootstrap };
}

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);
