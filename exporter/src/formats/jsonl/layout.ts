import type { FieldNode } from './field-tree.js';
import { fieldsBelow } from './field-tree.js';
import { skipSpace, skipString, skipValue } from './byte-walk.js';

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** A place in a layout where records differ: one value. */
export interface ValueSlot {
  /** The field it fills; -1 for none. */
  readonly field: number;
  /** An object here would hold wanted fields or the features: it makes another layout. */
  readonly mayHoldFields: boolean;
  /** Brackets that the value may open at once. */
  readonly maxDepth: number;
  /** The value in the record that was learned; a hint for the generator, never a rule. */
  readonly sample: Buffer;
}

/** The bytes of a record that are the same in all records of its kind, and the values between them. */
export interface Layout {
  /** Equal for equal layouts. */
  readonly key: string;
  /** Constant bytes, each followed by a value. */
  readonly pieces: readonly { readonly constant: Buffer; readonly slot: ValueSlot }[];
  /** Constant bytes behind the last value, up to and with the newline. */
  readonly tail: Buffer;
  /** Fields that no record of this layout has. */
  readonly missing: readonly number[];
  readonly extras: number;
}

/**
 * Longest record, in bytes, and most values of one that is made a layout.
 * Why:       bounds what 64 remembered layouts take (4 MB) and the text that is compiled (1 kB a value).
 * Too low:   records with more features take the plain path. 200 features are 8 KiB, 1000 are 40 KiB.
 * Pinned by: layout.test.ts
 */
export const MAX_LAYOUT_BYTES = 65_536;
export const MAX_LAYOUT_VALUES = 2_000;

/**
 * Learns the layout of buffer[start, end], one accepted record and its newline.
 *
 * @param maxDepth brackets that a record may open at once
 * @returns null for a record that cannot stand for others: a key with an escape or twice in an object (JSON.parse takes the last
 *          one), a byte order mark, or beyond the limits above
 */
export function learnLayout(buffer: Buffer, start: number, end: number, tree: FieldNode, maxDepth: number): Layout | null {
  if (end - start > MAX_LAYOUT_BYTES) return null;
  return new Learner(buffer.subarray(start, end + 1), maxDepth).learn(tree);
}

class Learner {
  readonly #line: Buffer;
  readonly #maxDepth: number;
  readonly #pieces: { constant: Buffer; slot: ValueSlot }[] = [];
  readonly #missing: number[] = [];
  #at = 0;
  /** Where the constant bytes since the last value begin. */
  #from = 0;
  #extras = 0;

  constructor(line: Buffer, maxDepth: number) {
    this.#line = line;
    this.#maxDepth = maxDepth;
  }

  learn(tree: FieldNode): Layout | null {
    this.#at = skipSpace(this.#line, 0);
    if (this.#line[this.#at] !== OPEN_OBJECT || !this.#object(tree, 1)) return null;
    const tail = this.#line.subarray(this.#from);
    const key = this.#pieces.map(({ constant }) => constant.toString('latin1')).join('\u0100') + '\u0100' + tail.toString('latin1');
    return { key, pieces: this.#pieces, tail, missing: this.#missing, extras: this.#extras };
  }

  /** Walks an object that holds wanted fields, from its brace on. */
  #object(node: FieldNode, depth: number): boolean {
    const line = this.#line;
    const wanted = new Map(node.children.map((child) => [child.key, child]));
    const seen = new Set<string>();
    this.#at = skipSpace(line, this.#at + 1);
    while (line[this.#at] === QUOTE) {
      const key = this.#key();
      if (key === null || seen.has(key)) return false;
      seen.add(key);
      if (!this.#value(wanted.get(key), depth)) return false;
      this.#at = skipSpace(line, this.#at);
      if (line[this.#at] === CLOSE_OBJECT) break;
      this.#at = skipSpace(line, this.#at + 1);
    }
    this.#at++;
    for (const child of node.children) if (!seen.has(child.key)) this.#missing.push(...fieldsBelow(child));
    if (node.isFeatures) for (const key of seen) if (!wanted.has(key)) this.#extras++;
    return true;
  }

  /** Reads a key and goes to its value. */
  #key(): string | null {
    const from = this.#at + 1;
    const end = skipString(this.#line, from);
    const key = this.#line.toString('utf8', from, end - 1);
    this.#at = skipSpace(this.#line, skipSpace(this.#line, end) + 1);
    return this.#line.subarray(from, end).includes(BACKSLASH) ? null : key;
  }

  #value(node: FieldNode | undefined, depth: number): boolean {
    const from = this.#at;
    const mayHoldFields = node !== undefined && (node.children.length > 0 || node.isFeatures);
    if (mayHoldFields && this.#line[from] === OPEN_OBJECT) return this.#object(node, depth + 1);
    if (this.#pieces.length === MAX_LAYOUT_VALUES) return false;
    const end = skipValue(this.#line, from, this.#maxDepth - depth);
    if (end < 0) return false;
    if (mayHoldFields) for (const child of node.children) this.#missing.push(...fieldsBelow(child));
    this.#pieces.push({
      constant: this.#line.subarray(this.#from, from),
      slot: { field: node?.fields[0] ?? -1, mayHoldFields, maxDepth: this.#maxDepth - depth, sample: this.#line.subarray(from, end) },
    });
    this.#at = end;
    this.#from = end;
    return true;
  }
}
