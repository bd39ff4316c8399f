import { ABSENT_NULL, ABSENT_OTHER, PRESENT } from './format.js';
import { SipHash, type HashKey } from '../events/index.js';

/** Writes ids into a column of their keyed hashes; what is an id is said at Field. */
export class IdColumn {
  readonly values: Uint32Array;
  readonly absent: Uint8Array;
  readonly #hash: SipHash;
  readonly #halves = { lo: 0, hi: 0 };

  constructor(key: HashKey, values: Uint32Array, absent: Uint8Array) {
    this.values = values;
    this.absent = absent;
    this.#hash = new SipHash(key);
  }

  text(text: string, row: number): void {
    if (text === '') {
      this.absent[row] = ABSENT_NULL;
      return;
    }
    this.#hash.hash(text, this.#halves);
    this.#put(row);
  }

  /** As the text of its digits. A number that is not whole, or beyond 2^53 and so no longer what was logged, is no id. */
  number(value: number, row: number): void {
    if (Number.isSafeInteger(value)) this.text(String(value), row);
    else this.absent[row] = ABSENT_OTHER;
  }

  /** As the text that bytes[start, end) are: ASCII without escapes. */
  ascii(bytes: Uint8Array, start: number, end: number, row: number): void {
    if (start === end) {
      this.absent[row] = ABSENT_NULL;
      return;
    }
    this.#hash.hashBytes(bytes, start, end, this.#halves);
    this.#put(row);
  }

  #put(row: number): void {
    this.values[2 * row] = this.#halves.lo;
    this.values[2 * row + 1] = this.#halves.hi;
    this.absent[row] = PRESENT;
  }
}
