import { OUTCOMES } from '../contract/index.js';
import { STATUS_CAPACITY } from './planned-columns.js';
import type { OutcomeField } from './record-map.js';

/**
 * Fills `outcomes[0..n)` with outcome codes. Status values were turned into small integers by the decoder, so a row costs
 * one table look-up; the table grows with the decoder's dictionary.
 */
export class OutcomeCodes {
  readonly #field: OutcomeField | null;
  readonly #table = new Uint8Array(STATUS_CAPACITY + 1);
  readonly #fallback: number;
  #filled = 0;

  constructor(field: OutcomeField | null) {
    this.#field = field;
    this.#fallback = field ? OUTCOMES.indexOf(field.fallback) : 0;
    this.#table.fill(this.#fallback);
  }

  /** Forgets the codes: the decoder and its dictionary were rebuilt. */
  reset(): void {
    this.#table.fill(this.#fallback);
    this.#filled = 0;
  }

  fill(outcomes: Uint8Array, codes: Int32Array | null, dictionary: readonly string[] | null, n: number): void {
    if (!codes || !dictionary) {
      outcomes.fill(this.#fallback, 0, n);
      return;
    }
    for (; this.#filled < dictionary.length && this.#filled < STATUS_CAPACITY; this.#filled++) {
      const word = this.#field?.words.get(dictionary[this.#filled] ?? '');
      this.#table[this.#filled] = word === undefined ? this.#fallback : OUTCOMES.indexOf(word);
    }
    const table = this.#table;
    const fallback = this.#fallback;
    for (let r = 0; r < n; r++) {
      const code = codes[r] as number;
      outcomes[r] = code >= 0 ? (table[code] as number) : fallback;
    }
  }
}
