import type { Notify } from '../../contract/index.js';
import { HotExposition } from '../../metrics/index.js';
import { WindowProfile } from '../../profile/index.js';
import type { ActiveBaseline } from '../active-baseline.js';
import { closeWindow } from '../close-window.js';
import { ExpositionFeed, type FeedSettings } from '../exposition-feed.js';
import { ModelState } from '../model-state.js';
import { OpenWindow } from '../open-window.js';
import { VersionState } from '../version-state.js';

/** Called with what the exposition of one model version showed at a moment of event time. */
export type ShowMoment = (timeMs: number, exposition: HotExposition) => void;

export interface HistoryOptions {
  /** Between two moments that are shown. */
  readonly stepMs: number;
  readonly feed: FeedSettings;
  readonly notify: Notify;
  readonly show: ShowMoment;
}

/**
 * Plays the windows of one model version again, one after the other and each from its beginning, and shows the exposition at every
 * step: what a scrape would have seen if each event had been known at its event time. A verdict is there from the end of its window
 * on and is held until the next one.
 *
 * The windows close by the same code as in the pipeline, over the same counts, and so reach the same verdicts.
 */
export class VersionHistory {
  readonly #options: HistoryOptions;
  readonly #model: ModelState;
  readonly #version: VersionState;
  readonly #exposition = new HotExposition();
  readonly #feed: ExpositionFeed;
  readonly #undated = new WeakMap<ActiveBaseline, ActiveBaseline>();
  /** The moment shown last; null before the first. */
  #shownMs: number | null = null;

  constructor(model: ModelState, version: string, options: HistoryOptions) {
    this.#options = options;
    this.#model = new ModelState(model.name, model.settings, { nowMs: () => 0, recall: () => null });
    this.#version = new VersionState(model.name, version, model.layoutAt(-Infinity));
    this.#model.versions.set(version, this.#version);
    this.#feed = new ExpositionFeed(this.#exposition, options.feed, options.notify);
  }

  /**
   * Plays a window that closed.
   *
   * Shape: windows come in the order of time, as they close.
   *
   * @param model with the baselines that the window was closed under
   */
  play(model: ModelState, { lo, hi, profile, slices }: OpenWindow): void {
    this.#holdUntil(lo);
    this.#model.settings = model.settings;
    this.#model.baselines = model.baselines.map((active) => this.#timeless(active));
    this.#version.adoptLayout(profile.layout);
    const grown = new WindowProfile(profile.layout, lo, hi);
    const window = new OpenWindow(grown, this.#version, this.#model);
    this.#version.windows.set(lo, window);
    // Counters begin at 0 where the history begins: what comes in the first step is an increase like any other.
    if (this.#shownMs === null) this.#show(lo);
    const left = slices?.inOrder() ?? [{ untilMs: hi, profile }];
    const growUntil = (timeMs: number): void => {
      for (let next = left[0]; next && next.untilMs <= timeMs; next = left[0]) {
        grown.merge(next.profile);
        this.#version.touch();
        left.shift();
      }
    };
    for (let timeMs = this.#next(lo); timeMs < hi; timeMs += this.#options.stepMs) {
      growUntil(timeMs);
      this.#show(timeMs);
    }
    growUntil(hi);
    closeWindow(this.#model, this.#version, window);
    this.#show(hi);
  }

  /** Between two windows all stays as it is, until the version would have left the exposition. */
  #holdUntil(untilMs: number): void {
    if (this.#shownMs === null) return;
    const last = Math.min(untilMs, this.#shownMs + this.#options.feed.retireAfterMs);
    for (let timeMs = this.#next(this.#shownMs); timeMs <= last; timeMs += this.#options.stepMs) this.#show(timeMs);
  }

  /**
   * When a baseline was built is known where its data had times. Else it counts from its activation, which here is the moment of the
   * run and no fact of the history.
   */
  #timeless(active: ActiveBaseline): ActiveBaseline {
    if (active.baseline.period) return active;
    let found = this.#undated.get(active);
    if (!found) this.#undated.set(active, (found = { ...active, builtMs: NaN }));
    return found;
  }

  #next(timeMs: number): number {
    return (Math.floor(timeMs / this.#options.stepMs) + 1) * this.#options.stepMs;
  }

  #show(timeMs: number): void {
    this.#shownMs = timeMs;
    // Labels come after the fact: what a window was worth is no course of its time, and stays out of its history.
    this.#feed.refresh({ models: new Map([[this.#model.name, this.#model]]) }, [], { models: new Map() });
    this.#options.show(timeMs, this.#exposition);
  }
}
