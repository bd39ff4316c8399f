import { PART_REQUEST, type Batch } from '../../events/index.js';
import type { SourceCounters } from '../source-counters.js';
import { PairJoin, type PairCommit, type PairOptions } from './pair-join.js';

/** The join of one source's halves, with its numbers in the counters of the source; for sources of whole inferences it only counts what they stand for. */
export class SourcePairs {
  readonly #join: PairJoin | null;
  readonly #withinMs: number;
  readonly #counters: SourceCounters;
  readonly #nowMs: () => number;
  #lastFoldMs: number;

  constructor(options: PairOptions | null, counters: SourceCounters, nowMs: () => number) {
    this.#join = options && new PairJoin(options);
    this.#withinMs = options?.withinMs ?? 0;
    this.#counters = counters;
    this.#nowMs = nowMs;
    this.#lastFoldMs = nowMs();
  }

  get isNeeded(): boolean {
    return this.#join !== null;
  }

  /** Joins the halves among the first n rows of a batch, and counts the requests and what they stand for. @returns records that came before */
  join(batch: Batch, n: number, latestMs: number): number {
    const { halves, parts, weights } = batch.columns;
    const duplicates = halves && this.#join ? this.#join.join(batch, halves, n, latestMs) : 0;
    if (parts && weights) {
      for (let r = 0; r < n; r++) {
        if (((parts[r] as number) & PART_REQUEST) === 0) continue;
        this.#counters.logged++;
        this.#counters.represented += weights[r] as number;
      }
    }
    return duplicates;
  }

  /** Brings the counters up to date, after a piece was folded. */
  note(): void {
    this.#lastFoldMs = this.#nowMs();
    if (!this.#join) return;
    const { unmatched, waiting, horizonMs, newestMs } = this.#join;
    const orNull = (ms: number): number | null => (Number.isFinite(ms) ? ms : null);
    this.#counters.pairs = {
      ...unmatched,
      waitingRequests: waiting.request,
      waitingResponses: waiting.response,
      horizonMs: orNull(horizonMs),
      newestMs: orNull(newestMs),
    };
  }

  /** When nothing came for `withinMs`, halves that wait stay alone. */
  settle(): void {
    const { waiting } = this.#join ?? {};
    if (!waiting || waiting.request + waiting.response === 0 || this.#nowMs() - this.#lastFoldMs < this.#withinMs) return;
    this.#join?.giveUpWaiting();
    this.note();
    this.#counters.isDirty = true;
  }

  /** Takes over the halves that wait; false where what was committed is damaged. */
  restore(written: readonly Uint8Array[]): boolean {
    const { pairs } = this.#counters;
    if (!this.#join || !pairs) return true;
    const { horizonMs, newestMs, request, response } = pairs;
    Object.assign(this.#join.unmatched, { request, response });
    return this.#join.restore(horizonMs ?? -Infinity, newestMs ?? -Infinity, written);
  }

  takeChanges(): PairCommit | null {
    return this.#join?.takeChanges() ?? null;
  }

  committed(changes: PairCommit): void {
    this.#join?.committed(changes);
  }
}
