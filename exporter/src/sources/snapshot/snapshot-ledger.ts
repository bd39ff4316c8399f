import type { StreamPosition } from '../source.js';

/**
 * Contents that are remembered after their last file is gone, so that one that is uploaded again is not counted again.
 * Why 20 000: the same as the file source; a snapshot an hour for two years. 150 bytes each.
 * Too low:    an old snapshot that comes back is counted twice. Too high: memory, and the time of a start.
 * Pinned by:  snapshot-ledger.test.ts
 */
export const GONE_CONTENTS = 20_000;

/** What was done with a content. */
export type ContentUse = 'window' | 'reference';

/** What is known of the file under one path. Only hashes and numbers, nothing of what it holds. */
export interface KnownFile {
  readonly signature: string;
  /** Null where it was refused: nothing was counted of it. */
  readonly sha256: string | null;
  /** Why it was refused, and the settings it was refused under: under other ones it is tried again. */
  readonly refused: { readonly why: string; readonly settings: string } | null;
}

interface KnownContent {
  readonly use: ContentUse;
  /** Grows with each content: the oldest ones are forgotten first. */
  readonly order: number;
}

const FILE = 'file:';
const CONTENT = 'content:';

/**
 * The memory of a snapshot source: which contents were counted, and which file holds which content, so that an untouched file is
 * never read again. This is what is stored as the positions of the source, in the transaction that holds the windows.
 */
export class SnapshotLedger {
  readonly #files = new Map<string, KnownFile>();
  readonly #contents = new Map<string, KnownContent>();
  readonly #settings: string;
  #changed = new Set<string>();
  #next = 1;

  /** @param settings a hash of the settings that decide whether a file can be read */
  constructor(stored: readonly StreamPosition[], settings: string) {
    this.#settings = settings;
    for (const { stream, position } of stored) {
      if (stream.startsWith(CONTENT)) this.#contents.set(stream.slice(CONTENT.length), position as unknown as KnownContent);
      else this.#restoreFile(stream.slice(FILE.length), position as unknown as KnownFile);
    }
    for (const { order } of this.#contents.values()) this.#next = Math.max(this.#next, order + 1);
  }

  file(path: string): KnownFile | null {
    return this.#files.get(path) ?? null;
  }

  /** Paths that were refused and are still there, with the reason. */
  refusals(): { path: string; why: string }[] {
    return [...this.#files].flatMap(([path, { refused }]) => (refused ? [{ path, why: refused.why }] : []));
  }

  useOf(sha256: string): ContentUse | null {
    return this.#contents.get(sha256)?.use ?? null;
  }

  /** A content was used; from now on it is not used again. */
  use(path: string, signature: string, sha256: string, use: ContentUse): void {
    this.#contents.set(sha256, { use, order: this.#next++ });
    this.#changed.add(CONTENT + sha256);
    this.recognise(path, signature, sha256);
  }

  /** A file holds a content that was used before. */
  recognise(path: string, signature: string, sha256: string): void {
    this.#put(path, { signature, sha256, refused: null });
  }

  refuse(path: string, signature: string, why: string): void {
    this.#put(path, { signature, sha256: null, refused: { why, settings: this.#settings } });
  }

  /** Forgets files that are gone, and contents without a file beyond the limit. */
  keepOnly(isThere: (path: string) => boolean): void {
    for (const path of [...this.#files.keys()]) {
      if (isThere(path)) continue;
      this.#files.delete(path);
      this.#changed.add(FILE + path);
    }
    if (this.#contents.size <= GONE_CONTENTS) return;
    const held = new Set([...this.#files.values()].map(({ sha256 }) => sha256));
    const gone = [...this.#contents].filter(([sha256]) => !held.has(sha256)).sort(([, a], [, b]) => a.order - b.order);
    for (const [sha256] of gone.slice(0, Math.max(0, gone.length - GONE_CONTENTS))) {
      this.#contents.delete(sha256);
      this.#changed.add(CONTENT + sha256);
    }
  }

  takeChanges(): { changed: StreamPosition[]; forgotten: string[] } {
    const changed: StreamPosition[] = [];
    const forgotten: string[] = [];
    for (const stream of this.#changed) {
      const [kind, name] = [stream.startsWith(FILE) ? FILE : CONTENT, stream.slice(stream.indexOf(':') + 1)];
      const record = kind === FILE ? this.#files.get(name) : this.#contents.get(name);
      if (record) changed.push({ stream, position: { ...record } });
      else forgotten.push(stream);
    }
    this.#changed = new Set();
    return { changed, forgotten };
  }

  /** Puts back what a failed commit took. What changed again since is written as it is then. */
  restoreChanges({ changed, forgotten }: { changed: readonly StreamPosition[]; forgotten: readonly string[] }): void {
    for (const stream of [...changed.map((position) => position.stream), ...forgotten]) this.#changed.add(stream);
  }

  get hasChanges(): boolean {
    return this.#changed.size > 0;
  }

  #restoreFile(path: string, file: KnownFile): void {
    if (file.refused && file.refused.settings !== this.#settings) this.#changed.add(FILE + path);
    else this.#files.set(path, file);
  }

  #put(path: string, file: KnownFile): void {
    this.#files.set(path, file);
    this.#changed.add(FILE + path);
  }
}
