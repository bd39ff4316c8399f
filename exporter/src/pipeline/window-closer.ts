import type { Notify } from '../contract/index.js';
import { closeWindow, type ClosedWindow } from './close-window.js';
import { closingTime } from './closing-time.js';
import type { FileReader } from './file-reader.js';
import type { WindowObserver } from './history/history.js';
import type { ModelBaselines } from './model-baselines.js';
import type { ModelDirectory } from './model-directory.js';
import type { ModelState } from './model-state.js';

/**
 * Features that one call of closeDue judges, the window that fills the measure included.
 * Why 200:   a feature takes about 30 us, so a call stays near 10 ms however many models end their windows at the same hour.
 * Too low:   a backlog of small windows closes slowly. Too high: scrapes and pushes wait.
 * Pinned by: window-life-cycle.test.ts
 */
const FEATURES_PER_CALL = 200;
/** Closed features after which a commit should not wait for its interval: it keeps each one short, and bounds memory. */
const FEATURES_PER_COMMIT = 500;
/** Windows opened since the last look after which closing should not wait for its interval. */
const CROWDED_WINDOWS = 256;

/** Closes windows that are due, and keeps them until they are committed. */
export class WindowCloser {
  readonly #directory: ModelDirectory;
  readonly #baselines: ModelBaselines;
  readonly #notify: Notify;
  readonly #observer: WindowObserver | null;
  #uncommitted: ClosedWindow[] = [];
  /** Since when sources are read without a break: silence counts from here. */
  #listeningSinceMs: number;

  constructor(directory: ModelDirectory, baselines: ModelBaselines, notify: Notify, nowMs: number, observer: WindowObserver | null = null) {
    this.#directory = directory;
    this.#baselines = baselines;
    this.#notify = notify;
    this.#listeningSinceMs = nowMs;
    this.#observer = observer;
  }

  /** Closed windows to be committed with the state that they left. */
  get uncommitted(): readonly ClosedWindow[] {
    return this.#uncommitted;
  }

  /** So many windows were opened that they should be looked at before more is read. */
  get isCrowded(): boolean {
    let opened = 0;
    for (const model of this.#directory.models.values()) opened += model.openedWindows;
    return opened >= CROWDED_WINDOWS;
  }

  /** So much was closed that it should be committed before more is. */
  get isCommitUrgent(): boolean {
    return this.#uncommitted.reduce((sum, { profile }) => sum + costOf(profile.layout.counted.length), 0) >= FEATURES_PER_COMMIT;
  }

  /** Reading goes on after a break: what was silent meanwhile could not be heard. */
  listenAnew(nowMs: number): void {
    this.#listeningSinceMs = nowMs;
  }

  /**
   * Closes windows that are due by event time, or because nothing more comes, oldest first.
   *
   * @returns whether windows are due that are left for the next call
   */
  closeDue(readers: readonly FileReader[], nowMs: number): boolean {
    // A clock that was set back must not stop idle closing until it is where it was.
    this.#listeningSinceMs = Math.min(this.#listeningSinceMs, nowMs);
    const sources = readers.map((reader) => ({ fold: reader.fold, heldBackMs: reader.heldBackMs() }));
    for (const model of this.#directory.models.values()) {
      const heldBack = sources.filter(({ fold }) => fold.carries(model.name)).map(({ heldBackMs }) => heldBackMs);
      this.#advance(model, Math.min(...heldBack), nowMs);
    }
    let left = FEATURES_PER_CALL;
    for (const model of this.#directory.models.values()) {
      const due = model.dueWindows();
      if (due.length === 0) continue;
      for (const { version, window } of due) {
        if (left <= 0) return true;
        left -= costOf(window.profile.layout.counted.length);
        const closed = closeWindow(model, version, window);
        this.#observer?.closed(model, window, closed);
        this.#take(closed, model.closedHow);
      }
      this.#baselines.forgetUnused(model);
    }
    return false;
  }

  /** A snapshot was counted into a window of its own, which closes at once. */
  takeSnapshot(closed: ClosedWindow): void {
    this.#take(closed, 'snapshot');
  }

  /** The closed windows are durable; their verdicts are announced only now. */
  committed(): void {
    for (const { verdict } of this.#uncommitted) {
      if (!verdict) continue;
      const { drifted, judged, insufficient } = verdict.verdict;
      const { model, version, id } = verdict;
      this.#notify({ kind: 'verdict_reached', model, version, id, drifted, judged, insufficient });
    }
    this.#uncommitted = [];
  }

  /** Moves on the time up to which windows of a model are closed. Also where no window is due: what comes later is late. */
  #advance(model: ModelState, heldBackMs: number, nowMs: number): void {
    model.openedWindows = 0;
    model.lastEventWallMs = Math.min(model.lastEventWallMs, nowMs);
    const { untilMs, how } = closingTime({
      ...model.settings,
      newestMs: model.newestMs,
      heldBackMs,
      nowMs,
      quietSinceMs: Math.max(model.lastEventWallMs, this.#listeningSinceMs),
      openEnds: model.openEnds(),
    });
    if (!(untilMs > model.closedUntilMs)) return;
    model.closedUntilMs = untilMs;
    model.closedHow = how;
    model.isDirty = true;
    this.#directory.routesEpoch++;
  }

  #take(closed: ClosedWindow, how: ModelState['closedHow'] | 'snapshot'): void {
    const { model, version, rows, startMs } = closed;
    this.#uncommitted.push(closed);
    this.#notify({ kind: 'window_closed', model, version, start: new Date(startMs).toISOString(), rows, how });
  }
}

/** A window without features costs something too. */
function costOf(features: number): number {
  return features + 1;
}
