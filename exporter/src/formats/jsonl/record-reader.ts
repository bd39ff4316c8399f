import type { RejectReason } from '../../contract/index.js';
import type { CategoryCodes } from '../category-codes.js';
import type { Columns, DecoderOptions } from '../format.js';
import { columnWriter, type ColumnWriter } from './column-writer.js';
import { fieldTree, type FieldNode } from './field-tree.js';
import { isObject, parseRecord, type JsonObject } from './parse-record.js';

/** Extra features beyond this are not counted: the column holds 16 bits. */
const MAX_EXTRAS = 65_535;

/**
 * Reads one line into one row of the columns, by JSON.parse. The plain reference of the generated scanners and their referee:
 * what is accepted, and what the row holds, is decided here alone.
 */
export class RecordReader {
  readonly #options: DecoderOptions;
  readonly #columns: Columns;
  readonly #writers: readonly ColumnWriter[];
  readonly #tree: FieldNode;

  constructor(options: DecoderOptions, columns: Columns, categories: readonly (CategoryCodes | null)[]) {
    this.#options = options;
    this.#columns = columns;
    this.#writers = options.fields.map((field, f) => columnWriter(field, f, columns, categories[f] ?? null));
    this.#tree = fieldTree(options);
  }

  /** Fills `row` from buffer[start, end), a line without its newline. A new category gets its code only in an accepted record. */
  read(buffer: Buffer, start: number, end: number, row: number): RejectReason | 'accepted' | 'blank' {
    const parsed = parseRecord(buffer, start, end, this.#options);
    if (parsed === 'blank') return 'blank';
    if ('reason' in parsed) return parsed.reason;
    this.#columns.offsets[row] = start;
    this.#columns.extras[row] = 0;
    this.#put(this.#tree, parsed.record, row);
    return 'accepted';
  }

  #put(node: FieldNode, value: unknown, row: number): void {
    for (const f of node.fields) this.#writers[f]?.write(value, row);
    if (node.children.length === 0 && !node.isFeatures) return;
    const object = isObject(value) ? value : null;
    let wanted = 0;
    for (const child of node.children) {
      const inner = object === null ? undefined : own(object, child.key);
      if (inner !== undefined) wanted++;
      this.#put(child, inner, row);
    }
    if (node.isFeatures && object) this.#columns.extras[row] = Math.min(Object.keys(object).length - wanted, MAX_EXTRAS);
  }
}

/** Never what the object inherits: a record without a key "constructor" has none. */
function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
