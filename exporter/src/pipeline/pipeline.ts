import { CodedError, type Notify } from '../contract/index.js';
import type { LabelSink } from '../events/index.js';
import type { HotExposition } from '../metrics/index.js';
import { ExpositionFeed, type FeedSettings } from './exposition-feed.js';
import type { FileReader } from './file-reader.js';
import type { WindowObserver } from './history/history.js';
import { ModelBaselines } from './model-baselines.js';
import { ModelDirectory, type DirectoryLimits } from './model-directory.js';
import type { ModelSettings } from './model-settings.js';
import type { ModelState } from './model-state.js';
import { LabelJoins } from './labels/label-joins.js';
import { QualityScorer } from './labels/quality-scorer.js';
import type { PushIntake } from './push-intake.js';
import type { RecordFold } from './record-fold.js';
import { recallVersion, takeOverModel } from './restore-model.js';
import { retireQuiet, retireVersions } from './retirement.js';
import type { CountedSource } from './source-counters.js';
import { encodeModel, encodeVersion } from './state-codec.js';
import { pipelineError } from './errors.js';
import type { SnapshotReader } from './snapshots/snapshot-reader.js';
import type { PipelineStorage } from './storage.js';
import { takePositions } from './taken-positions.js';
import { WindowCloser } from './window-closer.js';

export interface PipelineOptions {
  readonly settingsOf: (model: string) => ModelSettings | null;
  readonly limits: DirectoryLimits;
  readonly feed: FeedSettings;
  readonly storage: PipelineStorage;
  /** Takes predictions of models whose quality is judged; the join of the pipeline where nothing else does. */
  readonly labels?: LabelSink | null;
  readonly exposition: HotExposition;
  readonly notify: Notify;
  readonly nowMs: () => number;
  /** Follows the windows with their course; absent: nobody does. */
  readonly observer?: WindowObserver | null;
}

/**
 * The heart of the exporter: reads sources, folds events into windows, closes windows, reaches verdicts, and commits all of
 * it together with the read positions. What is exposed is what is committed: a crash never takes a counter back.
 */
export class Pipeline {
  readonly directory: ModelDirectory;
  readonly readers: FileReader[] = [];
  readonly intakes = new Map<string, PushIntake>();
  readonly snapshots: SnapshotReader[] = [];
  lastCommitMs: number;
  commitProblem: Error | null = null;
  readonly #options: PipelineOptions;
  readonly #baselines: ModelBaselines;
  readonly #closer: WindowCloser;
  readonly #labels: LabelJoins;
  readonly #scorer: QualityScorer;
  readonly #feed: ExpositionFeed;
  #retireAfterMs: number;
  #expected: ReadonlySet<string> = new Set();

