/**
 * A piece of a source: whole records, or as much of one as there is. `buffer` may be reused after the next call of
 * `next`; DECODER_PADDING bytes behind `end` are readable.
 */
export interface Chunk {
  /** The stream within the source (one file, also across its renames); stable across restarts. */
  readonly stream: string;
  /** How the stream begins (at most 64 KiB), for formats with a header. */
  readonly head: Buffer;
  readonly buffer: Buffer;
  readonly start: number;
  readonly end: number;
  /** Nothing follows in this stream, as far as can be told: a record without a newline at its end is whole. */
  readonly last: boolean;
  /** Set where this stands for one record longer than the limit, of so many bytes: it is not in `buffer`. */
  readonly oversized?: number;
  /** For log lines: path of the file, and the stream offset of `start` in (uncompressed) bytes. */
  readonly path: string;
  readonly streamOffset: number;
}

/** A position as the store keeps it: opaque JSON per stream, written in the transaction that holds the state. */
export interface StreamPosition {
  readonly stream: string;
  readonly position: Readonly<Record<string, unknown>>;
}

export interface SourceHealth {
  readonly isUp: boolean;
  readonly backlogBytes: number;
  /** Why it is not up, for people. */
  readonly problem: string | null;
  /** One line per stream, for the status page. */
  readonly streams: readonly { path: string; offset: number; size: number; isDrained: boolean }[];
}

/** A source that is read by pulling. Positions move only by `advance`, so position and state can be committed together. */
export interface PullSource {
  readonly name: string;
  /**
   * The next chunk, or null when nothing can be read now. Among streams with a backlog, the one whose
   * `eventTime(stream)` is smallest comes first (-Infinity for a stream not read yet), so that several files merge
   * roughly by event time and none holds the others' windows back.
   */
  next(eventTime: (stream: string) => number): Promise<Chunk | null>;
  /**
   * The first `bytes` of the chunk's [start, end) (all of an oversized record) are folded. A record cut at the end comes again in
   * the next chunk. 0 says that the chunk holds no whole record: the next one of the stream is longer, once there is more. Not
   * calling it at all leaves everything as it is: the same chunk comes again.
   */
  advance(chunk: Chunk, bytes: number): void;
  /** Streams with unread bytes, and names for what may yet turn out to be one. */
  backlog(): readonly string[];
  /** Positions changed since the last call, and streams to forget; to be committed with the state. */
  takeChangedPositions(): { changed: StreamPosition[]; forgotten: string[] };
  /** Puts back what a failed commit took. */
  restoreChangedPositions(taken: { changed: StreamPosition[]; forgotten: string[] }): void;
  health(): SourceHealth;
  close(): Promise<void>;
}
