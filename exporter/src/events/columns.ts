import type { HashKey } from './sip-hash.js';

/** Why a value of a column is not there; the value itself is then NaN (numbers, times) or a negative code (categories). */
export const ABSENT_MISSING = 0; // the field is not in the record
export const ABSENT_NULL = 1; // the field is null (CSV: empty)
export const PRESENT = 2; // only of ids, whose values have no NaN: the value is there
export const ABSENT_OTHER = 3; // the field has another type

/** Category codes of absent values, in the order of the constants above. */
export const CODE_MISSING = -1;
export const CODE_NULL = -2;
export const CODE_OTHER = -3;

/**
 * Which parts of an inference a row carries: a set of bits. Most formats log an inference as one record, and their rows carry
 * all parts; in others a request and its response come apart, or one request brings many instances.
 */
export const PART_REQUEST = 1; // counted as a request: outcome, latency, tokens, cost
export const PART_INPUTS = 2; // the features
export const PART_ANSWER = 4; // the prediction
export const ALL_PARTS = PART_REQUEST | PART_INPUTS | PART_ANSWER;

/** Which half of an inference a row is, in logs that hold requests and responses apart. */
export const HALF_NONE = 0; // none: a record of its own
export const HALF_REQUEST = 1;
export const HALF_RESPONSE = 2;
export const HALF_CONTINUED = 3; // a further instance of the record before

/** Unit of a time given as a number; `auto` tells seconds, milliseconds, microseconds and nanoseconds by magnitude. */
export type TimeUnit = 's' | 'ms' | 'us' | 'ns' | 'auto';

/** One wanted field of a record and the column it fills. */
export type Field =
  /** A JSON number (CSV: a decimal number) into a Float64Array; NaN where absent. */
  | { readonly path: readonly string[]; readonly kind: 'number' }
  /** ISO 8601 text or an epoch number into milliseconds since 1970 (Float64Array); a text without zone is UTC. */
  | { readonly path: readonly string[]; readonly kind: 'time'; readonly unit: TimeUnit }
  /** A text such as "12.5ms" into seconds (Float64Array); a number has no unit, and is of another type. */
  | { readonly path: readonly string[]; readonly kind: 'duration' }
  /**
   * An id into its keyed hash; the id itself is never kept. A text, or a whole number up to 2^53, which is the same id as the text of
   * its digits; a larger one has lost digits in JSON and is of another type. An empty text is null. The column is a Uint32Array:
   * the low half of row r is at 2r, the high half at 2r+1.
   */
  | { readonly path: readonly string[]; readonly kind: 'id'; readonly key: HashKey }
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

/**
 * The columns that a decoder fills, reused from batch to batch. Index f belongs to field f.
 * Valid for rows 0..n-1 while the sink handles them, and only then.
 */
export interface Columns {
  readonly values: readonly (Float64Array | Int32Array | Uint32Array)[];
  /** ABSENT_* where a number or time is NaN, ABSENT_* or PRESENT of each id; null for category columns. */
  readonly absent: readonly (Uint8Array | null)[];
  /** Category values by code; null for other kinds. Grows, never changes. */
  readonly dictionaries: readonly (readonly string[] | null)[];
  /** Byte offset of each record within the decoded buffer. */
  readonly offsets: Float64Array;
  /** Number of keys in the features object that are no wanted field. */
  readonly extras: Uint16Array;
  /** Parts that each row carries; without it every row carries all of them. A row with none is passed over. */
  readonly parts?: Uint8Array;
  /** Requests that each row stands for, where the log is a sample of them; without it 1. */
  readonly weights?: Float64Array;
  /** Only for formats that log requests and responses apart. */
  readonly halves?: HalfColumns;
}

/** What tells which rows belong to one inference. */
export interface HalfColumns {
  /** HALF_* of each row. */
  readonly sides: Uint8Array;
  /** Id that both halves carry; not kept anywhere as it is. */
  readonly keys: string[];
  /** 1 where the time of the row is when it happened, so that a latency follows from two of them. */
  readonly timed: Uint8Array;
}
