import { CodedError, type Notify } from '../contract/index.js';
import type { Chunk, PullSource, StreamPosition } from '../sources/index.js';
import type { RecordFold } from './record-fold.js';
import { StreamProgress } from './stream-progress.js';

/** Reads one pulled source chunk by chunk into its fold. */
export class FileReader {
  readonly fold: RecordFold;
  readonly source: PullSource;
  readonly #notify: Notify;
  readonly #progress = new StreamProgress();
  /** What is wrong with streams that cannot be decoded (wrong format, conflicting columns), by stream. */
  readonly #refused = new Map<string, { readonly path: string; readonly why: string }>();
  /** Why the source could not be asked. */
  #failure: string | null = null;

  constructor(source: PullSource, fold: RecordFold, notify: Notify) {
    this.source = source;
    this.fold = fold;
    this.#notify = notify;
  }

  get problem(): string | null {
    const [refused] = this.#refused.values();
    return this.#failure ?? refused?.why ?? this.source.health().problem;
  }

  /** Folds a chunk or a part of one, or looks where a new stream begins; false when there was nothing to read. */
  async step(): Promise<boolean> {
    const chunk = await this.#next();
    const answer = chunk ? 'chunk' : this.source.backlog().length > 0 ? 'stuck' : 'drained';
    this.#progress.asked(answer, this.fold.nowMs());
    if (!chunk) return false;
    const origin = { path: chunk.path, streamOffset: chunk.streamOffset - chunk.start };
    if (chunk.oversized !== undefined) {
      this.fold.reject('too_large', 1, chunk.oversized, origin);
      this.source.advance(chunk, chunk.end - chunk.start);
      return true;
    }
    let consumed: number;
    try {
      if (this.#mustLookFirst(chunk)) return true;
      ({ consumed } = this.fold.fold(chunk.stream, chunk, chunk.last, origin));
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      // Nothing was counted and the position stays: once the configuration is mended, nothing is lost.
      this.#refuse(chunk, error);
      return false;
    }
    this.#accept(chunk.path);
    // A chunk that begins with a new model is left as a whole for the next step: nothing is known of the stream yet.
    if (consumed === chunk.start) return true;
    this.source.advance(chunk, consumed - chunk.start);
    this.#progress.read(chunk.stream, this.fold.takeNewestMs());
    return true;
  }

  /** Event time that open windows must wait for; see StreamProgress. */
  heldBackMs(): number {
    return this.#progress.heldBackMs(this.source.backlog(), this.fold.nowMs());
  }

  /** Positions that changed since the last call, for a commit. Streams that the source forgets are forgotten here too. */
  takeChangedPositions(): { changed: StreamPosition[]; forgotten: string[] } {
    const taken = this.source.takeChangedPositions();
    for (const stream of taken.forgotten) {
      this.#progress.forget(stream);
      this.#refused.delete(stream);
      this.fold.forgetStream(stream);
    }
    return taken;
  }

  /** A source that fails (a disk error) is a state of this source; the others go on. */
  async #next(): Promise<Chunk | null> {
    try {
      const chunk = await this.source.next((stream) => this.#progress.orderOf(stream));
      if (this.#failure !== null) this.#notify({ kind: 'source_recovered', source: this.fold.name, path: this.fold.name });
      this.#failure = null;
      return chunk;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (this.#failure !== why) this.#notify({ kind: 'source_unreadable', source: this.fold.name, path: this.fold.name, error: why });
      this.#failure = why;
      return null;
    }
  }

  /**
   * Of several unread streams the oldest must be read first: a thousand rotated files read one chunk each would open
   * windows over all their time, and closing the oldest of these would make the rest of the old files late.
   */
  #mustLookFirst(chunk: Chunk): boolean {
    const { stream } = chunk;
    if (this.#progress.knows(stream)) return false;
    const others = this.source.backlog().filter((other) => other !== stream);
    if (others.length === 0) return false;
    const firstMs = this.fold.firstEventMs(chunk);
    if (firstMs === null) return false;
    this.#progress.begins(stream, firstMs);
    return others.some((other) => this.#progress.orderOf(other) < firstMs);
  }

  #refuse({ stream, path }: Chunk, error: CodedError): void {
    const why = `${path}: ${error.message}: ${error.advice}`;
    this.#progress.refuse(stream);
    if (this.#refused.get(stream)?.why === why) return;
    this.#refused.set(stream, { path, why });
    this.#notify({ kind: 'source_unreadable', source: this.fold.name, path, error: `${error.message}: ${error.advice}` });
  }

  /** A file that can be read is no problem any more, nor is what stood under its name before: it was written anew. */
  #accept(path: string): void {
    for (const [stream, refused] of this.#refused) {
      if (refused.path !== path) continue;
      this.#refused.delete(stream);
      this.#notify({ kind: 'source_recovered', source: this.fold.name, path });
    }
  }
}
