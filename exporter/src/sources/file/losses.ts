import type { Notify } from '../../contract/index.js';
import type { LogFile } from './log-file.js';

/** Unread bytes of a file that is gone are looked for in copies of it for this long; then they are told to be lost. */
export const LOSS_GRACE_MS = 5000;

/** Files that went away before they were read to their end. */
export class Losses {
  readonly #source: string;
  readonly #notify: Notify;
  readonly #losses = new Map<LogFile, { bytes: number; sinceMs: number }>();

  constructor(source: string, notify: Notify) {
    this.#source = source;
    this.#notify = notify;
  }

  /** @param bytes unread ones that were seen; there may have been more */
  add(file: LogFile, bytes: number, nowMs: number): void {
    if (bytes > 0) this.#losses.set(file, { bytes, sinceMs: nowMs });
  }

  /** A copy was found. */
  delete(file: LogFile): void {
    this.#losses.delete(file);
  }

  streams(): string[] {
    return [...this.#losses.keys()].map((file) => file.stream);
  }

  tell(nowMs: number): void {
    for (const [file, { bytes, sinceMs }] of this.#losses) {
      if (nowMs - sinceMs < LOSS_GRACE_MS) continue;
      this.#losses.delete(file);
      const why = 'it was truncated or removed before it was read, and no copy of it was found';
      this.#notify({ kind: 'bytes_lost', source: this.#source, path: file.path, count: bytes, why });
    }
  }
}
