import type { Notify } from '../../contract/index.js';
import type { ReadySnapshot, SnapshotFolder } from '../../sources/index.js';
import { closeSnapshot } from '../close-window.js';
import type { ModelBaselines } from '../model-baselines.js';
import type { ModelDirectory } from '../model-directory.js';
import { SourceCounters } from '../source-counters.js';
import type { WindowCloser } from '../window-closer.js';
import { inspectSnapshot, type Inspected } from './inspect-snapshot.js';
import { SnapshotRefusal, notAccepted } from './snapshot-refusal.js';
import type { SnapshotSettings } from './snapshot-settings.js';
import type { SnapshotTables } from './snapshot-tables.js';
import { snapshotProfile, spanOf } from './snapshot-window.js';

/** The parts of the pipeline that a snapshot moves. */
export interface SnapshotSurroundings {
  readonly directory: ModelDirectory;
  readonly baselines: ModelBaselines;
  readonly closer: WindowCloser;
}

export interface SnapshotReaderOptions {
  readonly settings: SnapshotSettings;
  readonly folder: SnapshotFolder;
  readonly tables: SnapshotTables;
  readonly notify: Notify;
  readonly nowMs: () => number;
}

/** How long a file waits that could not be read for no fault of its own (no memory, no temporary space). */
const RETRY_MS = 10_000;

/**
 * Counts the snapshots of one source, one at a time. A file is read elsewhere while other sources go on; its window, the totals and
 * the memory that it was counted change in one call, and are committed together.
 */
export class SnapshotReader {
  readonly name: string;
  readonly kind = 'snapshot';
  readonly counters = new SourceCounters();
  readonly folder: SnapshotFolder;
  readonly #options: SnapshotReaderOptions;
  #surroundings: SnapshotSurroundings | null = null;
  #isReading = false;
  #found: { readonly file: ReadySnapshot; readonly inspected: Inspected | Error } | null = null;
  #failure: string | null = null;
  #failedMs = -Infinity;
  #wasUp = true;

  constructor(options: SnapshotReaderOptions) {
    this.name = options.settings.name;
    this.folder = options.folder;
    this.#options = options;
  }

  /** Called by the pipeline that takes the reader in. */
  join(surroundings: SnapshotSurroundings): void {
    this.#surroundings = surroundings;
  }

  /** A file is being read, elsewhere. */
  get isReading(): boolean {
    return this.#isReading;
  }

  get problem(): string | null {
    return this.#failure ?? this.folder.health().problem;
  }

  /** Counts what was read meanwhile, and begins with the next file; true when something was counted. */
  step(): boolean {
    if (this.#isReading) return false;
    const found = this.#found;
    this.#found = null;
    if (found) this.#take(found.file, found.inspected);
    this.#begin();
    return found !== null;
  }

  #begin(): void {
    const now = this.#options.nowMs();
    if (now >= this.#failedMs && now - this.#failedMs < RETRY_MS) return;
    const file = this.folder.next();
    this.#tellHealth();
    if (!file) return;
    const { settings, tables } = this.#options;
    const { directory } = this.#around();
    const isKnown = (sha256: string): boolean => this.folder.useOf(sha256) !== null;
    this.#isReading = true;
    inspectSnapshot(file, { settings, tables, directory, isKnown })
      .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
      .then((inspected) => {
        this.#found = { file, inspected };
        this.#isReading = false;
      })
      .catch(() => undefined);
  }

  #take(file: ReadySnapshot, inspected: Inspected | Error): void {
    // What was read may be of two files, where one took the place of the other meanwhile.
    if (!this.folder.isUntouched(file)) return;
    if (inspected instanceof Error) return this.#fail(file, inspected);
    this.#failure = null;
    if (inspected.kind === 'known') {
      this.folder.recognise(file, inspected.sha256);
      this.#options.notify({ kind: 'snapshot_recognised', source: this.name, path: file.path });
    } else if (inspected.kind === 'refused') this.#refuse(file, inspected.refusal);
    else if (inspected.kind === 'reference') this.#takeReference(file, inspected);
    else this.#count(file, inspected);
    this.counters.isDirty = true;
  }

  #count(file: ReadySnapshot, inspected: Extract<Inspected, { kind: 'window' }>): void {
    const { notify, nowMs, settings } = this.#options;
    const { directory, closer, baselines } = this.#around();
    const { layout, table, named, sha256 } = inspected;
    const span = spanOf(table.times, named?.time ?? null, file.mtimeMs, nowMs() + settings.clockSkewMs);
    if (span instanceof SnapshotRefusal) return this.#refuse(file, span);
    const owner = directory.versionForSnapshot(inspected.model, inspected.version);
    if (typeof owner === 'string') return this.#refuse(file, notAccepted(owner));
    const { model, version } = owner;
    // Another baseline came while the file was read: it stays, and is read again under that one.
    if (model.layoutAt(Infinity).id !== layout.id) return;
    const how = this.folder.isChanged(file) ? 'changed' : 'new';
    closer.takeSnapshot(closeSnapshot(model, version, snapshotProfile(layout, span, table), sha256));
    version.lastEventWallMs = nowMs();
    model.isDirty = true;
    directory.routesEpoch++;
    baselines.forgetUnused(model);
    this.folder.use(file, sha256, 'window');
    this.counters.events++;
    this.counters.bytes += file.size;
    this.counters.newestMs = Math.max(this.counters.newestMs, span.endMs - 1);
    const { path } = file;
    notify({ kind: 'snapshot_read', source: this.name, path, model: model.name, version: version.version, rows: table.rows, how });
  }

  #takeReference(file: ReadySnapshot, { model, baseline, sha256 }: Extract<Inspected, { kind: 'reference' }>): void {
    const { directory, baselines } = this.#around();
    const state = directory.model(model);
    if (typeof state === 'string') return this.#refuse(file, notAccepted(state));
    const how = baselines.refresh(state, baseline) ? 'activated' : 'unchanged';
    this.folder.use(file, sha256, 'reference');
    this.counters.events++;
    this.counters.bytes += file.size;
    this.#options.notify({ kind: 'reference_taken', source: this.name, path: file.path, model, sha256: baseline.sha256, how });
  }

  #refuse(file: ReadySnapshot, { reason, why }: SnapshotRefusal): void {
    this.folder.refuse(file, why);
    this.counters.rejected[reason]++;
    this.counters.bytes += file.size;
    this.#options.notify({ kind: 'snapshot_rejected', source: this.name, path: file.path, reason, error: why });
  }

  /** No fault of the file: it stays and is tried again. */
  #fail({ path }: ReadySnapshot, { message }: Error): void {
    this.#failedMs = this.#options.nowMs();
    if (this.#failure !== message) this.#options.notify({ kind: 'source_unreadable', source: this.name, path, error: message });
    this.#failure = message;
  }

  /** That a folder cannot be listed is told once, and that it can be again. */
  #tellHealth(): void {
    const { isUp, problem } = this.folder.health();
    if (isUp === this.#wasUp) return;
    this.#wasUp = isUp;
    const { notify } = this.#options;
    if (isUp) notify({ kind: 'source_recovered', source: this.name, path: this.name });
    else notify({ kind: 'source_unreadable', source: this.name, path: this.name, error: problem ?? 'it cannot be read' });
  }

  #around(): SnapshotSurroundings {
    if (!this.#surroundings) throw new Error(`snapshot source ${this.name} belongs to no pipeline`);
    return this.#surroundings;
  }
}
