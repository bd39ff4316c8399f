import type { Notify, RejectReason } from '../contract/index.js';
import { OutcomeCodes, PART_REQUEST, RowRouter, isBelieved, type Batch, type FindTarget } from '../events/index.js';
import type { RowSink } from '../formats/index.js';
import { ColumnDiscovery, cutAt, type Piece } from './column-discovery.js';
import { FoldSink } from './fold-sink.js';
import type { ModelDirectory } from './model-directory.js';
import { SourcePairs } from './pairs/source-pairs.js';
import { unbroken, type FoldOutcome, type Origin, type RecordFold } from './record-fold.js';
import { RejectAccounts } from './reject-accounts.js';
import { BATCH_ROWS, Reading, modelsAtStart, type SourceFoldOptions } from './reading.js';
import { SourceCounters } from './source-counters.js';

/** Bytes that are looked at to tell where in time an unread stream begins. */
const PEEK_BYTES = 64 * 1024;

/** Decodes the bytes of one source and folds the events into the windows of their models. */
export class SourceFold implements RecordFold {
  readonly name: string;
  readonly kind = 'inference';
  readonly counters = new SourceCounters();
  readonly pairs: SourcePairs;
  /** Set when a fold broke off in the middle: its state must not be committed. */
  brokenBy: unknown = null;
  readonly nowMs: () => number;
  readonly #options: SourceFoldOptions;
  readonly #models: ModelDirectory;
  readonly #accounts: RejectAccounts;
  readonly #only: string | null;
  readonly #router = new RowRouter(BATCH_ROWS);
  readonly #outcomeCodes: OutcomeCodes;
  readonly #outcomes = new Uint8Array(BATCH_ROWS);
  readonly #discovery: ColumnDiscovery;
  /** Models whose events this source was seen to hold: only their columns are read. */
  readonly #carried = new Set<string>();
  #reading: Reading | null = null;
  #find: FindTarget = () => 'unknown_model';
  #routesEpoch = -1;

  constructor(options: SourceFoldOptions, models: ModelDirectory, notify: Notify, nowMs: () => number) {
    const { name, map, format, maxRecordBytes, maxDepth } = options;
    this.name = name;
    this.nowMs = nowMs;
    this.#options = options;
    this.#models = models;
    this.#accounts = new RejectAccounts(name, this.counters, notify);
    this.pairs = new SourcePairs(options.pairs, this.counters, nowMs);
    this.#only = 'constant' in map.model ? map.model.constant : null;
    this.#outcomeCodes = new OutcomeCodes(map.outcome);
    this.#discovery = new ColumnDiscovery(map, format, { maxRecordBytes, maxDepth });
  }

  /** Whether records of this source may belong to a model. */
  carries(model: string): boolean {
    return this.#only === null || this.#only === model;
  }

