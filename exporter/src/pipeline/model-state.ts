import { WindowProfile, ModelLayout, type BootstrapProfile } from '../profile/index.js';
import type { RejectReason } from '../contract/index.js';
import type { Batch, Reducer, Target } from '../events/index.js';
import type { ActiveBaseline } from './active-baseline.js';
import type { ModelSettings } from './model-settings.js';
import { VersionState } from './version-state.js';

/**
 * Open windows a model may have at once. Reached only when one source is far behind another one; then the oldest window is
 * closed although its events may still come (they count as late). Bounds memory. Raise it with the number of days that
 * replicas' logs may lie apart.
 */
export const MAX_OPEN_WINDOWS = 256;

/** An open window: where the router sends rows. */
export class OpenWindow implements Target, Reducer {
  readonly reducer: Reducer;
  readonly lo: number;
  readonly hi: number;
  readonly profile: WindowProfile;
  readonly #owner: VersionState;
  readonly #model: ModelState;

  constructor(profile: WindowProfile, owner: VersionState, model: ModelState) {
    this.profile = profile;
    this.lo = profile.startMs;
    this.hi = profile.endMs;
    this.reducer = this;
    this.#owner = owner;
    this.#model = model;
  }

  addRows(batch: Batch, order: Int32Array, from: number, to: number): void {
    this.profile.addRows(batch, order, from, to);
    this.#owner.isDirty = true;
    const times = batch.columns.values[batch.plan.roles.time] as Float64Array;
    let newest = this.#model.newestMs;
    for (let k = from; k < to; k++) {
      const time = times[order[k] as number] as number;
      if (time > newest) newest = time;
    }
    this.#model.newestMs = newest;
    this.#model.touch();
    this.#owner.lastEventWallMs = this.#model.lastEventWallMs;
    if (this.#model.bootstrap && batch.epoch >= this.#model.bootstrapEpoch) this.#model.bootstrap.addRows(batch, order, from, to);
  }
}

/** One model: its settings, its baselines over time, its versions and how far its windows are closed. */
export class ModelState {
  readonly name: string;
  settings: ModelSettings;
  /** Ascending by `fromMs`; the last one whose `fromMs` is not after a window's start judges that window. */
  baselines: ActiveBaseline[] = [];
  bootstrap: BootstrapProfile | null = null;
  /** Column plan from which on the bootstrap finds its features in a batch: a model is often met in the middle of a chunk. */
  bootstrapEpoch = 0;
  readonly versions = new Map<string, VersionState>();
  newestMs = -Infinity;
  lastEventWallMs = -Infinity;
  closedUntilMs = -Infinity;
  isDirty = false;
  readonly #wallClock: () => number;
  #plain: ModelLayout | null = null;

  constructor(name: string, settings: ModelSettings, wallClock: () => number) {
    this.name = name;
    this.settings = settings;
    this.#wallClock = wallClock;
  }

  touch(): void {
    this.isDirty = true;
    this.lastEventWallMs = this.#wallClock();
  }

  /** The baseline that judges windows that start at `startMs`; null for none. */
  baselineAt(startMs: number): ActiveBaseline | null {
    for (let i = this.baselines.length - 1; i >= 0; i--) {
      const candidate = this.baselines[i];
      if (candidate && candidate.fromMs <= startMs) return candidate;
    }
    return null;
  }

  layoutAt(startMs: number): ModelLayout {
    const active = this.baselineAt(startMs);
    if (active) return active.layout;
    this.#plain ??= new ModelLayout(null, [], null, this.settings.latencyBounds);
    return this.#plain;
  }

  /** The open window of an event, or why it is not accepted. */
  windowOf(version: string, timeMs: number, maxVersions: number): OpenWindow | RejectReason {
    const { windowMs } = this.settings;
    const start = Math.floor(timeMs / windowMs) * windowMs;
    if (start < this.closedUntilMs) return 'late';
    let state = this.versions.get(version);
    if (!state) {
      if (this.versions.size >= maxVersions) return 'cardinality';
      state = new VersionState(this.name, version, this.layoutAt(start));
      this.versions.set(version, state);
    }
    let window = state.windows.get(start);
    if (!window) {
      const layout = this.layoutAt(start);
      state.adoptLayout(layout);
      window = new OpenWindow(new WindowProfile(layout, start, start + windowMs), state, this);
      state.windows.set(start, window);
    }
    return window;
  }

  /** Layouts of open windows: they may be older than the active baseline. */
  openLayouts(): ModelLayout[] {
    const layouts = new Set<ModelLayout>();
    for (const version of this.versions.values()) for (const { profile } of version.windows.values()) layouts.add(profile.layout);
    return [...layouts];
  }

  /** Ends of all open windows, ascending. */
  openEnds(): number[] {
    const ends = new Set<number>();
    for (const version of this.versions.values()) for (const window of version.windows.values()) ends.add(window.hi);
    return [...ends].sort((a, b) => a - b);
  }
}
