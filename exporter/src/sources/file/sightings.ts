import type { FileStat } from './file-stat.js';
import type { LogFile } from './log-file.js';

/** A file that is on disk and is not read, as it was last seen. */
export interface Sighting {
  readonly size: number;
  readonly mtimeMs: number;
  readonly firstMs: number;
  /** Since when it has this size and mtime. */
  readonly sinceMs: number;
  /** Why it is not read; `open` while that is not decided. */
  verdict: 'open' | 'copy' | 'history' | 'unreadable';
  original: LogFile | null;
  /** Bytes of the content of a copy, where they are known. */
  length: number | null;
  problem: string | null;
}

/** Files that are passed over, looked at again when they change. Age is measured by this process: mtime may lie in the future. */
export class Sightings {
  readonly #sightings = new Map<string, Sighting>();

  see(key: string, { size, mtimeMs }: FileStat, nowMs: number): Sighting {
    const known = this.#sightings.get(key);
    if (known && known.size === size && known.mtimeMs === mtimeMs) return known;
    const firstMs = known?.firstMs ?? nowMs;
    const sighting: Sighting = { size, mtimeMs, firstMs, sinceMs: nowMs, verdict: 'open', original: null, length: null, problem: null };
    this.#sightings.set(key, sighting);
    return sighting;
  }

  forget(key: string): void {
    this.#sightings.delete(key);
  }

  /** Keeps those whose files are still there. */
  keep(isThere: (key: string) => boolean): void {
    for (const key of this.#sightings.keys()) if (!isThere(key)) this.#sightings.delete(key);
  }

  get originals(): ReadonlySet<LogFile | null> {
    return new Set([...this.#sightings.values()].map(({ original }) => original));
  }

  get undecided(): readonly (readonly [string, Sighting])[] {
    return [...this.#sightings].filter(([, { verdict, size }]) => verdict === 'open' && size > 0);
  }
}
