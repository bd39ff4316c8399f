import { RecordBuffer, eachRecord } from './record-buffer.js';

/** A label with the hash of its id. */
export interface IdentifiedLabel {
  readonly lo: number;
  readonly hi: number;
  readonly value: number;
  readonly timeMs: number;
}

/** What the store keeps of labels that wait: all of them, or what changed since. */
export interface WaitingCommit {
  readonly isWhole: boolean;
  readonly bytes: Uint8Array;
}

/** Two words of the hash, value, time. A record without a time says that the labels of the id found their prediction. */
const WAITING_BYTES = 24;
/** Changes are written one after the other until they are this many times as large as all entries together; then those are. */
const CHANGES_PER_WHOLE = 2;
const SMALLEST_WHOLE = 64 * 1024;

/**
 * Labels that came before their prediction. They wait in the order in which they came, and are taken in that order when it comes.
 *
 * Memory: an entry of a Map for each id, some 150 bytes; hence a bound.
 */
export class WaitingLabels {
  readonly #capacity: number;
  readonly #byId = new Map<number, IdentifiedLabel[]>();
  #size = 0;
  #changes = new RecordBuffer(WAITING_BYTES);
  #writtenBytes = 0;
  #oldestMs = Infinity;

  /** @param capacity most labels that wait at once */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#size;
  }

  get isFull(): boolean {
    return this.#size >= this.#capacity;
  }

  /** Time of the oldest, or earlier; Infinity when none waits. */
  get oldestMs(): number {
    return this.#size === 0 ? Infinity : this.#oldestMs;
  }

  /** Lets a label wait; false where there is no room for it. */
  add(label: IdentifiedLabel): boolean {
    if (this.isFull) return false;
    this.#put(label);
    write(this.#changes, label);
    return true;
  }

  /** The labels of an id, which wait no more; in the order in which they came. */
  take(lo: number, hi: number): readonly IdentifiedLabel[] {
    if (this.#size === 0) return [];
    const taken = this.#remove(lo, hi);
    if (taken.length > 0) write(this.#changes, { lo, hi, value: NaN, timeMs: NaN });
    return taken;
  }

  /** Lets all labels of before a time go. @returns how many */
  expire(beforeMs: number): number {
    if (!(beforeMs > this.oldestMs)) return 0;
    let count = 0;
    let oldest = Infinity;
    for (const [key, labels] of this.#byId) {
      const left = labels.filter(({ timeMs }) => timeMs >= beforeMs);
      for (const { timeMs } of left) if (timeMs < oldest) oldest = timeMs;
      if (left.length === labels.length) continue;
      count += labels.length - left.length;
      this.#rewrite(key, labels, left);
    }
    this.#oldestMs = oldest;
    this.#size -= count;
    return count;
  }

  /** What is to be committed; null for nothing. Call `committed` when it is. */
  takeChanges(): WaitingCommit | null {
    const { bytes } = this.#changes;
    if (bytes === 0) return null;
    const limit = Math.max(SMALLEST_WHOLE, CHANGES_PER_WHOLE * this.#size * WAITING_BYTES);
    const isWhole = this.#writtenBytes + bytes > limit;
    return { isWhole, bytes: isWhole ? this.#encode() : this.#changes.encode() };
  }

  committed({ isWhole, bytes }: WaitingCommit): void {
    this.#writtenBytes = isWhole ? bytes.length : this.#writtenBytes + bytes.length;
    this.#changes = new RecordBuffer(WAITING_BYTES);
  }

  /** Takes over what was committed; false where it is damaged. */
  restore(written: readonly Uint8Array[]): boolean {
    this.#writtenBytes = written.reduce((sum, { length }) => sum + length, 0);
    return written.every((bytes) =>
      eachRecord(bytes, WAITING_BYTES, (view, at) => {
        const [lo, hi] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
        const [value, timeMs] = [view.getFloat64(at + 8, true), view.getFloat64(at + 16, true)];
        if (Number.isNaN(timeMs)) this.#remove(lo, hi);
        else this.#put({ lo, hi, value, timeMs });
      }),
    );
  }

  #put(label: IdentifiedLabel): void {
    const key = keyOf(label.lo, label.hi);
    const labels = this.#byId.get(key);
    if (labels) labels.push(label);
    else this.#byId.set(key, [label]);
    this.#size++;
    if (label.timeMs < this.#oldestMs || this.#size === 1) this.#oldestMs = label.timeMs;
  }

  #remove(lo: number, hi: number): readonly IdentifiedLabel[] {
    const key = keyOf(lo, hi);
    const labels = this.#byId.get(key);
    if (!labels) return [];
    const taken = labels.filter((label) => label.lo === lo && label.hi === hi);
    if (taken.length === labels.length) this.#byId.delete(key);
    else
      this.#byId.set(
        key,
        labels.filter((label) => !taken.includes(label)),
      );
    this.#size -= taken.length;
    return taken;
  }

  /** Some labels of an entry went: written as if all were taken, and those that are left came again. */
  #rewrite(key: number, labels: readonly IdentifiedLabel[], left: IdentifiedLabel[]): void {
    const gone = new Set(labels.filter((label) => !left.includes(label)));
    for (const { lo, hi } of gone) write(this.#changes, { lo, hi, value: NaN, timeMs: NaN });
    for (const label of left) {
      if ([...gone].some(({ lo, hi }) => lo === label.lo && hi === label.hi)) write(this.#changes, label);
    }
    if (left.length > 0) this.#byId.set(key, left);
    else this.#byId.delete(key);
  }

  #encode(): Uint8Array {
    const all = new RecordBuffer(WAITING_BYTES);
    for (const labels of this.#byId.values()) for (const label of labels) write(all, label);
    return all.encode();
  }
}

/** 53 bits of the hash: what a number holds exactly. Labels of ids that share them lie in one entry. */
function keyOf(lo: number, hi: number): number {
  return (hi & 0x1fffff) * 2 ** 32 + lo;
}

function write(buffer: RecordBuffer, { lo, hi, value, timeMs }: IdentifiedLabel): void {
  const { view, at } = buffer.next();
  view.setUint32(at, lo, true);
  view.setUint32(at + 4, hi, true);
  view.setFloat64(at + 8, value, true);
  view.setFloat64(at + 16, timeMs, true);
}
