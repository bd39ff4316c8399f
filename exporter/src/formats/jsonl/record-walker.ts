import type { Columns, DecoderOptions } from '../format.js';
import { skipSpace, skipText, skipValue } from './byte-walk.js';
import { fieldTree, type FieldNode } from './field-tree.js';
import { KeyTable } from './key-table.js';
import type { SlotReader } from './slot-reader.js';

const NEWLINE = 10;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** A node of the field tree with what the walker needs to know about it. */
interface WalkedNode {
  readonly keys: KeyTable<WalkedNode>;
  readonly slot: SlotReader | null;
  readonly isFeatures: boolean;
  /** Wanted fields, or the features, are inside. */
  readonly isObject: boolean;
  /** The record that had this key last. */
  record: number;
}

/**
 * Reads records whose keys come in any order, from bytes: for logs without a layout that recurs. Looks up each key of the objects
 * that hold wanted fields, steps over everything else, and leaves to the referee what could be read in two ways: keys with
 * escapes or beyond ASCII, and keys that occur twice.
 *
 * Reference: RecordReader. Compared on generated input by fuzz.test.ts and tools/fuzz.ts.
 * Gained: a log with its keys in any order at 526 k records a second instead of 60 k (tools/bench-formats.ts).
 */
export class RecordWalker {
  readonly #columns: Columns;
  readonly #slots: readonly SlotReader[];
  readonly #leaves: WalkedNode[] = [];
  readonly #maxDepth: number;
  readonly #root: WalkedNode;
  readonly #extraKeys = new ExtraKeys();
  #record = 0;

  /** @param slots one for each field */
  constructor(options: DecoderOptions, columns: Columns, slots: readonly SlotReader[]) {
    this.#columns = columns;
    this.#slots = slots;
    this.#maxDepth = options.maxDepth;
    this.#root = this.#nodeOf(fieldTree(options));
  }

  /** As ScanRecord. */
  read(b: Buffer, v: DataView, p: number, row: number): number {
    const record = ++this.#record;
    this.#extraKeys.clear(record);
    const start = skipSpace(b, p);
    if (b[start] !== OPEN_OBJECT) return -1;
    const end = this.#object(this.#root, b, v, start, row, this.#maxDepth - 1);
    if (end < 0) return -1;
    const newline = skipSpace(b, end);
    if (b[newline] !== NEWLINE) return -1;
    this.#columns.offsets[row] = p;
    this.#columns.extras[row] = this.#extraKeys.size;
    for (const leaf of this.#leaves) if (leaf.record !== record) leaf.slot?.miss(row);
    return newline + 1;
  }

  /** An object from its brace on; `depth` more brackets may be opened in it. */
  #object(node: WalkedNode, b: Buffer, v: DataView, p: number, row: number, depth: number): number {
    p = skipSpace(b, p + 1);
    if (b[p] === CLOSE_OBJECT) return p + 1;
    const { keys } = node;
    for (;;) {
      if (b[p] !== QUOTE) return -1;
      const child = keys.find(b, v, p + 1);
      if (keys.end < 0) return -1;
      p = skipSpace(b, keys.end);
      if (b[p] !== COLON) return -1;
      p = skipSpace(b, p + 1);
      if (child !== undefined) p = this.#child(child, b, v, p, row, depth);
      else if (node.isFeatures && !this.#extraKeys.add(keys.hash)) return -1;
      else p = b[p] === QUOTE ? skipText(b, v, p + 1) : skipValue(b, p, depth);
      if (p < 0) return -1;
      p = skipSpace(b, p);
      if (b[p] === CLOSE_OBJECT) return p + 1;
      if (b[p] !== COMMA) return -1;
      p = skipSpace(b, p + 1);
    }
  }

  #child(child: WalkedNode, b: Buffer, v: DataView, p: number, row: number, depth: number): number {
    // Twice in one record: JSON.parse takes the last one.
    if (child.record === this.#record) return -1;
    child.record = this.#record;
    if (child.isObject && b[p] === OPEN_OBJECT) return depth > 0 ? this.#object(child, b, v, p, row, depth - 1) : -1;
    return child.slot === null ? skipValue(b, p, depth) : child.slot.read(b, v, p, row, depth);
  }

  #nodeOf(node: FieldNode): WalkedNode {
    const field = node.fields[0];
    const walked: WalkedNode = {
      keys: new KeyTable(node.children.map((child) => [child.key, this.#nodeOf(child)] as const)),
      slot: field === undefined ? null : (this.#slots[field] ?? null),
      isFeatures: node.isFeatures,
      isObject: node.children.length > 0 || node.isFeatures,
      record: 0,
    };
    if (walked.slot) this.#leaves.push(walked);
    return walked;
  }
}

/** Keys beyond which a record goes to the referee: the table stays at most half full. */
const MAX_EXTRA_KEYS = 1024;
const EXTRA_MASK = 2 * MAX_EXTRA_KEYS - 1;

/** Hashes of the extra features of one record. */
class ExtraKeys {
  size = 0;
  readonly #hashes = new Int32Array(EXTRA_MASK + 1);
  readonly #records = new Float64Array(EXTRA_MASK + 1);
  #record = 0;

  clear(record: number): void {
    this.#record = record;
    this.size = 0;
  }

  /** False where the key may have been there before, or there are too many. */
  add(hash: number): boolean {
    let slot = hash & EXTRA_MASK;
    for (; this.#records[slot] === this.#record; slot = (slot + 1) & EXTRA_MASK) if (this.#hashes[slot] === hash) return false;
    this.#records[slot] = this.#record;
    this.#hashes[slot] = hash;
    return ++this.size <= MAX_EXTRA_KEYS;
  }
}