  /**
   * Folds the whole records of a piece, up to a model that is met for the first time: its events are left for the next call,
   * which reads its columns. What is left of a piece after `check` is nothing.
   *
   * @param stream its decoder is kept until `forgetStream`
   * @throws CodedError when the piece cannot be read at all; nothing was counted then
   */
  fold(stream: string, piece: Piece, last: boolean, origin: Origin): FoldOutcome {
    const latestMs = this.#latestMs();
    if (this.#carried.size === 0) this.#carry(modelsAtStart(this.#options, piece, latestMs));
    const reading = this.#prepare(piece);
    const { columns, plan } = reading.batch;
    const status = plan.roles.outcome;
    let accepted = 0;
    let leftFrom: number | null = null;
    let duplicates = 0;
    let lastRejected = -1;
    const { course = null } = this.#options;
    const followed: { offset: number; timeMs: number }[] = [];
    const refused = new Set<number>();
    const sink = new FoldSink((n) => {
      if (leftFrom === null && this.#meet(reading, reading.newModels(n, latestMs))) leftFrom = columns.offsets[0] as number;
      if (leftFrom !== null) return;
      duplicates += this.pairs.join(reading.batch, n, latestMs);
      const codes = status < 0 ? null : (columns.values[status] as Int32Array);
      this.#outcomeCodes.fill(this.#outcomes, codes, columns.dictionaries[status] ?? null, n);
      refused.clear();
      accepted += this.#router.route(reading.batch, n, latestMs, this.#find, rejectRow);
      if (course) followed.push(...rowsOf(reading.batch, n, refused));
    });
    // A request of many instances is rejected once; a record may hold many requests.
    const rejectRow = (reason: RejectReason, row: number): void => {
      refused.add(row);
      const offset = columns.offsets[row] as number;
      const isRequest = columns.parts !== undefined && ((columns.parts[row] as number) & PART_REQUEST) !== 0;
      if (isRequest || offset !== lastRejected) sink.reject(reason, offset);
      lastRejected = offset;
    };
    const decoder = reading.streamDecoder(stream, piece.head);
    const decoded = unbroken(this, () => decoder.decode(piece.buffer, piece.start, piece.end, last, sink));
    const consumed = leftFrom ?? decoded;
    if (last && leftFrom === null) this.forgetStream(stream);
    const { counters } = this;
    counters.events += accepted;
    if (this.#only !== null && accepted > 0) this.#seen([this.#only]);
    counters.labels += sink.labelsBefore(consumed);
    counters.rejected.duplicate += duplicates;
    this.pairs.note();
    counters.bytes += consumed - piece.start;
    counters.isDirty = true;
    course?.note(followed, sink.rejectsBefore(consumed));
    if (this.#router.newestMs > counters.newestMs) counters.newestMs = this.#router.newestMs;
    return { consumed, accepted, rejected: this.#accounts.report(sink.countedBefore(consumed), origin) };
  }

  /**
   * Decodes without folding: the first record that the format refuses, or null. A piece without any is to be folded as a
   * whole or not at all: its models are introduced, so that a conflict of their columns is found before anything is counted.
   *
   * @throws CodedError when the piece cannot be read at all
   */
  check(piece: Piece): { reason: RejectReason; offset: number } | null {
    const reading = this.#prepare(piece);
    let first: { reason: RejectReason; offset: number } | null = null;
    const models = new Set<string>();
    const latestMs = this.#latestMs();
    const rows = (n: number): void => reading.newModels(n, latestMs).forEach((name) => models.add(name));
    const sink: RowSink = { rows, reject: (reason, offset) => (first ??= { reason, offset }) };
    reading.decoder.open(piece.head).decode(piece.buffer, piece.start, piece.end, true, sink);
    if (!first) this.#carry([...models]);
    return first;
  }

  /**
   * Decodes the beginning of a piece without folding: its earliest event time, or null where none can be read.
   *
   * @throws CodedError when the piece cannot be read at all
   */
  firstEventMs(piece: Piece): number | null {
    const { decoder, batch } = this.#prepare(piece);
    const latestMs = this.#latestMs();
    let first = Infinity;
    const rows = (n: number): void => {
      const times = batch.columns.values[batch.plan.roles.time] as Float64Array;
      for (let r = 0; r < n; r++) {
        const time = times[r] as number;
        if (isBelieved(time, latestMs) && time < first) first = time;
      }
    };
    const end = cutAt(piece.buffer, piece.start, piece.end, PEEK_BYTES);
    decoder.open(piece.head).decode(piece.buffer, piece.start, end, true, { rows, reject: () => undefined });
    return first < Infinity ? first : null;
  }

  reject(reason: RejectReason, count: number, bytes: number, origin: Origin): void {
    this.#accounts.reject(reason, count, bytes, origin);
  }

  countDuplicates(count: number): void {
    this.#accounts.countDuplicates(count);
  }

  forgetStream(stream: string): void {
    this.#reading?.forgetStream(stream);
  }

  /** Newest event time since the last call, of rejected records too; -Infinity when there was none. */
  takeNewestMs(): number {
    const newest = Math.max(this.#router.newestMs, this.#router.newestRejectedMs);
    this.#router.resetNewest();
    return newest;
  }

  /** Introduces models that the source was not seen to hold before; true when their columns must be read. */
  #meet(reading: Reading, models: Iterable<string>): boolean {
    let isAny = false;
    for (const name of models) {
      if (this.#carry([name]) > 0) isAny = true;
      else reading.ignoreModel(name);
    }
    return isAny;
  }

  /** Introduces models, where that is allowed; their columns are read from the next reading on. */
  #carry(models: readonly string[]): number {
    const known = models.filter((name) => typeof this.#models.model(name) !== 'string');
    for (const name of known) this.#carried.add(name);
    // A model that the map names was not seen yet: silence of it says nothing.
    if (this.#only === null) this.#seen(known);
    return known.length;
  }

  #seen(models: readonly string[]): void {
    for (const name of models) {
      if (this.counters.models.has(name)) continue;
      this.counters.models.add(name);
      this.counters.isDirty = true;
      this.#options.course?.meets(name);
    }
  }

  #latestMs(): number {
    return this.nowMs() + this.#options.clockSkewMs;
  }

  /** The reading for a piece; made anew when baselines, discovered features or new names ask for other columns. */
  #prepare(piece: Piece): Reading {
    if (this.#only !== null) this.#carry([this.#only]);
    let reading = this.#reading;
    if (!reading || this.#isOutdated(reading)) reading = this.#rebuild();
    if (this.#models.isBootstrapping(this.#carried) && this.#discovery.look(reading.decoder, piece, this.#models.maxFeatures))
      reading = this.#rebuild();
    if (this.#routesEpoch !== this.#models.routesEpoch) {
      this.#routesEpoch = this.#models.routesEpoch;
      this.#router.forget();
    }
    return reading;
  }

  #isOutdated(reading: Reading): boolean {
    return reading.epoch !== this.#models.columnsEpoch || reading.models.size !== this.#carried.size || reading.isFull(this.nowMs());
  }

  #rebuild(): Reading {
    // Until this succeeds the old reading stays, and stays out of date: a conflict is found again at the next try.
    const { models } = this.#models;
    for (const name of this.#carried) if (!models.has(name)) this.#carried.delete(name);
    for (const name of this.counters.models) if (!models.has(name)) this.counters.models.delete(name);
    const wanted = this.#models.wantedColumns(this.#carried, this.#discovery);
    const made = { epoch: this.#models.columnsEpoch, nowMs: this.nowMs() };
    const reading = new Reading(this.#options, wanted, this.#outcomes, made);
    this.#reading = reading;
    this.#find = reading.finder(this.#models);
    this.#outcomeCodes.reset();
    this.#router.forget();
    return reading;
  }
}

/** Rows of a batch that were not refused, each with its place and its time. */
function rowsOf({ columns, plan }: Batch, n: number, refused: ReadonlySet<number>): { offset: number; timeMs: number }[] {
  const times = columns.values[plan.roles.time] as Float64Array;
  const rows: { offset: number; timeMs: number }[] = [];
  for (let r = 0; r < n; r++) if (!refused.has(r)) rows.push({ offset: columns.offsets[r] as number, timeMs: times[r] as number });
  return rows;
}
