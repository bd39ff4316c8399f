import type { RejectReason } from '../contract/index.js';
import type { Batch, LabelSink } from '../events/index.js';
import { ModelLayout, WindowProfile, type BootstrapProfile } from '../profile/index.js';
import type { ActiveBaseline } from './active-baseline.js';
import type { ModelSettings } from './model-settings.js';
import { OpenWindow } from './open-window.js';
import { VersionState } from './version-state.js';

/** What a model asks of the house around it. */
export interface ModelSurroundings {
  readonly nowMs: () => number;
  /** Fetches a version that left memory; null where the store has none. */
  readonly recall: (model: ModelState, version: string) => VersionState | null;
  /** Takes the predictions of models whose quality is judged; null where nobody does. */
  readonly labels?: LabelSink | null;
  /** Length of the slices that windows keep their course in; absent or null: they keep none. */
  readonly sliceMs?: number | null;
}

/** A window that is due, with the version it belongs to. */
export interface DueWindow {
  readonly version: VersionState;
  readonly window: OpenWindow;
}

/** One model: its settings, its baselines over time, its versions and how far its windows are closed. */
export class ModelState {
  readonly name: string;
  settings: ModelSettings;
  /** Ascending by `fromMs`; the last one whose `fromMs` is not after a window's start judges that window. */
  baselines: ActiveBaseline[] = [];
  bootstrap: BootstrapProfile | null = null;
  /** Versions with recent traffic. */
  readonly versions = new Map<string, VersionState>();
  /** Names of versions that had no traffic for long: the store has their state, and they come back with their traffic. */
  readonly retired = new Set<string>();
  newestMs = -Infinity;
  lastEventWallMs = -Infinity;
  /** Windows that end at or before this are closed, or will be before anything else; older events are late. */
  closedUntilMs = -Infinity;
  closedHow: 'watermark' | 'idle' = 'watermark';
  /** Windows opened since windows were closed last. */
  openedWindows = 0;
  isDirty = false;
  readonly #surroundings: ModelSurroundings;
  #plain: ModelLayout | null = null;

  constructor(name: string, settings: ModelSettings, surroundings: ModelSurroundings) {
    this.name = name;
    this.settings = settings;
    this.#surroundings = surroundings;
  }

  touch(): void {
    this.isDirty = true;
    this.lastEventWallMs = this.#surroundings.nowMs();
  }

  /** Lets the bootstrap see rows, while it wants more. */
  learn(batch: Batch, order: Int32Array, from: number, to: number): void {
    const { bootstrap } = this;
    if (!bootstrap) return;
    const wanted = (this.settings.bootstrapRows ?? 0) - bootstrap.rows;
    if (wanted > 0) bootstrap.addRows(batch, order, from, Math.min(to, from + wanted));
  }

  /** Hands the rows of an open window to the join of labels, where the model takes part in one. */
  offer(version: string, window: OpenWindow, batch: Batch, order: Int32Array, from: number, to: number): void {
    if (!this.settings.quality) return;
    this.#surroundings.labels?.predictions({ model: this.name, version, startMs: window.lo, endMs: window.hi, batch, order, from, to });
  }

  /** The baseline that judges windows that start at `startMs`; null for none. */
  baselineAt(startMs: number): ActiveBaseline | null {
    return this.baselines.findLast(({ fromMs }) => fromMs <= startMs) ?? null;
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
    let start = Math.floor(timeMs / windowMs) * windowMs;
    const end = start + windowMs;
    if (end <= this.closedUntilMs) return 'late';
    const state = this.#version(version, start, maxVersions);
    if (!state) return 'cardinality';
    let window = state.windows.get(start);
    // A shorter window from before the configuration changed: what it does not cover is a window of its own.
    while (window && timeMs >= window.hi) {
      start = window.hi;
      window = state.windows.get(start);
    }
    if (!window) {
      const layout = this.layoutAt(start);
      this.#adopt(state, layout);
      window = new OpenWindow(new WindowProfile(layout, start, end), state, this, this.#surroundings.sliceMs ?? null);
      state.windows.set(start, window);
      this.openedWindows++;
    }
    return window;
  }

  /**
   * The version that a snapshot belongs to, counted under the newest baseline; null where there are too many versions. No window
   * is opened, and nothing becomes late by it.
   */
  versionForSnapshot(version: string, maxVersions: number): VersionState | null {
    const state = this.#version(version, Infinity, maxVersions);
    if (state) this.#adopt(state, this.layoutAt(Infinity));
    return state;
  }

  /** Windows that end at or before `closedUntilMs`, in the order in which they close. */
  dueWindows(): DueWindow[] {
    const due: DueWindow[] = [];
    for (const version of this.versions.values()) {
      for (const window of version.windows.values()) if (window.hi <= this.closedUntilMs) due.push({ version, window });
    }
    return due.sort((a, b) => a.window.lo - b.window.lo);
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

  /** Start of the oldest window that is open or can still be opened. */
  oldestOpenMs(): number {
    let oldest = this.closedUntilMs;
    for (const version of this.versions.values()) for (const { lo } of version.windows.values()) oldest = Math.min(oldest, lo);
    return oldest;
  }

  #version(name: string, startMs: number, maxVersions: number): VersionState | null {
    const known = this.versions.get(name);
    if (known) return known;
    if (this.versions.size >= maxVersions) return null;
    const recalled = this.retired.has(name) ? this.#surroundings.recall(this, name) : null;
    const state = recalled ?? new VersionState(this.name, name, this.layoutAt(startMs));
    this.retired.delete(name);
    this.versions.set(name, state);
    return state;
  }

  /** A window of the past may open after newer ones: the exported counters stay with the newest baseline. */
  #adopt(state: VersionState, layout: ModelLayout): void {
    if (this.#rankOf(layout) >= this.#rankOf(state.layout)) state.adoptLayout(layout);
  }

  /** Age of a layout among the baselines; -1 for one that is none of theirs. */
  #rankOf(layout: ModelLayout): number {
    return this.baselines.findLastIndex((active) => active.layout.id === layout.id);
  }
}
