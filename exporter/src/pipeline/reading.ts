import {
  MODEL_CAPACITY,
  VERSION_CAPACITY,
  isBelieved,
  planColumns,
  type Batch,
  type FindTarget,
  type HashKey,
  type RecordMap,
} from '../events/index.js';
import type { Decoder, DecoderFactory, StreamDecoder } from '../formats/index.js';
import { cutAt, type Piece } from './column-discovery.js';
import type { ModelDirectory, WantedColumns } from './model-directory.js';
import type { SourceCourse } from './history/source-course.js';
import type { PairOptions } from './pairs/pair-join.js';

/**
 * Rows of a batch. Large enough that the cost of a batch is nothing per row, small enough that 20 columns of it stay in
 * the second-level cache (1024 rows x 20 columns x 8 bytes = 160 KiB).
 */
export const BATCH_ROWS = 1024;
/** Bytes at the beginning of a source that are looked at for its models: some hundred records. */
const START_BYTES = 64 * 1024;
/** Longest name of a model or version, as the canonical event has it; a name becomes a label. */
const LONGEST_NAME = 200;
/**
 * How long a full table of model or version names stays full. Names in use keep their codes in any case; a shorter time would
 * make a new decoder for each chunk of a log whose versions are all different.
 */
export const FULL_PATIENCE_MS = 60_000;

export interface SourceFoldOptions {
  readonly name: string;
  readonly map: RecordMap;
  readonly format: DecoderFactory;
  readonly maxRecordBytes: number;
  readonly maxDepth: number;
  /** How far an event time may lie in the future. */
  readonly clockSkewMs: number;
  /** Joins requests and responses that are logged apart; null where the format logs whole inferences. */
  readonly pairs: PairOptions | null;
  /** Secret of the hashes of ids, where labels are joined; without it ids are not read. */
  readonly idKey?: HashKey | null;
  /** Where the course of the source is told; null or absent: nobody follows it. */
  readonly course?: SourceCourse | null;
}

/** How one source is read while its models want the same columns: a decoder and the batch that it fills. */
export class Reading {
  readonly decoder: Decoder;
  readonly batch: Batch;
  /** The directory's count of columns when this was made. */
  readonly epoch: number;
  /** Models whose columns are read. */
  readonly models: ReadonlySet<string>;
  readonly #map: RecordMap;
  readonly #madeMs: number;
  /** Decoders of streams in the middle of their content. */
  readonly #streams = new Map<string, StreamDecoder>();
  /** By model code: 1 once a row had it. */
  readonly #seen = new Uint8Array(MODEL_CAPACITY + 1);

  /**
   * @param outcomes where the outcome codes of a batch are written
   * @throws CodedError EVENTS_KIND_CONFLICT
   */
  constructor(options: SourceFoldOptions, wanted: WantedColumns, outcomes: Uint8Array, made: { epoch: number; nowMs: number }) {
    const { map, format, maxRecordBytes, maxDepth, idKey: key } = options;
    const { asClass, asNumber } = wanted.labels;
    const labels = key && (asClass || asNumber) ? { key, asClass, asNumber } : null;
    // Without a baseline nobody counts the answers, but labels are compared with them.
    const answer = { type: asClass && map.prediction ? 'categorical' : 'numeric', known: [], growth: 'open' } as const;
    const plan = planColumns(map, wanted.features, wanted.prediction ?? (labels && answer), wanted.names, labels);
    this.decoder = format({ fields: plan.fields, featuresAt: plan.featuresAt, batchRows: BATCH_ROWS, maxRecordBytes, maxDepth });
    this.batch = {
      columns: this.decoder.columns,
      plan,
      outcomes,
      units: { latencyPerSecond: map.latency?.perSecond ?? 1, firstTokenPerSecond: map.timeToFirstToken?.perSecond ?? 1 },
      costCurrency: map.cost?.currency ?? null,
    };
    this.epoch = made.epoch;
    this.models = new Set(wanted.models);
    this.#madeMs = made.nowMs;
    this.#map = map;
  }

