import type { Notify, RejectReason } from '../contract/index.js';
import { OutcomeCodes, RowRouter, planColumns, type Batch, type ColumnPlan, type FindTarget, type RecordMap } from '../events/index.js';
import type { Decoder, DecoderFactory, RowSink, StreamDecoder } from '../formats/index.js';
import type { ModelDirectory } from './model-directory.js';
import { SourceCounters } from './source-counters.js';

/**
 * Rows of a batch. Large enough that the cost of a batch is nothing per row, small enough that 20 columns of it stay in
 * the second-level cache (1024 rows x 20 columns x 8 bytes = 160 KiB).
 */
const BATCH_ROWS = 1024;

export interface SourceFoldOptions {
  readonly name: string;
  readonly map: RecordMap;
  readonly format: DecoderFactory;
  readonly maxRecordBytes: number;
  readonly maxDepth: number;
  /** How far an event time may lie in the future. */
  readonly clockSkewMs: number;
}

/** Where a piece of input comes from, for the log line about rejected records. */
export interface Origin {
  readonly path: string;
  /** Offset in the stream of the first byte of the buffer. */
  readonly streamOffset: number;
}

/** What became of the records of one call. */
export interface FoldOutcome {
  readonly consumed: number;
  readonly accepted: number;
  readonly rejected: Partial<Record<RejectReason, number>>;
}

/** Decodes the bytes of one source and folds the events into the windows of their models. */
export class SourceFold {
  readonly name: string;
  readonly counters = new SourceCounters();
  readonly #options: SourceFoldOptions;
  readonly #models: ModelDirectory;
  readonly #notify: Notify;
  readonly #nowMs: () => number;
  readonly #router = new RowRouter(BATCH_ROWS);
  readonly #outcomeCodes: OutcomeCodes;
  readonly #outcomes = new Uint8Array(BATCH_ROWS);
  readonly #discovered = new Map<string, 'numeric' | 'categorical'>();
  #decoder: Decoder | null = null;
  #plan: ColumnPlan | null = null;
  #batch: Batch | null = null;
  #streams = new Map<string, StreamDecoder>();
  #epoch = -1;
  #routesEpoch = -1;

  constructor(options: SourceFoldOptions, models: ModelDirectory, notify: Notify, nowMs: () => number) {
    this.name = options.name;
    this.#options = options;
    this.#models = models;
    this.#notify = notify;
    this.#nowMs = nowMs;
    this.#outcomeCodes = new OutcomeCodes(options.map.outcome);
  }

  /**
   * Folds the whole records of buffer[start, end).
   *
   * @param stream its decoder is kept until `forgetStream`
   */
  fold(stream: string, head: Buffer, buffer: Buffer, start: number, end: number, last: boolean, origin: Origin): FoldOutcome {
    this.#prepare(head, buffer, start, end);
    const sink = new FoldSink();
    const decoder = this.#streamDecoder(stream, head);
    const latestMs = this.#nowMs() + this.#options.clockSkewMs;
    const router = this.#router;
    const batch = this.#batch as Batch;
    const { columns, plan } = batch;
    const statusColumn = plan.roles.outcome;
    const rejectRow = (reason: RejectReason, row: number): void => sink.reject(reason, columns.offsets[row] as number);
    sink.onRows = (n) => {
      const codes = statusColumn < 0 ? null : (columns.values[statusColumn] as Int32Array);
      this.#outcomeCodes.fill(this.#outcomes, codes, columns.dictionaries[statusColumn] ?? null, n);
      sink.accepted += router.route(batch, n, latestMs, this.#find, rejectRow);
    };
    const consumed = decoder.decode(buffer, start, end, last, sink);
    const { counters } = this;
    counters.events += sink.accepted;
    counters.bytes += consumed - start;
    counters.isDirty = true;
    if (router.newestMs > counters.newestMs) counters.newestMs = router.newestMs;
    this.#report(sink, origin);
    return { consumed, accepted: sink.accepted, rejected: sink.rejected };
  }

  /** Decodes without folding: the first record that the format refuses, or null. */
  check(stream: string, head: Buffer, buffer: Buffer, start: number, end: number): { reason: RejectReason; offset: number } | null {
    this.#prepare(head, buffer, start, end);
    let first: { reason: RejectReason; offset: number } | null = null;
    const sink: RowSink = { rows: () => undefined, reject: (reason, offset) => (first ??= { reason, offset }) };
    this.#streamDecoder(stream, head).decode(buffer, start, end, true, sink);
    this.#streams.delete(stream);
    return first;
  }

  /** Counts records that never reached the decoder (too long for memory), with the bytes they took. */
  reject(reason: RejectReason, count: number, bytes: number, origin: Origin): void {
    this.counters.rejected[reason] += count;
    this.counters.bytes += bytes;
    this.counters.isDirty = true;
    this.#notify({ kind: 'records_rejected', source: this.name, reason, count, where: `${origin.path}:${origin.streamOffset}` });
  }

  /** Counts the records of a batch that came a second time under its key. */
  countDuplicates(count: number): void {
    this.counters.rejected.duplicate += count;
    this.counters.isDirty = true;
  }

  forgetStream(stream: string): void {
    this.#streams.delete(stream);
  }

  /** Newest event time since the last call; -Infinity when there was none. */
  takeNewestMs(): number {
    const newest = this.#router.newestMs;
    this.#router.resetNewest();
    return newest;
  }

  readonly #find: FindTarget = (modelCode, versionCode, timeMs) => {
    const model = this.#text(this.#options.map.model, this.#plan?.roles.model ?? -1, modelCode);
    const version = this.#text(this.#options.map.version, this.#plan?.roles.version ?? -1, versionCode);
    if (model === null || version === null) return 'cardinality';
    return this.#models.windowOf(model, version, timeMs);
  };

