import { byteOrderMarkBytes } from '../byte-order-mark.js';
import { formatsError } from '../errors.js';
import { cellText } from './cell-text.js';
import { RecordSplitter } from './record-splitter.js';

/** Columns of a header that are told apart; cells of records beyond them could not be wanted. */
const MAX_COLUMNS = 65_536;

export interface CsvHeader {
  /** Column names in order, as written: not trimmed, upper and lower case told apart. */
  readonly names: readonly string[];
  /** The header's bytes without byte order mark and line end. */
  readonly bytes: Buffer;
}

/**
 * Reads the header at the beginning of a stream. A column may have no name; it can then not be wanted.
 *
 * @throws CodedError FORMATS_CSV_NO_HEADER when there is no name at all, FORMATS_CSV_HEADER_SYNTAX when its quotes are wrong or do
 *         not close within `head`, FORMATS_CSV_HEADER_DUPLICATE when two columns have one name
 */
export function csvHeader(head: Buffer, delimiter: number): CsvHeader {
  const start = byteOrderMarkBytes(head, 0, head.length);
  const splitter = new RecordSplitter(delimiter, MAX_COLUMNS);
  const outcome = splitter.split(head, start, head.length, true);
  if (outcome !== 'whole') throw formatsError('FORMATS_CSV_HEADER_SYNTAX', { bytes: head.length, column: splitter.count + 1 });
  const names = Array.from({ length: Math.min(splitter.count, MAX_COLUMNS) }, (_, cell) => cellText(head, splitter, cell));
  if (names.every((name) => name === '')) {
    throw formatsError('FORMATS_CSV_NO_HEADER', { found: head.length === start ? 'an empty stream' : 'a first line without names' });
  }
  const seen = new Map<string, number>();
  names.forEach((name, i) => {
    const first = seen.get(name);
    // By number, not by name: where the header is missing, the first line is data.
    if (first !== undefined && name !== '') throw formatsError('FORMATS_CSV_HEADER_DUPLICATE', { first: first + 1, second: i + 1 });
    seen.set(name, i);
  });
  return { names, bytes: Buffer.from(head.subarray(start, splitter.end)) };
}
