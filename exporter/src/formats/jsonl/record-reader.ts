import type { RejectReason } from '../../contract/index.js';
import type { CategoryCodes } from '../category-codes.js';
import type { Columns, DecoderOptions } from '../format.js';
import { ObjectWriter } from './object-writer.js';
import { parseRecord } from './parse-record.js';

/**
 * Reads one line into one row of the columns, by JSON.parse. The plain reference of the generated scanners and their referee:
 * what is accepted, and what the row holds, is decided here alone.
 */
export class RecordReader {
  readonly #options: DecoderOptions;
  readonly #writer: ObjectWriter;

  constructor(options: DecoderOptions, columns: Columns, categories: readonly (CategoryCodes | null)[]) {
    this.#options = options;
    this.#writer = new ObjectWriter(options, columns, categories);
  }

  /** Fills `row` from buffer[start, end), a line without its newline. A new category gets its code only in an accepted record. */
  read(buffer: Buffer, start: number, end: number, row: number): RejectReason | 'accepted' | 'blank' {
    const parsed = parseRecord(buffer, start, end, this.#options);
    if (parsed === 'blank') return 'blank';
    if ('reason' in parsed) return parsed.reason;
    this.#writer.write(parsed.record, start, row);
    return 'accepted';
  }
}
