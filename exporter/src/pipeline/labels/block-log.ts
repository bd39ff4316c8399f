/** Blocks of one tier that are merged into one. Fewer: more bytes are written again. More: more rows in the store. */
const BLOCKS_PER_TIER = 8;
/** Bytes up to which a block belongs to the lowest tier. */
const LOWEST_TIER_BYTES = 512;

/**
 * How a log in the store is kept in few blocks although each commit appends to it: eight blocks of a size become one. So a log of n
 * bytes has some 8 x log8(n) blocks, and each byte is written log8(n) times; without it an hour of commits a second would
 * leave 3600 rows for every window.
 */
export class BlockLog {
  #sizes: number[] = [];

  get blocks(): number {
    return this.#sizes.length;
  }

  /** Where a block of this size goes: the blocks from there on are put before it, and become one with it. */
  positionOf(bytes: number): number {
    const sizes = this.#sizes;
    let from = sizes.length;
    let total = bytes;
    for (;;) {
      const tier = tierOf(total);
      let first = from;
      let sum = total;
      while (first > 0 && tierOf(sizes[first - 1] as number) <= tier) sum += sizes[--first] as number;
      if (from - first < BLOCKS_PER_TIER - 1) return from;
      from = first;
      total = sum;
    }
  }

  /** The block is in the store, at the position that was told. */
  appended(position: number, bytes: number): void {
    const merged = this.#sizes.slice(position).reduce((sum, size) => sum + size, bytes);
    this.#sizes = [...this.#sizes.slice(0, position), merged];
  }
}

function tierOf(bytes: number): number {
  return Math.max(0, Math.floor(Math.log2(bytes / LOWEST_TIER_BYTES) / Math.log2(BLOCKS_PER_TIER)) + 1);
}
