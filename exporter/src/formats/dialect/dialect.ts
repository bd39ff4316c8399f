import type { RejectReason } from '../../contract/index.js';
import type { JsonObject } from '../jsonl/parse-record.js';

/** Version of events whose format does not tell it. */
export const UNVERSIONED = 'unversioned';

/**
 * What a record of somebody else's format says, in the words that the map of a source uses by default for such formats.
 * A key that the format does not carry is left out.
 */
export interface DialectEvent {
  /** Milliseconds since 1970, or ISO 8601 text. */
  readonly time?: unknown;
  readonly request_id?: unknown;
  readonly model?: unknown;
  readonly version?: unknown;
  /** Seconds. */
  readonly latency?: unknown;
  /** Seconds. */
  readonly time_to_first_token?: unknown;
  readonly status?: unknown;
  readonly features?: JsonObject | undefined;
  readonly prediction?: unknown;
  readonly score?: unknown;
  readonly tokens_input?: unknown;
  readonly tokens_output?: unknown;
  readonly cost?: unknown;
}

/** Which half of an inference a record is, where requests and responses are logged apart. */
export interface Half {
  readonly side: 'request' | 'response';
  /** The same for both halves, and for no other inference. */
  readonly key: string;
  /** Whether the time is when it happened, so that a latency follows from the two. */
  readonly isTimed: boolean;
}

/** One request, or one half of it, with all its instances. */
export interface Inference {
  /** One for each instance; the first stands for the request as well. At least one. */
  readonly events: readonly DialectEvent[];
  /** PART_* bits of the first event; further ones carry the same without PART_REQUEST. */
  readonly parts: number;
  /** Requests that this one stands for: 1 but in a log that is a sample. */
  readonly weight: number;
  readonly half: Half | null;
}

/** Somebody else's format of JSON lines. Pure: the same record always says the same. */
export interface Dialect {
  /** Whether its records are halves. */
  readonly isHalved: boolean;
  /**
   * @param record one parsed line
   * @returns none, when the record is a proper one that tells of no inference; `label`, when it tells the truth about an inference
   *          of before; a reason, when it is no record of the format
   */
  read(record: JsonObject): readonly Inference[] | 'label' | RejectReason;
}
