import type { RejectReason } from '../contract/index.js';

/** What a decoder needs readable behind the end of a chunk: it compares four bytes at a time. */
export const DECODER_PADDING = 16;

/** Why a value of a column is not there; the value itself is then NaN (numbers, times) or a negative code (categories). */
export const ABSENT_MISSING = 0; // the field is not in the record
export const ABSENT_NULL = 1; // the field is null (CSV: empty)
export const ABSENT_OTHER = 3; // the field has another type

/** Category codes of absent values, indexed by the constants above. */
export const CODE_MISSING = -1;
export const CODE_NULL = -2;
export const CODE_OTHER = -3;

/** Unit of a time given as a number; `auto` tells seconds, milliseconds, microseconds and nanoseconds by magnitude. */
export type TimeUnit = 's' | 'ms' | 'us' | 'ns' | 'auto';

/** One wanted field of a record and the column it fills. */
export type Field =
  /** A JSON number (CSV: a decimal number) into a Float64Array; NaN where absent. */
  | { readonly path: readonly string[]; readonly kind: 'number' }
  /** ISO 8601 text or an epoch number into milliseconds since 1970 (Float64Array); a text without zone is UTC. */
  | { readonly path: readonly string[]; readonly kind: 'time'; readonly unit: TimeUnit }
  /**
   * A string, number or boolean into an integer code (Int32Array). Codes 0..known-1 are the `known` values, in that order.
   * `open`: further values get the next codes, up to `capacity`; all later ones share the code `capacity`.
   * `closed`: every other value gets the code `capacity` (= known.length) at once.
   */
  | {
      readonly path: readonly string[];
      readonly kind: 'category';
      readonly known: readonly string[];
      readonly growth: 'open' | 'closed';
      readonly capacity: number;
    };

/** What a decoder is to look for. `featuresAt`: the object whose other keys count as extra features; null for none. */
export interface DecoderOptions {
  readonly fields: readonly Field[];
  readonly featuresAt: readonly string[] | null;
  /** Rows per batch. */
  readonly batchRows: number;
  /** Longest record in bytes; a longer one is rejected as `too_large`. */
  readonly maxRecordBytes: number;
  /** Deepest nesting of a record; a deeper one is rejected as `too_deep`. */
  readonly maxDepth: number;
}

/**
 * The columns that a decoder fills, reused from batch to batch. Index f belongs to `fields[f]`.
 * Valid for rows 0..n-1 during the call of `RowSink.rows(n)`, and only then.
 */
export interface Columns {
  readonly values: readonly (Float64Array | Int32Array)[];
  /** ABSENT_* where a number or time is NaN; null for category columns. */
  readonly absent: readonly (Uint8Array | null)[];
  /** Category values by code; null for other kinds. Grows, never changes. */
  readonly dictionaries: readonly (readonly string[] | null)[];
  /** Byte offset of each record within the decoded buffer. */
  readonly offsets: Float64Array;
  /** Number of keys in the features object that are no wanted field. */
  readonly extras: Uint16Array;
}

export interface RowSink {
  /** The columns hold n accepted records. */
  rows(n: number): void;
  /** One record was not accepted; `offset` is its first byte in the decoded buffer. */
  reject(reason: RejectReason, offset: number, bytes: number): void;
}

/** Decodes one stream: a file, or one HTTP body. */
export interface StreamDecoder {
  /**
   * Decodes the whole records of buffer[start, end). At least DECODER_PADDING bytes behind `end` must be readable.
   * Pass `last` when nothing follows: a record without a final newline is then whole too.
   * Every record ends up in exactly one of `sink.rows` and `sink.reject`; blank lines in neither.
   *
   * @returns the offset behind the last whole record
   */
  decode(buffer: Buffer, start: number, end: number, last: boolean, sink: RowSink): number;
}

/** A format with its wanted fields. Holds what was learned, and the columns that all its streams share. */
export interface Decoder {
  readonly columns: Columns;
  /**
   * Opens a stream. `head` is how it begins (a CSV header line is read from it), also when reading resumes further on.
   *
   * @throws CodedError FORMATS_* when the head cannot belong to this format
   */
  open(head: Buffer): StreamDecoder;
  /**
   * The keys of the features object in buffer[start, end) with the kind their first non-null value suggests.
   * Slow (plain parser); used only while a baseline is bootstrapped.
   */
  discover(head: Buffer, buffer: Buffer, start: number, end: number): Map<string, 'numeric' | 'categorical'>;
}

/** The plug-in table of formats: a map from the configured name to its maker. */
export type DecoderFactory = (options: DecoderOptions) => Decoder;
