/**
 * How long a stream that cannot be read now (no permission, a broken disk, an unfinished archive) holds windows back. Longer
 * than a rotation or a remount takes; then its events will be late, and the other models of the source get their verdicts.
 */
const PATIENCE_MS = 60_000;

/** How far the streams of one source are read, in event time: decides which one is read next, and which windows must wait. */
export class StreamProgress {
  /** Newest event time read of a stream, or where its unread part begins; null where nothing in it had a time so far. */
  readonly #times = new Map<string, number | null>();
  readonly #refused = new Set<string>();
  #hasLooked = false;
  #stuckSinceMs: number | null = null;

  /** Whether it is known where in time a stream is. */
  knows(stream: string): boolean {
    return this.#times.has(stream);
  }

  /** Streams are read in this order: those of which nothing is known first, those that cannot be decoded last. */
  orderOf(stream: string): number {
    return this.#refused.has(stream) ? Infinity : (this.#times.get(stream) ?? -Infinity);
  }

  /** The unread part of a stream begins about here. */
  begins(stream: string, firstMs: number): void {
    this.#times.set(stream, firstMs);
  }

  /** A chunk of a stream was folded; -Infinity when nothing in it had a time. */
  read(stream: string, newestMs: number): void {
    const known = this.#times.get(stream) ?? -Infinity;
    const newest = Math.max(known, newestMs);
    this.#times.set(stream, newest > -Infinity ? newest : null);
    this.#refused.delete(stream);
  }

  /** A stream cannot be decoded: it waits, and holds no window back. */
  refuse(stream: string): void {
    this.#refused.add(stream);
  }

  /** What the source answered when it was asked for a chunk; `stuck`: none, although there are unread bytes. */
  asked(answer: 'chunk' | 'drained' | 'stuck', nowMs: number): void {
    this.#hasLooked = true;
    if (answer !== 'stuck') this.#stuckSinceMs = null;
    else this.#stuckSinceMs ??= nowMs;
  }

  /**
   * Event time that open windows must wait for: that of the stream with unread bytes that is furthest behind. Infinity when
   * nothing is left to wait for, -Infinity while it is not known.
   */
  heldBackMs(backlog: readonly string[], nowMs: number): number {
    // Before the source looked at its folders, an empty backlog says nothing.
    if (!this.#hasLooked) return -Infinity;
    if (this.#stuckSinceMs !== null && nowMs - this.#stuckSinceMs >= PATIENCE_MS) return Infinity;
    let least = Infinity;
    for (const stream of backlog) {
      if (this.#refused.has(stream)) continue;
      const time = this.#times.get(stream);
      // Read, and no time in it: nothing says that it holds events at all.
      if (time === null) continue;
      least = Math.min(least, time ?? -Infinity);
    }
    return least;
  }

  forget(stream: string): void {
    this.#times.delete(stream);
    this.#refused.delete(stream);
  }
}
