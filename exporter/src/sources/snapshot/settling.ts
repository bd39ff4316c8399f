/** A file as one look at the folder shows it. */
export interface Sighting {
  readonly path: string;
  readonly signature: string;
}

interface Seen {
  readonly signature: string;
  readonly sinceMs: number;
}

/**
 * Which files have not changed for a while. A file that is written in place changes from look to look; one that stayed the same
 * for `settleMs` between two looks is taken for finished. The time of change that the file system gives is not asked: clocks of
 * file servers differ, and a copy may keep the time of its original.
 *
 * Memory: one entry for each file seen at the last look.
 */
export class Settling {
  readonly #settleMs: number;
  #since = new Map<string, Seen>();

  constructor(settleMs: number) {
    this.#settleMs = settleMs;
  }

  /** One look at the folder: the files that are new or not settled yet. What is not among them is forgotten. */
  look(sightings: readonly Sighting[], nowMs: number): void {
    const next = new Map<string, Seen>();
    for (const { path, signature } of sightings) {
      const before = this.#since.get(path);
      // A clock that was set back begins the wait anew: it must not end early, and not last until the clock has caught up.
      const isSame = before?.signature === signature && before.sinceMs <= nowMs;
      next.set(path, isSame ? before : { signature, sinceMs: nowMs });
    }
    this.#since = next;
  }

  /** How long a file has been as it is, in ms; null where it was not seen so at the last look. */
  quietMs({ path, signature }: Sighting, nowMs: number): number | null {
    const seen = this.#since.get(path);
    return seen?.signature === signature ? nowMs - seen.sinceMs : null;
  }

  isSettled(sighting: Sighting, nowMs: number): boolean {
    const quiet = this.quietMs(sighting, nowMs);
    return quiet !== null && quiet >= this.#settleMs;
  }

  /** The file was seen to change: it has to settle again. */
  disturb(path: string): void {
    this.#since.delete(path);
  }
}
