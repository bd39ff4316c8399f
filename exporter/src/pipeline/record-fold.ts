import type { RejectReason } from '../contract/index.js';
import type { Piece } from './column-discovery.js';
import type { SourcePairs } from './pairs/source-pairs.js';
import type { SourceCounters } from './source-counters.js';

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

/** Takes in the records of one source, whatever they are: inferences go into windows, labels to their join. */
export interface RecordFold {
  readonly name: string;
  readonly kind: 'inference' | 'label';
  readonly counters: SourceCounters;
  readonly pairs: SourcePairs;
  /** Set when a fold broke off in the middle: its state must not be committed. */
  brokenBy: unknown;
  readonly nowMs: () => number;
  /** Whether windows of a model must wait for unread records of this source. */
  carries(model: string): boolean;
  /**
   * Takes in whole records of a piece; what is left of it comes again with the next call.
   *
   * @param stream its decoder is kept until `forgetStream`
   * @throws CodedError when the piece cannot be read at all; nothing was counted then
   */
  fold(stream: string, piece: Piece, last: boolean, origin: Origin): FoldOutcome;
  /** Decodes without taking anything in: the first record that the format refuses, or null. */
  check(piece: Piece): { reason: RejectReason; offset: number } | null;
  /** The earliest time at the beginning of a piece; null where none is needed or can be read. */
  firstEventMs(piece: Piece): number | null;
  /** Counts records that never reached the decoder (too long for memory), with the bytes they took. */
  reject(reason: RejectReason, count: number, bytes: number, origin: Origin): void;
  /** Counts the records of a batch that came a second time under its key. */
  countDuplicates(count: number): void;
  forgetStream(stream: string): void;
  /** Newest event time since the last call, of rejected records too; -Infinity when there was none. */
  takeNewestMs(): number;
}

/**
 * An error in the middle of a fold must end the process: part of the piece is counted and its position is not moved, so
 * going on would count it twice. A restart begins at the last commit. As a CodedError it would be taken for "nothing was
 * counted".
 */
export function unbroken<T>(fold: Pick<RecordFold, 'name' | 'brokenBy'>, work: () => T): T {
  try {
    return work();
  } catch (error) {
    fold.brokenBy = error;
    throw new Error(`folding a chunk of source ${fold.name} broke off`, { cause: error });
  }
}
