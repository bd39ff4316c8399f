import type { CategoryCodes } from '../category-codes.js';
import { skipString, skipValue } from './byte-walk.js';
import { NumberReader } from '../number-reader.js';

const QUOTE = 34;
const COMMA = 44;
const ZERO = 48;
const BACKSLASH = 92;
const LOWER_F = 102;
const LOWER_T = 116;
const CLOSE_OBJECT = 125;

/** Numbers below this have a place in `#small`: HTTP statuses, flags, small ids. */
const SMALL = 1000;
/** Slots for each code, so that most values are found at the first look. */
const SLOTS_PER_CODE = 4;

/**
 * Category codes by the bytes of the value, for the generated scanners: an open-addressed table of at most half-full slots.
 *
 * Key of a text: its first eight bytes up to and with the closing quote, the rest zero, as two little-endian words; longer texts
 * are compared in full. Only texts that have a code already get in, so what the table holds never decides what is accepted.
 * Memory: 16 bytes a slot, SLOTS_PER_CODE slots a code, and the bytes of the texts.
 */
export class CategoryTable {
  readonly firstWords: Int32Array;
  readonly secondWords: Int32Array;
  /** Bytes of the text with its closing quote; 0 in a free slot. */
  readonly lengths: Int32Array;
  readonly codes: Int32Array;
  /** A key's slot is `hash >>> shift`, then the next ones, modulo `mask` + 1. */
  readonly shift: number;
  readonly mask: number;
  /** Offset behind the value read last. */
  end = -1;
  readonly #categories: CategoryCodes;
  readonly #texts: Buffer[] = [];
  readonly #small = new Int32Array(SMALL).fill(-1);
  readonly #numbers = new Map<number, number>();
  readonly #reader = new NumberReader();
  #used = 0;

  constructor(categories: CategoryCodes) {
    const wanted = SLOTS_PER_CODE * Math.max(categories.capacity, categories.values.length, 4);
    const bits = 32 - Math.clz32(wanted - 1);
    this.#categories = categories;
    this.shift = 32 - bits;
    this.mask = 2 ** bits - 1;
    this.firstWords = new Int32Array(2 ** bits);
    this.secondWords = new Int32Array(2 ** bits);
    this.lengths = new Int32Array(2 ** bits);
    this.codes = new Int32Array(2 ** bits);
  }

  /** The texts that have a code. */
  get texts(): readonly string[] {
    return this.#categories.values;
  }

  /** Code of the text at b[p], behind its opening quote; -1 as below. The generated scanners hold the same steps in place. */
  text(b: Buffer, v: DataView, p: number): number {
    let first = v.getInt32(p, true);
    let quote = firstQuote(first);
    if (quote !== 0) first &= quote ^ (quote - 1);
    let second = 0;
    if (quote === 0) {
      second = v.getInt32(p + 4, true);
      quote = firstQuote(second);
      if (quote !== 0) second &= quote ^ (quote - 1);
    }
    return this.find(b, p, (Math.imul(first, -1640531535) ^ Math.imul(second, -2048144789)) >>> this.shift, first, second);
  }

  /** Whether the text in `slot`, equal to b[p] in its first eight bytes, is equal in the others. */
  isSame(b: Buffer, p: number, slot: number): boolean {
    const text = this.#texts[slot] as Buffer;
    for (let i = 8; i < text.length; i++) if (b[p + i] !== text[i]) return false;
    return true;
  }

  /**
   * Code of the text at b[p] (behind its opening quote) that the first look, at `slot`, did not find.
   *
   * @returns -1 for a text that is broken, or that would get a new code: both are for the referee
   */
  find(b: Buffer, p: number, slot: number, first: number, second: number): number {
    for (; this.lengths[slot] !== 0; slot = (slot + 1) & this.mask) {
      const length = this.lengths[slot] as number;
      if (this.firstWords[slot] === first && this.secondWords[slot] === second && (length <= 8 || this.isSame(b, p, slot))) {
        this.end = p + length;
        return this.codes[slot] as number;
      }
    }
    return this.#add(b, p, slot, first, second);
  }

  /** Code of the number, true or false at b[p]; -1 as above. By value: 200 and 2e2 are one category. */
  scalar(b: Buffer, p: number): number {
    const small = this.#smallNumber(b, p);
    if (small >= 0) return small;
    const first = b[p];
    let value: number | boolean;
    if (first === LOWER_T || first === LOWER_F) {
      value = first === LOWER_T;
      this.end = skipValue(b, p, 0);
    } else {
      value = this.#reader.read(b, p);
      this.end = this.#reader.end;
      const known = this.#numbers.get(value);
      if (known !== undefined && this.end >= 0) return known;
    }
    if (this.end < 0) return -1;
    const text = String(value);
    const code = this.#categories.find(text);
    if (code === undefined) return this.#categories.takes(text) ? -1 : this.#categories.capacity;
    if (typeof value === 'number') this.#remember(value, code);
    return code;
  }

  /** Up to three digits that a comma or a brace follows, and whose code is known. */
  #smallNumber(b: Buffer, p: number): number {
    let value = (b[p] as number) - ZERO;
    if (value >>> 0 > 9) return -1;
    let q = p + 1;
    let digit = (b[q] as number) - ZERO;
    while (digit >>> 0 < 10 && q - p < 3 && value > 0) {
      value = value * 10 + digit;
      digit = (b[++q] as number) - ZERO;
    }
    if (b[q] !== COMMA && b[q] !== CLOSE_OBJECT) return -1;
    this.end = q;
    return this.#small[value] as number;
  }

  #remember(value: number, code: number): void {
    this.#numbers.set(value, code);
    if (value >= 0 && value < SMALL && Number.isInteger(value)) this.#small[value] = code;
  }

  #add(b: Buffer, p: number, slot: number, first: number, second: number): number {
    const end = skipString(b, p);
    if (end < 0) return -1;
    const { capacity } = this.#categories;
    const text = textOf(b, p, end);
    const code = this.#categories.find(text);
    if (code === undefined && this.#categories.takes(text)) return -1;
    this.end = end;
    if (code === undefined) return capacity;
    // The same text may come in other bytes (\u00e9, broken UTF-8), so there can be more keys than codes. Where the first quote is
    // an escaped one the key would not tell where the text ends: such a text is looked up each time.
    if (this.#used * 2 < this.mask && b.subarray(p, end).indexOf(QUOTE) === end - 1 - p) {
      this.#used++;
      this.firstWords[slot] = first;
      this.secondWords[slot] = second;
      this.lengths[slot] = end - p;
      this.codes[slot] = code;
      this.#texts[slot] = Buffer.from(b.subarray(p, end));
    }
    return code;
  }
}

/** The lowest high bit whose byte is a quote; 0 for none. */
function firstQuote(word: number): number {
  const x = word ^ 0x22222222;
  const marks = (x - 0x01010101) & ~x & 0x80808080;
  return marks & -marks;
}

/** The string whose bytes, closing quote included, are b[p, end). */
function textOf(b: Buffer, p: number, end: number): string {
  // On the part alone: without an escape in it, indexOf would search the whole chunk.
  if (!b.subarray(p, end).includes(BACKSLASH)) return b.toString('utf8', p, end - 1);
  return JSON.parse(b.toString('utf8', p - 1, end)) as string;
}
