import type { ClosedWindow } from '../close-window.js';
import type { ModelState } from '../model-state.js';
import type { OpenWindow } from '../open-window.js';
import { VersionHistory, type HistoryOptions } from './version-history.js';

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

  constructor(options: HistoryOptions & { readonly onClosed: (closed: ClosedWindow) => void }) {
    this.#options = options;
    this.sliceMs = options.stepMs;
  }

  closed(model: ModelState, window: OpenWindow, closed: ClosedWindow): void {
    const key = JSON.stringify([closed.model, closed.version]);
    let version = this.#versions.get(key);
    if (!version) this.#versions.set(key, (version = new VersionHistory(model, closed.version, this.#options)));
    version.play(model, window);
    this.#options.onClosed(closed);
  }
}
