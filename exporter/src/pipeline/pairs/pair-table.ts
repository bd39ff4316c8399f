import type { Hash64 } from '../../events/index.js';

/** Halves of an inference that an entry has seen, as bits. */
export const SEEN_REQUEST = 1;
export const SEEN_RESPONSE = 2;
const SEEN_BOTH = SEEN_REQUEST | SEEN_RESPONSE;
/** The time of the entry is when it happened. */
export const TIMED = 4;

/** Bytes of an entry: two words of the hash, a time, the bits. Also their bytes in an encoded change. */
const ENTRY_BYTES = 17;
const SMALLEST = 1024;
/** Share of the slots in use beyond which the table grows: linear probing is slow beyond. */
const FULLEST = 0.6;

/** Numbers of entries with one half only. */
export interface Halves {
  request: number;
  response: number;
}

/**
 * The halves of inferences that wait for their other half, and those that found it, as long as a duplicate may come. An entry is a
 * keyed hash of the id, a time and three bits; nothing of the request or response is kept.
 *
 * An entry lives until the horizon passes its time. Nothing else leaves the table: what is in it follows from the changes and
 * the horizon alone.
 *
 * Memory: 17 bytes a slot, at most 1.67 / 0.5 slots an entry: at most 57 bytes x `capacity`, and as much again while it is rebuilt.
 * Cost:   one probe a half; leaving is done for all entries at once, in a pass over the table.
 */
export class PairTable {
  readonly #capacity: number;
  #lo: Uint32Array;
  #hi: Uint32Array;
  #times: Float64Array;
  /** 0 for a free slot. */
  #bits: Uint8Array;
  #size = 0;
  readonly #waiting: Halves = { request: 0, response: 0 };
  #horizonMs = -Infinity;

