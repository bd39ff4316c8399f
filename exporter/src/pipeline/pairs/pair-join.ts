import {
  ABSENT_MISSING,
  HALF_CONTINUED,
  HALF_NONE,
  HALF_REQUEST,
  PART_REQUEST,
  SipHash,
  isBelieved,
  type Batch,
  type HalfColumns,
  type HashKey,
} from '../../events/index.js';
import { PairChanges, PairTable, SEEN_REQUEST, SEEN_RESPONSE, TIMED, type Halves } from './pair-table.js';

export interface PairOptions {
  /** Secret of the hashes; the same after a restart. */
  readonly key: HashKey;
  /** How much event time may pass until the other half, or a duplicate, comes. */
  readonly withinMs: number;
  /** Most inferences that are remembered at once. */
  readonly capacity: number;
}

/** What the store keeps of a join: all entries, or those that changed since. */
export interface PairCommit {
  readonly isWhole: boolean;
  readonly bytes: Uint8Array;
}

/** Entries leave when the horizon has moved by this part of `withinMs`: each step is a pass over the table. */
const STEPS = 16;
/** Part of the entries that leaves early when the table is full. */
const EVICTED = 1 / 8;
/** Changes are written one after the other until they are this many times as large as all entries together; then those are. */
const CHANGES_PER_WHOLE = 2;
const SMALLEST_WHOLE = 64 * 1024;

/** What became of the record that a row belongs to. */
type Fate =
  | { readonly kind: 'as it is' }
  | { readonly kind: 'duplicate' }
  /** It completes an inference; `seconds` is its latency, NaN where the times do not tell it. */
  | { readonly kind: 'completes'; readonly requestMs: number; readonly seconds: number };
const AS_IT_IS: Fate = { kind: 'as it is' };
const DUPLICATE: Fate = { kind: 'duplicate' };

/**
 * Joins the halves of inferences that are logged as two records with one id.
 *
 * A half is folded when it comes: the features of a request, the prediction of a response. The one that comes second also counts the
 * request, at the time when it was made, with the latency between the two. So nothing of a request has to be kept until its
 * response comes, and a half that stays alone is still counted for what it is: a request without an answer has features.
 * A half that came before is a duplicate and counts nothing.
 */
export class PairJoin {
  /** Halves that stayed alone. */
  readonly unmatched: Halves = { request: 0, response: 0 };
  readonly #options: PairOptions;
  readonly #hash: SipHash;
  readonly #table: PairTable;
  readonly #changes = new PairChanges();
  readonly #key = { lo: 0, hi: 0 };
  #writtenBytes = 0;
  #fate: Fate = AS_IT_IS;
  #newestMs = -Infinity;

  constructor(options: PairOptions) {
    this.#options = options;
    this.#hash = new SipHash(options.key);
    this.#table = new PairTable(options.capacity);
  }

  get horizonMs(): number {
    return this.#table.horizonMs;
  }

  /** Halves that wait for the other one. */
  get waiting(): Readonly<Halves> {
    return this.#table.waiting;
  }

