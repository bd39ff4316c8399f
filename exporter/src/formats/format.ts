import type { RejectReason } from '../contract/index.js';
import type { Columns, Field } from '../events/index.js';

/** What a decoder needs readable behind the end of a chunk: it compares four bytes at a time. */
export const DECODER_PADDING = 16;

export {
  ABSENT_MISSING,
  ABSENT_NULL,
  ABSENT_OTHER,
  CODE_MISSING,
  CODE_NULL,
  CODE_OTHER,
  PRESENT,
  type Columns,
  type Field,
  type TimeUnit,
} from '../events/index.js';

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

export interface RowSink {
  /** The columns hold n accepted records. */
  rows(n: number): void;
  /** One record was not accepted; `offset` is its first byte in the decoded buffer. */
  reject(reason: RejectReason, offset: number, bytes: number): void;
  /** One record is a label: the truth about an inference of before. Without this they are passed over. */
  label?(offset: number): void;
}

/** Decodes one stream: a file, or one HTTP body. */
export interface StreamDecoder {
  /**
   * Decodes the whole records of buffer[start, end). At least DECODER_PADDING bytes behind `end` must be readable.
   * Pass `last` when nothing follows: a record without a final newline is then whole too.
   * Every record ends up in exactly one of `sink.rows`, `sink.reject` and `sink.label`; blank lines, and proper records that tell of
   * nothing (a document of spans without any inference), in none.
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