  #text(source: RecordMap['model'], column: number, code: number): string | null {
    if ('constant' in source) return source.constant;
    return this.#decoder?.columns.dictionaries[column]?.[code] ?? null;
  }

  /** Rebuilds decoder and plan when baselines or discovered features ask for other columns. */
  #prepare(head: Buffer, buffer: Buffer, start: number, end: number): void {
    const { map } = this.#options;
    const only = 'constant' in map.model ? map.model.constant : null;
    let isGrown = false;
    if (this.#decoder && this.#models.isBootstrapping(only)) {
      for (const [name, type] of this.#decoder.discover(head, buffer, start, end)) {
        if (this.#discovered.has(name) || this.#discovered.size >= this.#models.maxFeatures) continue;
        this.#discovered.set(name, type);
        isGrown = true;
      }
    }
    if (this.#epoch !== this.#models.columnsEpoch || isGrown || !this.#decoder) {
      const isFirst = !this.#decoder;
      this.#build(only);
      if (isFirst && this.#models.isBootstrapping(only)) return this.#prepare(head, buffer, start, end);
    }
    if (this.#routesEpoch !== this.#models.routesEpoch) {
      this.#routesEpoch = this.#models.routesEpoch;
      this.#router.forget();
    }
  }

  #build(only: string | null): void {
    const { map, format, maxRecordBytes, maxDepth } = this.#options;
    this.#epoch = this.#models.columnsEpoch;
    const { features, prediction } = this.#models.wantedColumns(only, this.#discovered);
    const plan = planColumns(map, features, prediction);
    this.#decoder = format({ fields: plan.fields, featuresAt: plan.featuresAt, batchRows: BATCH_ROWS, maxRecordBytes, maxDepth });
    this.#plan = plan;
    this.#batch = {
      columns: this.#decoder.columns,
      plan,
      outcomes: this.#outcomes,
      epoch: this.#epoch,
      units: { latencyPerSecond: map.latency?.perSecond ?? 1, firstTokenPerSecond: map.timeToFirstToken?.perSecond ?? 1 },
    };
    this.#streams = new Map();
    this.#outcomeCodes.reset();
    this.#router.forget();
  }

  #streamDecoder(stream: string, head: Buffer): StreamDecoder {
    let decoder = this.#streams.get(stream);
    if (!decoder) {
      decoder = (this.#decoder as Decoder).open(head);
      this.#streams.set(stream, decoder);
    }
    return decoder;
  }

  #report(sink: FoldSink, origin: Origin): void {
    for (const reason of Object.keys(sink.rejected) as RejectReason[]) {
      const count = sink.rejected[reason] ?? 0;
      this.counters.rejected[reason] += count;
      const where = `${origin.path}:${origin.streamOffset + (sink.firstOffset[reason] ?? 0)}`;
      this.#notify({ kind: 'records_rejected', source: this.name, reason, count, where });
    }
  }
}

/** Collects what one call of the decoder says. */
class FoldSink implements RowSink {
  accepted = 0;
  readonly rejected: Partial<Record<RejectReason, number>> = {};
  readonly firstOffset: Partial<Record<RejectReason, number>> = {};
  onRows: (n: number) => void = () => undefined;

  rows(n: number): void {
    this.onRows(n);
  }

  reject(reason: RejectReason, offset: number): void {
    this.rejected[reason] = (this.rejected[reason] ?? 0) + 1;
    this.firstOffset[reason] ??= offset;
  }
}
