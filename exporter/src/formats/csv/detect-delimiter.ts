import { byteOrderMarkBytes } from '../byte-order-mark.js';
import { cellText } from './cell-text.js';
import { RecordSplitter } from './record-splitter.js';

const COMMA = 44;
/** Comma, semicolon, tab and |, in the order in which they are preferred. */
const CANDIDATES = [COMMA, 59, 9, 124];

/** Records behind the header that are looked at where the header alone does not tell. */
const ROWS = 10;
/** Columns of a header that are told apart, as in csv-header.ts. */
const MAX_COLUMNS = 65_536;

/**
 * The delimiter of a stream, by its beginning.
 *
 * The first candidate that makes `timeColumn` a column of the header; a comma before all others, so that a log which was read with commas
 * is read with commas. Where none does, the one that makes most columns of the header and as many cells of each of the first rows;
 * a comma where there is none. A stream that has its time column is told by its header alone, however much of it is there yet.
 *
 * @param timeColumn name of the column that every record needs; null where it is not known
 */
export function detectDelimiter(head: Buffer, timeColumn: string | null): number {
  const start = byteOrderMarkBytes(head, 0, head.length);
  const headers = CANDIDATES.map((delimiter) => headerOf(head, start, delimiter));
  const timed = headers.findIndex((header) => timeColumn !== null && header?.names.includes(timeColumn));
  if (timed >= 0) return CANDIDATES[timed] as number;
  let best = COMMA;
  let most = 1;
  CANDIDATES.forEach((delimiter, i) => {
    const header = headers[i];
    if (!header || header.names.length <= most || !isEven(head, header, delimiter)) return;
    best = delimiter;
    most = header.names.length;
  });
  return best;
}

interface Header {
  readonly names: readonly string[];
  /** Offset behind its line. */
  readonly next: number;
}

function headerOf(head: Buffer, start: number, delimiter: number): Header | null {
  const splitter = new RecordSplitter(delimiter, Math.min(MAX_COLUMNS, head.length + 1));
  if (splitter.split(head, start, head.length, true) !== 'whole') return null;
  const cells = Math.min(splitter.count, MAX_COLUMNS);
  return { names: Array.from({ length: cells }, (_, cell) => cellText(head, splitter, cell)), next: splitter.next };
}

/** Whether the first rows have as many cells as the header. The last of them may be cut. */
function isEven(head: Buffer, { names, next }: Header, delimiter: number): boolean {
  const splitter = new RecordSplitter(delimiter, 1);
  let at = next;
  for (let row = 0; row < ROWS && at < head.length; row++, at = splitter.next) {
    if (splitter.split(head, at, head.length, false) !== 'whole') return row > 0;
    if (splitter.count !== names.length) return false;
  }
  return true;
}
