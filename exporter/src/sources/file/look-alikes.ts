import type { Newcomer } from './copy-of.js';
import type { LogFile } from './log-file.js';

/** Known files by how they begin: which of thousands a newcomer may be a copy of is found by a few hashes. */
export class LookAlikes {
  readonly #live = new Map<number, Map<string, Set<LogFile>>>();
  readonly #gone = new Map<number, Map<string, Set<LogFile>>>();
  readonly #sinceMs = new Map<string, number>();

  constructor(files: Iterable<LogFile>) {
    for (const file of files) this.add(file);
  }

  add(file: LogFile): void {
    const { bytes, sha256 } = file.isRetired ? file.head : file.opening;
    const index = file.isRetired ? this.#gone : this.#live;
    const ofLength = index.get(bytes) ?? new Map<string, Set<LogFile>>();
    index.set(bytes, ofLength);
    const alike = ofLength.get(sha256) ?? new Set<LogFile>();
    ofLength.set(sha256, alike.add(file));
    this.#sinceMs.set(file.home, Math.min(file.sinceMs, this.sinceMs(file.home)));
  }

  remove(file: LogFile): void {
    this.#gone.get(file.head.bytes)?.get(file.head.sha256)?.delete(file);
    this.#live.get(file.opening.bytes)?.get(file.opening.sha256)?.delete(file);
  }

  /** Files being read that a newcomer may be related to; to be compared by their content. */
  *live({ sample, startsWith }: Newcomer): Iterable<LogFile> {
    for (const [bytes, ofLength] of this.#live) {
      // Too short to be told apart by a hash.
      if (bytes > sample.length) for (const files of ofLength.values()) yield* files;
      else yield* ofLength.get(startsWith(bytes)) ?? [];
    }
  }

  /** Files gone by that begin as a newcomer does, the one that was read furthest first. */
  gone({ sample, startsWith }: Newcomer): LogFile[] {
    const alike = [...this.#gone].flatMap(([bytes, ofLength]) =>
      bytes > sample.length ? [] : [...(ofLength.get(startsWith(bytes)) ?? [])],
    );
    return alike.sort((a, b) => b.offset - a.offset);
  }

  /** mtime of a log when it was first seen; Infinity for an unknown one. */
  sinceMs(home: string): number {
    return this.#sinceMs.get(home) ?? Infinity;
  }
}
