import { CodedError, type Notify } from '../contract/index.js';
import type { HotExposition } from '../metrics/index.js';
import { activateBaseline } from './active-baseline.js';
import { BootstrapProfile } from '../profile/index.js';
import { sealBootstrap } from './bootstrap-baseline.js';
import { closeWindow, type ClosedWindow } from './close-window.js';
import { ExpositionFeed, type FeedSettings } from './exposition-feed.js';
import type { FileReader } from './file-reader.js';
import { ModelDirectory, type DirectoryLimits } from './model-directory.js';
import type { ModelSettings } from './model-settings.js';
import { MAX_OPEN_WINDOWS, type ModelState } from './model-state.js';
import type { PushIntake } from './push-intake.js';
import { encodeModel, encodeVersion, restoreModel, restoreVersion } from './state-codec.js';
import type { Commit, PipelineStorage } from './storage.js';

export interface PipelineOptions {
  readonly settingsOf: (model: string) => ModelSettings | null;
  readonly limits: DirectoryLimits;
  readonly feed: FeedSettings;
  readonly storage: PipelineStorage;
  readonly exposition: HotExposition;
  readonly notify: Notify;
  readonly nowMs: () => number;
}

/**
 * The heart of the exporter: reads sources, folds events into windows, closes windows, reaches verdicts, and commits all of
 * it together with the read positions. What is exposed is what is committed: a crash never takes a counter back.
 */
export class Pipeline {
  readonly directory: ModelDirectory;
  readonly readers: FileReader[] = [];
  readonly intakes = new Map<string, PushIntake>();
  lastCommitMs: number;
  commitProblem: Error | null = null;
  readonly #options: PipelineOptions;
  readonly #feed: ExpositionFeed;
  #closed: ClosedWindow[] = [];
  #newBaselines: Commit['baselines'][number][] = [];
  #isDirty = true;
  #isExposed = false;

