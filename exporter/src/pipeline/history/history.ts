import { metricFamily } from '../../contract/index.js';
import type { ClosedWindow } from '../close-window.js';
import type { ModelState } from '../model-state.js';
import type { OpenWindow } from '../open-window.js';
import { VersionHistory, type HistoryOptions, type ShowMoment } from './version-history.js';

/** Follows the windows that a pipeline closes, each with its course in slices. */
export interface WindowObserver {
  /** Length of a slice; windows are counted in slices only where somebody observes them. */
  readonly sliceMs: number;
  /** Called at once when a window was closed, before its baseline can be forgotten. */
  closed(model: ModelState, window: OpenWindow, closed: ClosedWindow): void;
}

/** The courses of all model versions, played window by window as the pipeline closes them. */
export class History implements WindowObserver {
  readonly sliceMs: number;
  readonly #options: HistoryOptions & { readonly onClosed: (closed: ClosedWindow) => void };
  readonly #versions = new Map<string, VersionHistory>();
  /** The moment at which the series of a model, that are none of one version, were shown last. */
  readonly #modelShownMs = new Map<string, number>();

  constructor(options: HistoryOptions & { readonly onClosed: (closed: ClosedWindow) => void }) {
    this.#options = options;
    this.sliceMs = options.stepMs;
  }

  closed(model: ModelState, window: OpenWindow, closed: ClosedWindow): void {
    const key = JSON.stringify([closed.model, closed.version]);
    let version = this.#versions.get(key);
    if (!version) {
      const options = { ...this.#options, show: this.#showFor(closed.model) };
      this.#versions.set(key, (version = new VersionHistory(model, closed.version, options)));
    }
    version.play(model, window);
    this.#options.onClosed(closed);
  }

  /** Every version shows the series of its model too: the one that comes to a moment first tells them, and none goes back in time. */
  #showFor(model: string): ShowMoment {
    return (timeMs, families) => {
      const isFirst = timeMs > (this.#modelShownMs.get(model) ?? -Infinity);
      if (isFirst) this.#modelShownMs.set(model, timeMs);
      const shown = isFirst ? families : families.filter(({ name }) => metricFamily(name).labels.includes('version'));
      this.#options.show(timeMs, shown);
    };
  }
}