  /** The decoder of a stream; kept until the stream is forgotten. */
  streamDecoder(stream: string, head: Buffer): StreamDecoder {
    const known = this.#streams.get(stream) ?? this.decoder.open(head);
    this.#streams.set(stream, known);
    return known;
  }

  forgetStream(stream: string): void {
    this.#streams.delete(stream);
  }

  /** Models among the first n rows of the batch, in rows whose time is believed, whose columns are not read. */
  newModels(n: number, latestMs: number): string[] {
    const { roles } = this.batch.plan;
    if (roles.model < 0) return [];
    const codes = this.batch.columns.values[roles.model] as Int32Array;
    const times = this.batch.columns.values[roles.time] as Float64Array;
    const seen = this.#seen;
    const found = new Set<string>();
    for (let r = 0; r < n; r++) {
      const code = codes[r] as number;
      if (code < 0 || seen[code] === 1 || !isBelieved(times[r] as number, latestMs)) continue;
      const name = this.#names(roles.model)[code];
      if (name === undefined || !isName(name) || this.models.has(name)) seen[code] = 1;
      else found.add(name);
    }
    return [...found];
  }

  /** A model that is not known here: its rows are rejected one by one, and need no columns. */
  ignoreModel(name: string): void {
    this.#seen[this.#names(this.batch.plan.roles.model).indexOf(name)] = 1;
  }

  /** Whether the log brought more models or versions than can be told apart: a new reading has room again. */
  isFull(nowMs: number): boolean {
    if (nowMs - this.#madeMs < FULL_PATIENCE_MS) return false;
    const { model, version } = this.batch.plan.roles;
    return this.#names(model).length >= MODEL_CAPACITY || this.#names(version).length >= VERSION_CAPACITY;
  }

  /** How the rows of the batch find their windows. */
  finder(models: ModelDirectory): FindTarget {
    const { roles } = this.batch.plan;
    const text = (source: RecordMap['model'], column: number, code: number): string | undefined =>
      'constant' in source ? source.constant : this.#names(column)[code];
    return (modelCode, versionCode, timeMs) => {
      const model = text(this.#map.model, roles.model, modelCode);
      const version = text(this.#map.version, roles.version, versionCode);
      if (model === undefined || version === undefined) return 'cardinality';
      if (!isName(model) || !isName(version)) return 'schema';
      return models.windowOf(model, version, timeMs);
    };
  }

  #names(column: number): readonly string[] {
    return this.batch.columns.dictionaries[column] ?? [];
  }
}

/**
 * Names of the models at the beginning of a source. Asked before its first reading is made, so that this one need not be thrown
 * away: a decoder that is replaced in the middle of its first chunk left Node 20 reading all later ones at two thirds of
 * the speed (1.1 instead of 1.6 M records/s), as it then no longer optimises the loop over the lines. None for a source
 * whose records are all of one model.
 */
export function modelsAtStart(options: SourceFoldOptions, { head, buffer, start, end }: Piece, latestMs: number): string[] {
  const { map, format, maxRecordBytes, maxDepth } = options;
  if ('constant' in map.model) return [];
  const fields = [
    { path: map.model.path, kind: 'category', known: [], growth: 'open', capacity: MODEL_CAPACITY },
    { path: map.time.path, kind: 'time', unit: map.time.unit },
  ] as const;
  const decoder = format({ fields, featuresAt: null, batchRows: BATCH_ROWS, maxRecordBytes, maxDepth });
  const [codes, times] = decoder.columns.values;
  const found = new Set<string>();
  const rows = (n: number): void => {
    for (let r = 0; r < n; r++) {
      const name = decoder.columns.dictionaries[0]?.[codes?.[r] ?? -1];
      if (name !== undefined && isBelieved(times?.[r] ?? NaN, latestMs)) found.add(name);
    }
  };
  decoder.open(head).decode(buffer, start, cutAt(buffer, start, end, START_BYTES), true, { rows, reject: () => undefined });
  return [...found].filter(isName);
}

/** Whether a text can be the name of a model or version. */
export function isName(text: string): boolean {
  return text !== '' && text.length <= LONGEST_NAME;
}
