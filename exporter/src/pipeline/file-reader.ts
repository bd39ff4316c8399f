import { CodedError, type Notify } from '../contract/index.js';
import type { PullSource } from '../sources/index.js';
import type { SourceFold } from './source-fold.js';

/** Reads one pulled source chunk by chunk into its fold. */
export class FileReader {
  readonly fold: SourceFold;
  readonly source: PullSource;
  readonly #notify: Notify;
  readonly #newestMs = new Map<string, number>();
  #problem: string | null = null;
  /** Streams that cannot be decoded (wrong format, conflicting columns): they wait and hold no window back. */
  readonly #refused = new Map<string, string>();

  constructor(source: PullSource, fold: SourceFold, notify: Notify) {
    this.source = source;
    this.fold = fold;
    this.#notify = notify;
  }

  get problem(): string | null {
    return this.#problem ?? this.source.health().problem;
  }

  /** Folds one chunk; false when there was nothing to read. */
  async step(): Promise<boolean> {
    const chunk = await this.source.next((stream) => (this.#refused.has(stream) ? Infinity : (this.#newestMs.get(stream) ?? -Infinity)));
    if (!chunk) return false;
    const origin = { path: chunk.path, streamOffset: chunk.streamOffset - chunk.start };
    if (chunk.oversized !== undefined) {
      this.fold.reject('too_large', 1, chunk.oversized, origin);
      this.source.advance(chunk, chunk.end - chunk.start);
      return true;
    }
    try {
      const { consumed } = this.fold.fold(chunk.stream, chunk.head, chunk.buffer, chunk.start, chunk.end, chunk.last, origin);
      this.source.advance(chunk, consumed - chunk.start);
      this.#problem = null;
      this.#refused.delete(chunk.stream);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      // Nothing was counted and the position stays: once the configuration is mended, nothing is lost.
      this.#refuse(chunk.stream, chunk.path, error);
      return false;
    }
    const newest = this.fold.takeNewestMs();
    const known = this.#newestMs.get(chunk.stream) ?? -Infinity;
    this.#newestMs.set(chunk.stream, Math.max(newest, known));
    return true;
  }

  /** Event time that open windows must wait for: the oldest stream that still has unread bytes; Infinity for none. */
  heldBackMs(): number {
    let least = Infinity;
    for (const stream of this.source.backlog()) {
      if (this.#refused.has(stream)) continue;
      least = Math.min(least, this.#newestMs.get(stream) ?? -Infinity);
    }
    return least;
  }

  #refuse(stream: string, path: string, error: CodedError): void {
    this.#problem = `${path}: ${error.message}: ${error.advice}`;
    if (this.#refused.get(stream) === error.code) return;
    this.#refused.set(stream, error.code);
    this.#notify({ kind: 'source_unreadable', source: this.fold.name, path, error: error.message });
  }
}