  constructor(options: PipelineOptions) {
    this.#options = options;
    this.lastCommitMs = options.nowMs();
    this.#feed = new ExpositionFeed(options.exposition, options.feed, options.notify);
    this.directory = new ModelDirectory(options.settingsOf, (model) => this.#introduce(model), options.limits, options.nowMs);
  }

  /**
   * Takes over what was committed earlier. Call after the readers and intakes were added and before the first step.
   *
   * @param expected models that the configuration names: their baselines are in place before their first event
   */
  restore(expected: readonly string[]): void {
    const { storage } = this.#options;
    for (const { fold } of [...this.readers, ...this.intakes.values()]) {
      const counters = storage.sourceCounters(fold.name);
      if (counters) fold.counters.restore(counters);
    }
    for (const name of new Set([...expected, ...storage.modelNames()])) this.directory.model(name);
  }

  /** Reads one chunk from each file source; false when there was nothing to read anywhere. */
  async step(): Promise<boolean> {
    let didRead = false;
    for (const reader of this.readers) {
      if (await reader.step()) didRead = true;
    }
    if (didRead) this.#isDirty = true;
    return didRead;
  }

  /** A batch was pushed: there is something to commit. */
  touched(): void {
    this.#isDirty = true;
  }

  /** Closes the windows that are due by event time, or because nothing more comes; starts baselines that wait. */
  closeDueWindows(): void {
    const now = this.#options.nowMs();
    const heldBack = this.readers.reduce((least, reader) => Math.min(least, reader.heldBackMs()), Infinity);
    for (const model of this.directory.models.values()) {
      this.#finishBootstrap(model);
      this.#takePendingBaseline(model);
      const { windowMs, latenessMs, idleMs } = model.settings;
      const watermark = Math.min(model.newestMs, heldBack) - latenessMs;
      const ends = model.openEnds();
      let until = Math.floor(watermark / windowMs) * windowMs;
      let how: 'watermark' | 'idle' = 'watermark';
      const last = ends[ends.length - 1];
      if (last !== undefined && heldBack === Infinity && now - model.lastEventWallMs >= idleMs) {
        const past = ends.filter((end) => end + latenessMs <= now).pop();
        if (past !== undefined && past > until) {
          until = past;
          how = 'idle';
        }
      }
      const surplus = ends[ends.length - 1 - MAX_OPEN_WINDOWS];
      if (surplus !== undefined) until = Math.max(until, surplus);
      if (until > model.closedUntilMs && ends.some((end) => end <= until)) this.#close(model, until, how);
    }
  }

  /**
   * Writes everything that changed since the last commit in one transaction. On failure nothing is written, nothing is
   * exposed, and the same changes are tried again at the next call.
   */
  commit(): boolean {
    const { storage, nowMs, notify } = this.#options;
    if (!this.#isDirty && this.#closed.length === 0 && this.#newBaselines.length === 0) {
      this.lastCommitMs = nowMs();
      this.commitProblem = null;
      return true;
    }
    const taken = this.readers.map((reader) => ({ reader, positions: reader.source.takeChangedPositions() }));
    const folds = [...this.readers.map((reader) => reader.fold), ...[...this.intakes.values()].map((intake) => intake.fold)];
    const models = [...this.directory.models.values()];
    const dirtyVersions = models.flatMap((model) => [...model.versions.values()].filter((version) => version.isDirty));
    try {
      storage.commit({
        atMs: nowMs(),
        positions: taken.map(({ reader, positions }) => ({ source: reader.fold.name, ...positions })),
        sources: folds.filter((fold) => fold.counters.isDirty).map((fold) => ({ name: fold.name, counters: fold.counters.toJson() })),
        models: models.filter((model) => model.isDirty).map((model) => ({ model: model.name, bytes: encodeModel(model) })),
        versions: dirtyVersions.map((version) => ({ model: version.model, version: version.version, bytes: encodeVersion(version) })),
        windows: this.#closed,
        keys: [...this.intakes.values()].flatMap((intake) => intake.uncommittedKeys()),
        baselines: this.#newBaselines,
      });
    } catch (error) {
      for (const { reader, positions } of taken) reader.source.restoreChangedPositions(positions);
      this.commitProblem = error instanceof Error ? error : new Error(String(error));
      const advice = this.commitProblem instanceof CodedError ? this.commitProblem.advice : '';
      notify({ kind: 'commit_failed', error: this.commitProblem.message, advice });
      return false;
    }
    for (const fold of folds) fold.counters.isDirty = false;
    for (const model of models) model.isDirty = false;
    for (const version of dirtyVersions) version.isDirty = false;
    for (const intake of this.intakes.values()) intake.keysCommitted();
    this.#announce();
    this.#closed = [];
    this.#newBaselines = [];
    this.#isDirty = false;
    this.#isExposed = false;
    if (this.commitProblem) notify({ kind: 'commit_recovered', afterSeconds: (nowMs() - this.lastCommitMs) / 1000 });
    this.commitProblem = null;
    this.lastCommitMs = nowMs();
    return true;
  }

  /** Commits, then brings the exposition up to the committed state. After a failed commit it keeps what it showed before. */
  refreshExposition(): void {
    if (!this.commit() || this.#isExposed) return;
    const folds = [...this.readers.map((reader) => reader.fold), ...[...this.intakes.values()].map((intake) => intake.fold)];
    this.#feed.refresh(this.directory, folds, this.#options.nowMs());
    this.#isExposed = true;
  }

  get droppedSeries(): number {
    return this.#feed.droppedSeries;
  }

  reconfigure(settingsOf: (model: string) => ModelSettings | null, limits: DirectoryLimits, feed: FeedSettings): void {
    this.directory.reconfigure(settingsOf, limits);
    this.#feed.reconfigure(feed);
    this.#isExposed = false;
  }

  #close(model: ModelState, untilMs: number, how: 'watermark' | 'idle'): void {
    model.closedUntilMs = untilMs;
    model.isDirty = true;
    this.directory.routesEpoch++;
    for (const version of model.versions.values()) {
      const due = [...version.windows.values()].filter((window) => window.hi <= untilMs).sort((a, b) => a.lo - b.lo);
      for (const window of due) {
        const closed = closeWindow(model, version, window);
        this.#closed.push(closed);
        const start = new Date(closed.startMs).toISOString();
        this.#options.notify({ kind: 'window_closed', model: model.name, version: version.version, start, rows: closed.rows, how });
      }
    }
    this.#forgetOldBaselines(model);
  }

  /** Verdicts are announced once they are durable. */
  #announce(): void {
    for (const { verdict } of this.#closed) {
      if (!verdict) continue;
      const { drifted, judged, insufficient } = verdict.verdict;
      this.#options.notify({
        kind: 'verdict_reached',
        model: verdict.model,
        version: verdict.version,
        id: verdict.id,
        drifted,
        judged,
        insufficient,
      });
    }
  }

  /** First sight of a model: its baselines and its committed state. */
  #introduce(model: ModelState): void {
    const { storage, notify } = this.#options;
    for (const { baseline, fromMs, activatedMs } of storage.activations(model.name)) {
      model.baselines.push(activateBaseline(baseline, model.settings, fromMs, activatedMs));
    }
    const bytes = storage.model(model.name);
    const bootstrap = bytes ? restoreModel(model, bytes) : null;
    if (model.baselines.length === 0 && model.settings.bootstrapRows !== null) {
      model.bootstrap = (bootstrap && BootstrapProfile.decode(bootstrap)) ?? new BootstrapProfile();
    }
    for (const { version, bytes: encoded } of storage.versions(model.name)) {
      const restored = restoreVersion(model, version, encoded);
      if (!restored) continue;
      restored.state.lastVerdict = storage.latestVerdict(model.name, version);
      model.versions.set(version, restored.state);
    }
    if (model.versions.size === 0) this.#takePendingBaseline(model);
    if (model.baselines.length === 0) {
      const why = model.bootstrap ? `learning a baseline from the first ${model.settings.bootstrapRows} events` : 'no baseline is active';
      notify({ kind: 'no_drift', model: model.name, version: '*', why });
    }
    this.directory.columnsEpoch++;
    model.bootstrapEpoch = this.directory.columnsEpoch;
  }

  #finishBootstrap(model: ModelState): void {
    const { bootstrap } = model;
    const wanted = model.settings.bootstrapRows;
    if (!bootstrap || wanted === null || bootstrap.rows < wanted) return;
    const baseline = sealBootstrap(model.name, bootstrap, model.settings);
    model.bootstrap = null;
    model.isDirty = true;
    this.#options.notify({ kind: 'bootstrap_finished', model: model.name, version: '*', rows: baseline.rows });
    this.#activate(model, baseline, null);
  }

  #takePendingBaseline(model: ModelState): void {
    for (const { baseline, requestId } of this.#options.storage.pendingActivations(model.name)) {
      if (this.#newBaselines.some((waiting) => waiting.requestId === requestId)) continue;
      model.bootstrap = null;
      model.isDirty = true;
      this.#activate(model, baseline, requestId);
    }
  }

  /** A baseline judges from the first window that has no event yet, so that no window is counted under two. */
  #activate(model: ModelState, baseline: Commit['baselines'][number]['baseline'], requestId: number | null): void {
    const ends = model.openEnds();
    const fromMs = Math.max(ends[ends.length - 1] ?? -Infinity, model.closedUntilMs);
    const effective = Number.isFinite(fromMs) ? fromMs : 0;
    model.baselines.push(activateBaseline(baseline, model.settings, effective, this.#options.nowMs()));
    this.#newBaselines.push({ model: model.name, baseline, fromMs: effective, requestId });
    this.directory.columnsEpoch++;
    this.directory.routesEpoch++;
    this.#isDirty = true;
    this.#options.notify({ kind: 'baseline_activated', model: model.name, version: '*', sha256: baseline.sha256, source: baseline.source });
  }

  /** Baselines that no window can need any more. */
  #forgetOldBaselines(model: ModelState): void {
    while (model.baselines.length > 1 && (model.baselines[1]?.fromMs ?? Infinity) <= model.closedUntilMs) {
      const [oldest] = model.baselines;
      const isUsed = [...model.versions.values()].some((version) => version.layout.id === oldest?.layout.id);
      if (isUsed && model.baselines.length <= 8) return;
      model.baselines.shift();
      this.directory.columnsEpoch++;
    }
  }
}
