import type { Notify, RejectReason } from '../contract/index.js';
import type { HashKey, LabelMap, LabelSink } from '../events/index.js';
import type { DecoderFactory, RowSink } from '../formats/index.js';
import type { Piece } from './column-discovery.js';
import { FoldSink } from './fold-sink.js';
import { labelKindsOf, type LabelKinds } from './label-kinds.js';
import { LabelReading } from './label-reading.js';
import type { ModelDirectory } from './model-directory.js';
import { SourcePairs } from './pairs/source-pairs.js';
import { unbroken, type FoldOutcome, type Origin, type RecordFold } from './record-fold.js';
import { RejectAccounts } from './reject-accounts.js';
import { SourceCounters } from './source-counters.js';

export interface LabelFoldOptions {
  readonly name: string;
  readonly map: LabelMap;
  readonly format: DecoderFactory;
  readonly maxRecordBytes: number;
  readonly maxDepth: number;
  /** How far the time of a label may lie in the future. */
  readonly clockSkewMs: number;
  /** Secret of the hashes of ids; the same as for the predictions. */
  readonly idKey: HashKey;
}

/** Decodes the records of a source of labels and hands them to the join; they open no window, and none waits for them. */
export class LabelFold implements RecordFold {
  readonly name: string;
  readonly kind = 'label';
  readonly counters = new SourceCounters();
  readonly pairs: SourcePairs;
  brokenBy: unknown = null;
  readonly nowMs: () => number;
  readonly #options: LabelFoldOptions;
  readonly #models: ModelDirectory;
  readonly #labels: LabelSink | null;
  readonly #accounts: RejectAccounts;
  #reading: LabelReading | null = null;
  #kinds: LabelKinds;

  /** @param labels the join; null where no model of the configuration has its quality judged: labels are counted then, and that is all */
  constructor(options: LabelFoldOptions, models: ModelDirectory, labels: LabelSink | null, notify: Notify, nowMs: () => number) {
    this.name = options.name;
    this.nowMs = nowMs;
    this.#options = options;
    this.#models = models;
    this.#labels = labels;
    this.pairs = new SourcePairs(null, this.counters, nowMs);
    this.#accounts = new RejectAccounts(this.name, this.counters, notify);
    this.#kinds = labelKindsOf([]);
  }

  carries(): boolean {
    return false;
  }

  /** Folds the whole records of a piece, up to one whose model reads labels in a kind that none before did. */
  fold(stream: string, piece: Piece, last: boolean, origin: Origin): FoldOutcome {
    const latestMs = this.nowMs() + this.#options.clockSkewMs;
    const reading = this.#prepare();
    let leftFrom: number | null = null;
    let accepted = 0;
    const sink = new FoldSink((n) => {
      const unread = leftFrom === null ? reading.unreadKinds(n) : null;
      if (unread) {
        leftFrom = reading.decoder.columns.offsets[0] as number;
        this.#read(unread);
      }
      if (leftFrom !== null) return;
      accepted += reading.hand(n, { latestMs, arrivalMs: this.nowMs(), labels: this.#labels }, (reason, offset) =>
        sink.reject(reason, offset),
      );
    });
    const decoder = reading.streamDecoder(stream, piece.head);
    const decoded = unbroken(this, () => decoder.decode(piece.buffer, piece.start, piece.end, last, sink));
    const consumed = leftFrom ?? decoded;
    if (last && leftFrom === null) this.forgetStream(stream);
    const { counters } = this;
    counters.events += accepted;
    counters.bytes += consumed - piece.start;
    counters.newestMs = Math.max(counters.newestMs, reading.newestMs);
    counters.isDirty = true;
    return { consumed, accepted, rejected: this.#accounts.report(sink.countedBefore(consumed), origin) };
  }

  check(piece: Piece): { reason: RejectReason; offset: number } | null {
    let first: { reason: RejectReason; offset: number } | null = null;
    const sink: RowSink = { rows: (n) => this.#read(reading.unreadKinds(n)), reject: (reason, offset) => (first ??= { reason, offset }) };
    const reading = this.#prepare();
    reading.decoder.open(piece.head).decode(piece.buffer, piece.start, piece.end, true, sink);
    return first;
  }

  firstEventMs(): null {
    return null;
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

  takeNewestMs(): number {
    return -Infinity;
  }

  /** From the next reading on labels are read in these kinds too. */
  #read(kinds: LabelKinds | null): void {
    if (!kinds) return;
    this.#kinds = { asClass: this.#kinds.asClass || kinds.asClass, asNumber: this.#kinds.asNumber || kinds.asNumber };
  }

  #prepare(): LabelReading {
    const known = this.#reading;
    const { columnsEpoch } = this.#models;
    if (known && known.epoch === columnsEpoch && known.kinds === this.#kinds && !known.isFull(this.nowMs())) return known;
    const reading = new LabelReading(this.#options, this.#models, this.#kinds, { epoch: columnsEpoch, nowMs: this.nowMs() });
    this.#reading = reading;
    return reading;
  }
}