  /** @param capacity most entries; when there are more, the oldest leave early */
  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#lo = new Uint32Array(SMALLEST);
    this.#hi = new Uint32Array(SMALLEST);
    this.#times = new Float64Array(SMALLEST);
    this.#bits = new Uint8Array(SMALLEST);
  }

  get size(): number {
    return this.#size;
  }

  /** Entries with one half, by the half that they have. */
  get waiting(): Readonly<Halves> {
    return this.#waiting;
  }

  get horizonMs(): number {
    return this.#horizonMs;
  }

  get isFull(): boolean {
    return this.#size >= this.#capacity;
  }

  /** Slot of an entry; -1 when there is none. */
  find({ lo, hi }: Hash64): number {
    const slot = this.#slotOf(lo, hi);
    return this.#bits[slot] === 0 ? -1 : slot;
  }

  bitsAt(slot: number): number {
    return this.#bits[slot] as number;
  }

  timeAt(slot: number): number {
    return this.#times[slot] as number;
  }

  /**
   * Adds an entry or changes it. One before the horizon is not added.
   *
   * @param timeMs never earlier than that of the entry which is changed: what `apply` makes of a list of changes could differ then
   */
  set({ lo, hi }: Hash64, timeMs: number, bits: number): void {
    if (timeMs < this.#horizonMs) return;
    let slot = this.#slotOf(lo, hi);
    const before = this.#bits[slot] as number;
    if (before === 0) {
      if (this.#size + 1 > this.#bits.length * FULLEST) {
        this.#rebuild(this.#bits.length * 2, null);
        slot = this.#slotOf(lo, hi);
      }
      this.#size++;
    } else count(this.#waiting, before, -1);
    count(this.#waiting, bits, 1);
    this.#lo[slot] = lo;
    this.#hi[slot] = hi;
    this.#times[slot] = timeMs;
    this.#bits[slot] = bits;
  }

  /** Lets all entries go whose time is before the horizon; it never goes back. */
  advance(horizonMs: number): Halves {
    const expired = { request: 0, response: 0 };
    if (!(horizonMs > this.#horizonMs)) return expired;
    this.#horizonMs = horizonMs;
    this.#rebuild(this.#bits.length, expired);
    return expired;
  }

  /** A time before which at least a part of the entries lies: the horizon that makes room. */
  timeOfOldest(part: number): number {
    const times: number[] = [];
    const step = Math.max(1, Math.floor(this.#bits.length / 4096));
    for (let slot = 0; slot < this.#bits.length; slot += step) if (this.#bits[slot] !== 0) times.push(this.#times[slot] as number);
    times.sort((a, b) => a - b);
    const oldest = times[Math.floor(times.length * part)] ?? -Infinity;
    // All of one time: they all leave, or none would.
    return oldest > (times[0] as number) ? oldest : oldest + 1;
  }

  /** All entries, as `PairChanges` encodes them. */
  encode(): Uint8Array {
    const bytes = new Uint8Array(this.#size * ENTRY_BYTES);
    const view = new DataView(bytes.buffer);
    let at = 0;
    for (let slot = 0; slot < this.#bits.length; slot++) {
      if (this.#bits[slot] === 0) continue;
      writeEntry(view, at, this.#lo[slot] as number, this.#hi[slot] as number, this.#times[slot] as number, this.#bits[slot] as number);
      at += ENTRY_BYTES;
    }
    return bytes;
  }

  /** Applies encoded changes in their order; false where the bytes are damaged, and nothing is applied then. */
  apply(bytes: Uint8Array): boolean {
    if (bytes.length % ENTRY_BYTES !== 0) return false;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at < bytes.length; at += ENTRY_BYTES) {
      const hash = { lo: view.getUint32(at, true), hi: view.getUint32(at + 4, true) };
      this.set(hash, view.getFloat64(at + 8, true), view.getUint8(at + 16));
    }
    return true;
  }

  /** Slot where an entry is, or would go. */
  #slotOf(lo: number, hi: number): number {
    const mask = this.#bits.length - 1;
    let slot = lo & mask;
    while (this.#bits[slot] !== 0 && !(this.#lo[slot] === lo && this.#hi[slot] === hi)) slot = (slot + 1) & mask;
    return slot;
  }

  /** @param expired counts what is before the horizon, which then leaves; null to keep all */
  #rebuild(slots: number, expired: Halves | null): void {
    const [lo, hi, times, bits] = [this.#lo, this.#hi, this.#times, this.#bits];
    let alive = this.#size;
    if (expired) {
      alive = 0;
      for (let slot = 0; slot < bits.length; slot++) if (bits[slot] !== 0 && (times[slot] as number) >= this.#horizonMs) alive++;
    }
    let length = slots;
    while (length > SMALLEST && alive < length * FULLEST * 0.25) length /= 2;
    this.#lo = new Uint32Array(length);
    this.#hi = new Uint32Array(length);
    this.#times = new Float64Array(length);
    this.#bits = new Uint8Array(length);
    this.#size = alive;
    for (let slot = 0; slot < bits.length; slot++) {
      const kept = bits[slot] as number;
      if (kept === 0) continue;
      if (expired && (times[slot] as number) < this.#horizonMs) {
        count(this.#waiting, kept, -1);
        count(expired, kept, 1);
        continue;
      }
      const to = this.#slotOf(lo[slot] as number, hi[slot] as number);
      this.#lo[to] = lo[slot] as number;
      this.#hi[to] = hi[slot] as number;
      this.#times[to] = times[slot] as number;
      this.#bits[to] = kept;
    }
  }
}

/** Changes of a table since the last commit, in their order. */
export class PairChanges {
  #view = new DataView(new ArrayBuffer(ENTRY_BYTES * 256));
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  add({ lo, hi }: Hash64, timeMs: number, bits: number): void {
    if (this.#bytes + ENTRY_BYTES > this.#view.byteLength) {
      const grown = new Uint8Array(this.#view.byteLength * 2);
      grown.set(new Uint8Array(this.#view.buffer));
      this.#view = new DataView(grown.buffer);
    }
    writeEntry(this.#view, this.#bytes, lo, hi, timeMs, bits);
    this.#bytes += ENTRY_BYTES;
  }

  encode(): Uint8Array {
    return new Uint8Array(this.#view.buffer, 0, this.#bytes).slice();
  }

  clear(): void {
    this.#view = new DataView(new ArrayBuffer(ENTRY_BYTES * 256));
    this.#bytes = 0;
  }
}

/** Counts an entry that has one half only. */
function count(halves: Halves, bits: number, by: number): void {
  const seen = bits & SEEN_BOTH;
  if (seen === SEEN_REQUEST) halves.request += by;
  else if (seen === SEEN_RESPONSE) halves.response += by;
}

function writeEntry(view: DataView, at: number, lo: number, hi: number, timeMs: number, bits: number): void {
  view.setUint32(at, lo, true);
  view.setUint32(at + 4, hi, true);
  view.setFloat64(at + 8, timeMs, true);
  view.setUint8(at + 16, bits);
}