  constructor(options: PipelineOptions) {
    const { storage, notify, nowMs, settingsOf, limits, feed, observer = null } = options;
    this.#options = options;
    this.#retireAfterMs = feed.retireAfterMs;
    this.lastCommitMs = nowMs();
    this.#feed = new ExpositionFeed(options.exposition, feed, notify);
    this.#labels = new LabelJoins(
      (model) => storage.labels(model),
      notify,
      (model, startMs) => this.directory.models.get(model)?.baselineAt(startMs)?.segments?.divides ?? null,
    );
    this.#scorer = new QualityScorer(this.#labels, (model, log) => storage.labelBlocks(model, log), observer?.scored.bind(observer));
    const recall = (model: ModelState, version: string) => recallVersion(model, version, storage, notify);
    const sliceMs = observer?.sliceMs ?? null;
    this.directory = new ModelDirectory({
      settingsOf,
      limits,
      nowMs,
      recall,
      labels: options.labels ?? this.#labels,
      sliceMs,
      introduce: (model) => this.#introduce(model),
    });
    this.#baselines = new ModelBaselines(storage, this.directory, notify, nowMs);
    this.#closer = new WindowCloser(this.directory, this.#baselines, notify, nowMs(), observer);
  }

  /** Takes in a source of snapshots. */
  addSnapshots(reader: SnapshotReader): void {
    reader.join({ directory: this.directory, baselines: this.#baselines, closer: this.#closer });
    this.snapshots.push(reader);
  }

  /**
   * Takes over what was committed earlier. Call after the readers and intakes were added and before the first step.
   *
   * @param expected models that the configuration names: their baselines are in place before their first event
   * @throws CodedError PIPELINE_STATE_UNREADABLE
   */
  restore(expected: readonly string[]): void {
    const { storage } = this.#options;
    for (const { name, counters } of this.#sources()) {
      const stored = storage.sourceCounters(name);
      if (stored) counters.restore(stored);
    }
    for (const fold of this.#folds()) {
      if (fold.pairs.isNeeded && !fold.pairs.restore(storage.pairs(fold.name)))
        throw pipelineError('PIPELINE_PAIRS_UNREADABLE', { source: fold.name });
    }
    this.#expected = new Set(expected);
    for (const name of new Set([...expected, ...storage.modelNames()])) {
      this.directory.model(name);
      // One at a time, so that models long gone do not use up the limit on models.
      this.#retire();
    }
    // What was restored is committed: it is shown even if the first commit fails.
    this.#feed.refresh(this.directory, this.#sources(), this.#labels);
  }

  /** Reads at most one chunk or snapshot from each source; false when there was nothing to read anywhere. */
  async step(): Promise<boolean> {
    let didRead = false;
    for (const reader of this.readers) if (!this.#mustWait(reader) && (await reader.step())) didRead = true;
    for (const reader of this.snapshots) if (reader.step()) didRead = true;
    return didRead;
  }

  /** The join of labels. */
  get labels(): LabelSink {
    return this.#options.labels ?? this.#labels;
  }

  /** The joins of labels by model. */
  get labelJoins(): LabelJoins {
    return this.#labels;
  }

  /** So many windows were opened that they should be looked at before more is read. */
  get isCrowded(): boolean {
    return this.#closer.isCrowded;
  }

  /** So much was closed that it should be committed before more is. */
  get isCommitUrgent(): boolean {
    return this.#closer.isCommitUrgent;
  }

  /**
   * Closes windows that are due, oldest first; starts baselines that wait.
   *
   * @returns whether windows are due that are left for the next call
   */
  closeDueWindows(): boolean {
    // Nothing is read while nothing can be committed: silence then says nothing, and closed windows would pile up.
    if (this.commitProblem) return false;
    for (const fold of this.#folds()) fold.pairs.settle();
    this.#baselines.update();
    const isMore = this.#closer.closeDue(this.readers, this.#options.nowMs());
    this.#keepLabels();
    return isMore;
  }

  /**
   * Writes everything that changed since the last commit in one transaction. On failure nothing is written, nothing is
   * exposed, and the same changes are tried again at the next call.
   *
   * @throws Error when a fold broke off in the middle: only a restart from the last commit is exact then
   */
  commit(): boolean {
    const { storage, nowMs, notify } = this.#options;
    const folds = this.#folds();
    const broken = folds.find((fold) => fold.brokenBy !== null);
    if (broken) throw new Error(`state of source ${broken.name} is half counted and will not be committed`, { cause: broken.brokenBy });
    if (this.#hasChanged()) {
      const taken = takePositions(this.readers, this.snapshots);
      const models = [...this.directory.models.values()];
      const versions = models.flatMap((model) => [...model.versions.values()].filter((version) => version.isDirty));
      const labels = this.#labels.takeChanges();
      const pairs = folds.map((fold) => ({ fold, changes: fold.pairs.takeChanges() }));
      try {
        storage.commit({
          atMs: nowMs(),
          positions: taken.map(({ source, positions }) => ({ source, ...positions })),
          sources: this.#sources().flatMap(({ name, counters }) => (counters.isDirty ? [{ name, counters: counters.toJson() }] : [])),
          pairs: pairs.flatMap(({ fold, changes }) => (changes ? [{ source: fold.name, ...changes }] : [])),
          labels,
          quality: this.#scorer.uncommitted,
          models: models.filter((model) => model.isDirty).map((model) => ({ model: model.name, bytes: encodeModel(model) })),
          versions: versions.map((version) => ({ model: version.model, version: version.version, bytes: encodeVersion(version) })),
          windows: this.#closer.uncommitted,
          keys: [...this.intakes.values()].flatMap((intake) => intake.uncommittedKeys()),
          baselines: this.#baselines.uncommitted,
          schemas: this.#baselines.schemas.uncommitted,
        });
      } catch (error) {
        for (const { from, positions } of taken) from.restoreChangedPositions(positions);
        this.commitProblem = error instanceof Error ? error : new Error(String(error));
        const advice = this.commitProblem instanceof CodedError ? this.commitProblem.advice : '';
        notify({ kind: 'commit_failed', error: this.commitProblem.message, advice });
        return false;
      }
      for (const state of [...this.#sources().map(({ counters }) => counters), ...models, ...versions]) state.isDirty = false;
      for (const { fold, changes } of pairs) if (changes) fold.pairs.committed(changes);
      for (const intake of this.intakes.values()) intake.keysCommitted();
      this.#labels.committed(labels);
      this.#scorer.committed(notify);
      this.#closer.committed();
      this.#baselines.committed();
    }
    if (this.commitProblem) {
      this.#closer.listenAnew(nowMs());
      notify({ kind: 'commit_recovered', afterSeconds: (nowMs() - this.lastCommitMs) / 1000 });
    }
    this.commitProblem = null;
    this.lastCommitMs = nowMs();
    this.#retire();
    return true;
  }

  /** Commits, then brings the exposition up to the committed state. After a failed commit it keeps what it showed before. */
  refreshExposition(): void {
    if (this.commit()) this.#feed.refresh(this.directory, this.#sources(), this.#labels);
  }

  /** Does a part of what the next `refreshExposition` would have to do. Changes nothing that is shown. */
  prepareExposition(): void {
    this.#feed.prepare(this.directory);
  }

  get droppedSeries(): number {
    return this.#feed.droppedSeries;
  }

  reconfigure(settingsOf: (model: string) => ModelSettings | null, limits: DirectoryLimits, feed: FeedSettings): void {
    this.directory.reconfigure(settingsOf, limits);
    for (const model of this.directory.models.values()) {
      this.#baselines.startBootstrap(model, null);
      this.#labels.take(model.name, model.settings);
    }
    this.#retireAfterMs = feed.retireAfterMs;
    this.#feed.reconfigure(feed);
  }

  /** Labels of files that would wait by the ten thousands are left where they are until the predictions before them were read. */
  #mustWait(reader: FileReader): boolean {
    if (reader.fold.kind !== 'label' || !this.#labels.isCrowded) return false;
    return this.readers.some(({ fold, source }) => fold.kind !== 'label' && source.backlog().length > 0);
  }

  /** Lets what waits for labels grow old, and scores the windows that are due. */
  #keepLabels(): void {
    const nowMs = this.#options.nowMs();
    const readers = this.readers.filter(({ fold }) => fold.kind === 'label');
    const areLabelsUnread = readers.some(({ source }) => source.backlog().length > 0);
    for (const [name, { join, settings }] of this.#labels.models) {
      const model = this.directory.models.get(name);
      if (!model) continue;
      join.closeUntil(model.closedUntilMs);
      // A version whose labels still come is not gone, although nobody asks it any more.
      for (const { version } of join.dirtyPeriods) model.versions.get(version)?.isHeardOf(nowMs);
      // By event time, so that a log of last year keeps its labels; while labels are unread, none of their predictions go.
      const byHorizon = areLabelsUnread ? -Infinity : model.closedUntilMs - join.settings.horizonMs;
      const byRetention = nowMs - settings.labelRetentionMs;
      join.erase(Math.max(byHorizon, byRetention));
      join.expireWaiting(byRetention);
    }
    this.#scorer.score(this.directory.models, { nowMs, areLabelsUnread });
  }

  #folds(): RecordFold[] {
    return [...this.readers, ...this.intakes.values()].map(({ fold }) => fold);
  }

  /** All that counts what it took in, events or snapshots. */
  #sources(): CountedSource[] {
    return [...this.#folds(), ...this.snapshots];
  }

  #hasChanged(): boolean {
    if (this.#labels.isDirty) return true;
    const { uncommitted, schemas } = this.#baselines;
    if (this.#closer.uncommitted.length + uncommitted.length + schemas.uncommitted.length > 0) return true;
    if (this.#sources().some(({ counters }) => counters.isDirty) || this.snapshots.some(({ folder }) => folder.hasChanges)) return true;
    return [...this.directory.models.values()].some(
      (model) => model.isDirty || [...model.versions.values()].some((version) => version.isDirty),
    );
  }

  #retire(): void {
    retireQuiet(this.directory, this.#expected, this.#options.nowMs(), this.#retireAfterMs);
    this.#labels.keep((model) => this.directory.models.has(model));
  }

  /** First sight of a model: its baselines and its committed state. */
  #introduce(model: ModelState): void {
    const { storage, notify, nowMs } = this.#options;
    this.#baselines.load(model);
    this.#labels.take(model.name, model.settings);
    const learned = takeOverModel(model, storage, notify);
    const isNew = model.versions.size === 0;
    retireVersions(model, nowMs(), this.#retireAfterMs);
    this.#baselines.startBootstrap(model, learned);
    if (isNew) this.#baselines.takePending(model);
    this.#baselines.explain(model);
  }
}
