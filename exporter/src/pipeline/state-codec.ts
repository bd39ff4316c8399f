import { pack, unpack, WindowProfile } from '../profile/index.js';
import { OpenWindow, type ModelState } from './model-state.js';
import { TrafficTotals } from './traffic-totals.js';
import { VersionState, type LastWindow } from './version-state.js';

/**
 * Encodes one model version with its open windows. Layouts are named by id and not stored: they are made again from the
 * baselines, and a window whose layout is gone (the configuration changed its ranges or buckets while the exporter was
 * down) keeps its traffic and loses its feature counts, which is said by `lostWindows`.
 */
export function encodeVersion(state: VersionState): Uint8Array {
  const windows = [...state.windows.values()].map(({ profile }) => profile);
  return pack({
    header: {
      layout: state.layout.id,
      bounds: [...state.traffic.bounds],
      streaks: state.streaks,
      last_window: state.lastWindow,
      last_event_wall_ms: Number.isFinite(state.lastEventWallMs) ? state.lastEventWallMs : null,
      windows: windows.map((profile) => profile.startMs),
    },
    arrays: {
      outcomes: state.traffic.outcomes,
      latency: state.traffic.latency,
      first_token: state.traffic.firstToken,
      sums: state.traffic.sums,
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
  /** Open windows whose feature counts could not be taken over, because their layout no longer exists. */
  readonly lostWindows: number;
}

/** The inverse of `encodeVersion`; null where the bytes are damaged. */
export function restoreVersion(model: ModelState, version: string, bytes: Uint8Array): RestoredVersion | null {
  const packed = unpack(bytes);
  if (!packed) return null;
  const { header, arrays } = packed;
  const layouts = [...model.baselines.map((active) => active.layout), model.layoutAt(-Infinity)];
  const latest = model.layoutAt(Infinity);
  const own = layouts.find((layout) => layout.id === header['layout']);
  const state = new VersionState(model.name, version, own ?? latest);
  const f64 = (name: string): Float64Array => {
    const array = arrays[name];
    return array instanceof Float64Array ? array : new Float64Array(0);
  };
  const traffic = new TrafficTotals(Float64Array.from((header['bounds'] as number[] | undefined) ?? []));
  fill(traffic.outcomes, f64('outcomes'));
  fill(traffic.latency, f64('latency'));
  fill(traffic.firstToken, f64('first_token'));
  fill(traffic.sums, f64('sums'));
  state.traffic = traffic;
  if (own) {
    fill(state.featureTotals, f64('features'));
    fill(state.constantWindows, f64('constant'));
    fill(state.staleWindows, f64('stale'));
    const previous = f64('previous');
    state.previousCounts = previous.length === own.slots ? previous : null;
  }
  fill(state.verdictCounts, f64('verdicts'));
  state.streaks = (header['streaks'] as Record<string, number> | undefined) ?? {};
  state.lastWindow = (header['last_window'] as LastWindow | null | undefined) ?? null;
  const wall = header['last_event_wall_ms'];
  state.lastEventWallMs = typeof wall === 'number' ? wall : -Infinity;
  let lostWindows = 0;
  const starts = (header['windows'] as number[] | undefined) ?? [];
  starts.forEach((start, i) => {
    const array = arrays[`window_${i}`];
    const encoded = array instanceof Uint8Array ? array : new Uint8Array(0);
    const profile = layouts.map((layout) => WindowProfile.decode(encoded, layout)).find((decoded) => decoded !== null);
    const kept = profile ?? WindowProfile.decodeTraffic(encoded);
    if (!profile) lostWindows++;
    if (kept) state.windows.set(start, new OpenWindow(kept, state, model));
  });
  state.isDirty = false;
  return { state, lostWindows };
}

function fill(into: Float64Array, from: Float64Array): void {
  if (from.length === into.length) into.set(from);
}

/** The parts of a model that belong to none of its versions. */
export function encodeModel(model: ModelState): Uint8Array {
  const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);
  return pack({
    header: {
      newest_ms: finite(model.newestMs),
      closed_until_ms: finite(model.closedUntilMs),
      last_event_wall_ms: finite(model.lastEventWallMs),
    },
    arrays: { bootstrap: model.bootstrap?.encode() ?? new Uint8Array(0) },
  });
}

export function restoreModel(model: ModelState, bytes: Uint8Array): Uint8Array | null {
  const packed = unpack(bytes);
  if (!packed) return null;
  const number = (name: string): number => (typeof packed.header[name] === 'number' ? packed.header[name] : -Infinity);
  model.newestMs = number('newest_ms');
  model.closedUntilMs = number('closed_until_ms');
  model.lastEventWallMs = number('last_event_wall_ms');
  const bootstrap = packed.arrays['bootstrap'];
  return bootstrap instanceof Uint8Array && bootstrap.length > 0 ? bootstrap : null;
}
