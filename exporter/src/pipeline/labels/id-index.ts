import { CHUNK_BITS, CHUNK_ROWS, type RowChunk } from './label-rows.js';

const SMALLEST = 1024;
/** Share of the slots in use beyond which the index grows: linear probing is slow beyond. */
const FULLEST = 0.7;

/**
 * Finds the row of an id by its hash. A reference is the number of a chunk and of a row in it, in 32 bits; the hash itself stands in
 * the chunk, so an entry costs its slot only: 4 bytes, at most 11.5 with the free ones, and half as much again while it grows.
 */
export class IdIndex {
  /** Reference + 1; 0 for a free slot. */
  #slots = new Uint32Array(SMALLEST);
  #size = 0;
  readonly #chunks: (RowChunk | null)[] = [];
  readonly #free: number[] = [];

  get size(): number {
    return this.#size;
  }

  /** Takes in a chunk. @returns its number, to be given to `add` */
  open(chunk: RowChunk): number {
    const number = this.#free.pop() ?? this.#chunks.length;
    this.#chunks[number] = chunk;
    return number;
  }

  chunkOf(reference: number): RowChunk {
    return this.#chunks[reference >>> CHUNK_BITS] as RowChunk;
  }

  rowOf(reference: number): number {
    return reference & (CHUNK_ROWS - 1);
  }

  /** Reference of an id; -1 where it is not known. */
  find(lo: number, hi: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = lo & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot] as number;
      if (entry === 0) return -1;
      const chunk = this.chunkOf(entry - 1);
      const row = this.rowOf(entry - 1);
      if (chunk.lo[row] === lo && chunk.hi[row] === hi) return entry - 1;
    }
  }

  /** Adds a row whose id is not known yet. @returns its reference */
  add(chunkNumber: number, row: number): number {
    if (this.#size + 1 > this.#slots.length * FULLEST) this.#grow();
    const reference = chunkNumber * CHUNK_ROWS + row;
    this.#slots[this.#freeSlot(this.#slots, this.chunkOf(reference).lo[row] as number)] = reference + 1;
    this.#size++;
    return reference;
  }

  /** Lets a chunk go, with all its rows. */
  close(chunkNumber: number): void {
    const chunk = this.#chunks[chunkNumber] as RowChunk;
    for (let row = 0; row < chunk.n; row++) this.#remove(chunkNumber * CHUNK_ROWS + row, chunk.lo[row] as number);
    this.#chunks[chunkNumber] = null;
    this.#free.push(chunkNumber);
    if (this.#slots.length > SMALLEST && this.#size < (this.#slots.length * FULLEST) / 4) this.#rebuild(this.#slots.length / 2);
  }

  /** Rows that were never indexed are passed over. */
  #remove(reference: number, lo: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = lo & mask;
    while (slots[slot] !== reference + 1) {
      if (slots[slot] === 0) return;
      slot = (slot + 1) & mask;
    }
    // What probed past this slot moves up (Knuth, The Art of Computer Programming 6.4, algorithm R): no marks of the dead stay.
    for (let next = (slot + 1) & mask; slots[next] !== 0; next = (next + 1) & mask) {
      const home = this.#homeOf((slots[next] as number) - 1, mask);
      if (((next - home) & mask) < ((next - slot) & mask)) continue;
      slots[slot] = slots[next] as number;
      slot = next;
    }
    slots[slot] = 0;
    this.#size--;
  }

  #homeOf(reference: number, mask: number): number {
    return (this.chunkOf(reference).lo[this.rowOf(reference)] as number) & mask;
  }

  #freeSlot(slots: Uint32Array, lo: number): number {
    const mask = slots.length - 1;
    let slot = lo & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    this.#rebuild(this.#slots.length * 2);
  }

  #rebuild(length: number): void {
    const before = this.#slots;
    const slots = new Uint32Array(length);
    for (const entry of before) {
      if (entry !== 0) slots[this.#freeSlot(slots, this.chunkOf(entry - 1).lo[this.rowOf(entry - 1)] as number)] = entry;
    }
    this.#slots = slots;
  }
}