  /**
   * Decides the parts of the first n rows of a batch, and times and latencies of those that complete an inference.
   *
   * @param latestMs later times are not believed; their rows are left to the router, which rejects them
   * @returns records that came before
   */
  join({ columns, plan, units }: Batch, halves: HalfColumns, n: number, latestMs: number): number {
    const { sides } = halves;
    const parts = columns.parts as Uint8Array;
    const times = columns.values[plan.roles.time] as Float64Array;
    const { latency } = plan.roles;
    let duplicates = 0;
    for (let r = 0; r < n; r++) {
      const side = sides[r] as number;
      if (side === HALF_NONE) continue;
      if (side !== HALF_CONTINUED) {
        const timeMs = times[r] as number;
        const isTimed = halves.timed[r] === 1;
        const fate = isBelieved(timeMs, latestMs) ? this.#meet(halves.keys[r] as string, side, timeMs, isTimed) : AS_IT_IS;
        this.#fate = fate;
        if (fate.kind === 'duplicate') duplicates++;
        if (fate.kind === 'completes') {
          parts[r] = (parts[r] as number) | PART_REQUEST;
          if (latency >= 0) {
            (columns.values[latency] as Float64Array)[r] = fate.seconds * units.latencyPerSecond;
            (columns.absent[latency] as Uint8Array)[r] = ABSENT_MISSING;
          }
        }
      }
      if (this.#fate.kind === 'duplicate') parts[r] = 0;
      else if (this.#fate.kind === 'completes') times[r] = this.#fate.requestMs;
    }
    this.#expire(Math.min(this.#newestMs, latestMs) - this.#options.withinMs);
    return duplicates;
  }

  /** When nothing came for so long that nothing will: what waits stays alone. */
  giveUpWaiting(): void {
    this.#leave(this.#newestMs + 1);
  }

  /** What is to be committed; null for nothing. Call `committed` when it is. */
  takeChanges(): PairCommit | null {
    const { bytes } = this.#changes;
    if (bytes === 0) return null;
    const limit = Math.max(SMALLEST_WHOLE, CHANGES_PER_WHOLE * this.#table.size * 17);
    const isWhole = this.#writtenBytes + bytes > limit;
    return isWhole ? { isWhole, bytes: this.#table.encode() } : { isWhole, bytes: this.#changes.encode() };
  }

  committed({ isWhole, bytes }: PairCommit): void {
    this.#writtenBytes = isWhole ? bytes.length : this.#writtenBytes + bytes.length;
    this.#changes.clear();
  }

  /** Takes over what was committed; false where it is damaged. */
  restore(horizonMs: number, newestMs: number, written: readonly Uint8Array[]): boolean {
    this.#newestMs = newestMs;
    this.#table.advance(horizonMs);
    this.#writtenBytes = written.reduce((sum, bytes) => sum + bytes.length, 0);
    return written.every((bytes) => this.#table.apply(bytes));
  }

  get newestMs(): number {
    return this.#newestMs;
  }

  #meet(id: string, side: number, timeMs: number, isTimed: boolean): Fate {
    if (timeMs > this.#newestMs) this.#newestMs = timeMs;
    const mine = side === HALF_REQUEST ? SEEN_REQUEST : SEEN_RESPONSE;
    if (timeMs < this.#table.horizonMs) return this.#alone(side);
    this.#hash.hash(id, this.#key);
    const slot = this.#table.find(this.#key);
    if (slot < 0) {
      if (this.#table.isFull) this.#leave(this.#table.timeOfOldest(EVICTED));
      if (timeMs < this.#table.horizonMs) return this.#alone(side);
      this.#set(timeMs, mine | (isTimed ? TIMED : 0));
      return AS_IT_IS;
    }
    const bits = this.#table.bitsAt(slot);
    if ((bits & mine) !== 0) return DUPLICATE;
    const otherMs = this.#table.timeAt(slot);
    this.#set(otherMs, bits | mine);
    const [requestMs, responseMs] = side === HALF_REQUEST ? [timeMs, otherMs] : [otherMs, timeMs];
    return { kind: 'completes', requestMs, seconds: isTimed && (bits & TIMED) !== 0 ? (responseMs - requestMs) / 1000 : NaN };
  }

  /** A half whose other half is gone, or would not be kept either. */
  #alone(side: number): Fate {
    this.unmatched[side === HALF_REQUEST ? 'request' : 'response']++;
    return AS_IT_IS;
  }

  #set(timeMs: number, bits: number): void {
    this.#table.set(this.#key, timeMs, bits);
    this.#changes.add(this.#key, timeMs, bits);
  }

  #expire(horizonMs: number): void {
    if (horizonMs - this.#table.horizonMs > this.#options.withinMs / STEPS) this.#leave(horizonMs);
  }

  #leave(horizonMs: number): void {
    const { request, response } = this.#table.advance(horizonMs);
    this.unmatched.request += request;
    this.unmatched.response += response;
  }
}
