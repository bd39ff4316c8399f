import type { StreamPosition } from '../source.js';
import { filePosition } from './file-position.js';
import type { Fingerprint } from './fingerprint.js';
import { LogFile } from './log-file.js';

/**
 * Files gone by that are remembered, so that copies of them (compressed ones, mostly) are not read again.
 * Why 20000: twice the files that one source is tested with, all of which may be unmounted for a while. 600 bytes each.
 * Too low:   a copy that turns up late is counted twice. Too high: memory, and the time of a start.
 * Pinned by: sources/file/known-files.test.ts
 */
export const RETIRED_LIMIT = 20_000;
/** Files that are kept open. Beyond it those that were read to their end and are quiet are closed: 1024 is a usual limit. */
const OPEN_LIMIT = 800;
/** How long a file has not changed when it counts as quiet. */
const QUIET_MS = 60_000;

/** The files of a source that are being read, and those gone by. Their streams and positions are what is stored. */
export class KnownFiles {
  readonly #byStream = new Map<string, LogFile>();
  readonly #live = new Map<string, LogFile>();
  #forgotten: string[] = [];

  constructor(stored: readonly StreamPosition[]) {
    const files = stored.map(({ stream, position }) => new LogFile(stream, filePosition(position)));
    // Oldest first, as they were retired: the store returns them by name, and trimming goes by age.
    files.sort((a, b) => (a.retiredMs ?? Infinity) - (b.retiredMs ?? Infinity) || 0);
    for (const file of files) this.add(file);
  }

  all(): IterableIterator<LogFile> {
    return this.#byStream.values();
  }

  live(): IterableIterator<LogFile> {
    return this.#live.values();
  }

  liveByKey(key: string): LogFile | null {
    return this.#live.get(key) ?? null;
  }

  isLive(file: LogFile): boolean {
    return this.#live.get(file.key) === file;
  }

  byStream(stream: string): LogFile | null {
    return this.#byStream.get(stream) ?? null;
  }

  /** A name for the stream of a file; none that is in use, or to be deleted from the store by the next commit. */
  newStream(ino: string, head: Fingerprint): string {
    const stem = `${BigInt(ino).toString(36)}-${head.sha256.slice(0, 10)}`;
    let stream = stem;
    for (let i = 2; this.#byStream.has(stream) || this.#forgotten.includes(stream); i++) stream = `${stem}-${i}`;
    return stream;
  }

  /** Takes the place of a file of the same stream. */
  add(file: LogFile): void {
    const former = this.#byStream.get(file.stream);
    if (former && this.#live.get(former.key) === former) this.#live.delete(former.key);
    // Deleted first, so that the map stays in the order of retirement.
    this.#byStream.delete(file.stream);
    this.#byStream.set(file.stream, file);
    if (!file.isRetired) this.#live.set(file.key, file);
  }

  /** Keeps a file only to recognise copies of it. */
  retire(file: LogFile, nowMs: number): void {
    file.close();
    file.retiredMs = nowMs;
    file.isPositionChanged = true;
    this.#live.delete(file.key);
    this.add(file);
  }

  /** Removes a file, as if it had never been known. */
  forget(file: LogFile): void {
    file.close();
    if (this.#live.get(file.key) === file) this.#live.delete(file.key);
    this.#byStream.delete(file.stream);
    this.#forgotten.push(file.stream);
  }

  /** Forgets the oldest files gone by beyond the limit, and closes quiet files beyond theirs. */
  trim(nowMs: number): void {
    const retired = [...this.#byStream.values()].filter((file) => file.isRetired);
    for (const { stream } of retired.slice(0, Math.max(0, retired.length - RETIRED_LIMIT))) {
      this.#byStream.delete(stream);
      this.#forgotten.push(stream);
    }
    let surplus = [...this.#live.values()].filter((file) => file.fd !== null).length - OPEN_LIMIT;
    for (const file of this.#live.values()) {
      if (surplus <= 0) return;
      if (file.fd === null || file.isGzip || file.isMissing || file.offset < file.size || nowMs - file.changedMs < QUIET_MS) continue;
      file.close();
      file.isIdle = true;
      surplus--;
    }
  }

  takeChanged(): { changed: StreamPosition[]; forgotten: string[] } {
    const changed: StreamPosition[] = [];
    for (const file of this.#byStream.values()) {
      if (!file.isPositionChanged || file.claims.length > 0) continue;
      file.isPositionChanged = false;
      changed.push({ stream: file.stream, position: { ...file.position } });
    }
    const forgotten = this.#forgotten;
    this.#forgotten = [];
    return { changed, forgotten };
  }

  restoreChanged({ changed, forgotten }: { changed: StreamPosition[]; forgotten: string[] }): void {
    for (const { stream } of changed) {
      const file = this.#byStream.get(stream);
      if (file) file.isPositionChanged = true;
    }
    this.#forgotten = [...forgotten, ...this.#forgotten];
  }

  close(): void {
    for (const file of this.#byStream.values()) file.close();
  }
}
