import { statSync } from 'node:fs';
import { Activations } from './activations.js';
import { AlertFacts } from './alert-facts.js';
import { Baselines } from './baselines.js';
import { ClosedWindows } from './closed-windows.js';
import { Configurations } from './configurations.js';
import type { Connection } from './connection.js';
import type { ExporterLock } from './exporter-lock.js';
import { Facts } from './facts.js';
import { Incidents } from './incidents.js';
import { LabelBlocks } from './label-blocks.js';
import { LabelStates } from './label-states.js';
import { ModelStates } from './model-states.js';
import { PairChangesOfSources } from './pair-changes.js';
import { Positions } from './positions.js';
import { PushKeys } from './push-keys.js';
import { QualityVerdicts } from './quality-verdicts.js';
import { RecordSizes, type RecordSize } from './record-sizes.js';
import { RETENTION_STEP_ROWS, expireRecords, type RetentionLimits, type RetentionResult } from './retention.js';
import { SnapshotWindows } from './snapshot-windows.js';
import { SourceCounters } from './source-counters.js';
import { Verdicts } from './verdicts.js';

/** The kinds of record. Their reading methods work at any time, their writing methods inside `Store.commit` only. */
export interface StoreRecords {
  readonly positions: Positions;
  readonly sourceCounters: SourceCounters;
  readonly modelStates: ModelStates;
  readonly windows: ClosedWindows;
  readonly verdicts: Verdicts;
  readonly baselines: Baselines;
  readonly activations: Activations;
  readonly pushKeys: PushKeys;
  readonly configurations: Configurations;
  readonly facts: Facts;
  readonly pairChanges: PairChangesOfSources;
  readonly snapshotWindows: SnapshotWindows;
  readonly alertFacts: AlertFacts;
  readonly incidents: Incidents;
  readonly labelBlocks: LabelBlocks;
  readonly labelStates: LabelStates;
  readonly qualityVerdicts: QualityVerdicts;
}

export interface StoreSizes {
  readonly records: readonly RecordSize[];
  /** The database file, free pages included, and its write-ahead log. */
  readonly fileBytes: number;
  readonly logBytes: number;
}

/** Free pages are given back to the disk when they are more than this part of the file; below it, new records reuse them. */
const FREE_PART = 0.25;
/** Pages given back in one step of retention: 1 MiB. */
const VACUUM_PAGES = 256;
/** Lines of a check that are reported: the first few say what is wrong, the rest repeats it. */
const CHECK_LINES = 5;

/** The embedded store. One object holds one connection and belongs to one thread; every call is synchronous. */
export class Store implements StoreRecords {
  readonly positions: Positions;
  readonly sourceCounters: SourceCounters;
  readonly modelStates: ModelStates;
  readonly windows: ClosedWindows;
  readonly verdicts: Verdicts;
  readonly baselines: Baselines;
  readonly activations: Activations;
  readonly pushKeys: PushKeys;
  readonly configurations: Configurations;
  readonly facts: Facts;
  readonly pairChanges: PairChangesOfSources;
  readonly snapshotWindows: SnapshotWindows;
  readonly alertFacts: AlertFacts;
  readonly incidents: Incidents;
  readonly labelBlocks: LabelBlocks;
  readonly labelStates: LabelStates;
  readonly qualityVerdicts: QualityVerdicts;
  readonly #connection: Connection;
  readonly #lock: ExporterLock | null;
  readonly #sizes: RecordSizes;
  #isOpen = true;

  /** Made by `openStore`. */
  constructor(connection: Connection, lock: ExporterLock | null, nowMs: () => number) {
    this.#connection = connection;
    this.#lock = lock;
    this.positions = new Positions(connection);
    this.sourceCounters = new SourceCounters(connection);
    this.modelStates = new ModelStates(connection);
    this.windows = new ClosedWindows(connection);
    this.verdicts = new Verdicts(connection);
    this.baselines = new Baselines(connection);
    this.activations = new Activations(connection);
    this.pushKeys = new PushKeys(connection, nowMs);
    this.configurations = new Configurations(connection);
    this.facts = new Facts(connection);
    this.pairChanges = new PairChangesOfSources(connection);
    this.snapshotWindows = new SnapshotWindows(connection);
    this.alertFacts = new AlertFacts(connection);
    this.incidents = new Incidents(connection);
    this.labelBlocks = new LabelBlocks(connection);
    this.labelStates = new LabelStates(connection);
    this.qualityVerdicts = new QualityVerdicts(connection);
    this.#sizes = new RecordSizes(connection);
  }

  get folder(): string {
    return this.#connection.place.folder;
  }

  /**
   * Runs `work` in one transaction: when this returns, all it wrote is on the disk; when it throws, none of it is applied.
   * `work` must not wait for anything (it is not async), and after a failed write it can only let the error pass.
   *
   * @throws CodedError STORE_DISK_FULL, STORE_BUSY, STORE_IO, STORE_CORRUPT, STORE_FAILED, or what `work` threw
   */
  commit<T>(work: (records: StoreRecords) => T): T {
    return this.#connection.transaction(() => work(this));
  }

  /**
   * Deletes what is past its time, at most `maxRows` rows a kind, oldest first, and gives a little free space back to the disk.
   * Call it again while `isDone` is false.
   */
  applyRetention(nowMs: number, limits: RetentionLimits, maxRows: number = RETENTION_STEP_ROWS): RetentionResult {
    const result = this.commit((records) => expireRecords(records, nowMs, limits, maxRows));
    const pages = Number(this.#connection.pragma('page_count'));
    const free = Number(this.#connection.pragma('freelist_count'));
    if (free > VACUUM_PAGES && free > pages * FREE_PART) this.#connection.execute(`PRAGMA incremental_vacuum(${VACUUM_PAGES})`);
    return result;
  }

  /** What the store holds, from totals that are kept as records change: cheap enough for every scrape. */
  sizes(): StoreSizes {
    const { path } = this.#connection.place;
    const bytesOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    return { records: this.#sizes.all(), fileBytes: bytesOf(path), logBytes: bytesOf(`${path}-wal`) };
  }

  /** Reads the whole database and says what is wrong with it; empty where nothing is. Slow: for `aiops doctor`. */
  check(): string[] {
    const rows = this.#connection.reader<{ quick_check: string }>(`PRAGMA quick_check(${CHECK_LINES})`).all();
    return rows.map((row) => row.quick_check).filter((line) => line !== 'ok');
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    // An owner leaves no log behind, so that copying aiops.db alone is a whole copy. A visitor holds it back, or the disk is full:
    // the log then stays, and the next start reads it.
    if (this.#lock) this.#tryCheckpoint();
    this.#connection.close();
    this.#lock?.release();
  }

  #tryCheckpoint(): void {
    try {
      this.#connection.pragma('wal_checkpoint(TRUNCATE)');
    } catch {
      // Nothing is lost: the log holds every commit and is read at the next start.
    }
  }
}
