import { CODE_MISSING } from '../events/index.js';
import type { CategoricalLayout } from './bin-layout.js';

/** Absent codes -3 (other type), -2 (null) and -1 (missing) are stored in front of the codes of values. */
const SHIFT = 3;

/**
 * From the codes of one decoder column to the count slots of one categorical feature: the categories, `other`, `unseen`,
 * missing, invalid. Grows with the column's dictionary; a code beyond the dictionary (the overflow code) is `unseen`.
 */
export class CategorySlots {
  readonly #slotOf = new Map<string, number>();
  readonly #unseen: number;
  readonly #dictionary: readonly string[];
  #table = new Int32Array(0);
  #filled = 0;

  constructor(layout: CategoricalLayout, dictionary: readonly string[]) {
    const other = layout.categories.length;
    // Where the reference held values that are not listed, a new value cannot be told from those: it counts as `other`.
    this.#unseen = layout.isTailComplete ? other + 1 : other;
    for (const category of layout.tail) this.#slotOf.set(category, other);
    layout.categories.forEach((category, slot) => this.#slotOf.set(category, slot));
    this.#dictionary = dictionary;
    this.#grow(Math.max(32, dictionary.length));
    const missing = other + 2;
    this.#table.set([missing + 1, missing, missing]);
  }

  /**
   * Adds the rows `order[from..to)` of the column to `counts[offset..)`.
   *
   * @returns number of rows whose record lacks the field altogether
   */
  count(column: Int32Array, order: Int32Array, from: number, to: number, counts: Float64Array, offset: number): number {
    if (this.#filled !== this.#dictionary.length) this.#fill();
    const table = this.#table;
    const unseen = this.#unseen;
    let gone = 0;
    for (let k = from; k < to; k++) {
      const code = column[order[k] as number] as number;
      if (code === CODE_MISSING) gone++;
      const at = code + SHIFT;
      const slot = offset + (at < table.length ? (table[at] as number) : unseen);
      counts[slot] = (counts[slot] as number) + 1;
    }
    return gone;
  }

  /** The slot that rows with a code are counted in. */
  slotOf(code: number): number {
    if (this.#filled !== this.#dictionary.length) this.#fill();
    const at = code + SHIFT;
    return at < this.#table.length ? (this.#table[at] as number) : this.#unseen;
  }

  #fill(): void {
    const size = this.#dictionary.length;
    if (size + SHIFT > this.#table.length) this.#grow(size * 2);
    for (; this.#filled < size; this.#filled++) {
      this.#table[this.#filled + SHIFT] = this.#slotOf.get(this.#dictionary[this.#filled] ?? '') ?? this.#unseen;
    }
  }

  #grow(values: number): void {
    const table = new Int32Array(values + SHIFT).fill(this.#unseen);
    table.set(this.#table);
    this.#table = table;
  }
}
