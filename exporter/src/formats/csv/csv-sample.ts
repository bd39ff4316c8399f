import { cellText } from './cell-text.js';
import { csvHeader } from './csv-header.js';
import { passOver } from './pass-over.js';
import { RecordSplitter } from './record-splitter.js';

/** The first records of a CSV as texts, for looking at. */
export interface CsvSample {
  readonly names: readonly string[];
  /** Whole records with as many cells as the header. */
  readonly rows: readonly (readonly string[])[];
  /** Records that have another number of cells, or whose quotes are wrong. */
  readonly broken: number;
}

/** Reads whole records of buffer[0, end). @throws CodedError FORMATS_CSV_* */
export function csvSample(buffer: Buffer, end: number, delimiter: number, maxRows: number): CsvSample {
  const { names, bytes } = csvHeader(buffer.subarray(0, end), delimiter);
  const splitter = new RecordSplitter(delimiter, names.length);
  const rows: string[][] = [];
  let broken = 0;
  for (let at = 0; at < end && rows.length < maxRows; at = splitter.next) {
    splitter.next = passOver(buffer, at, end, true, bytes);
    if (splitter.next > at) continue;
    if (splitter.split(buffer, at, end, true) === 'whole' && splitter.count === names.length) {
      rows.push(names.map((_, cell) => cellText(buffer, splitter, cell)));
      continue;
    }
    broken++;
    const newline = buffer.indexOf(10, at);
    splitter.next = newline < 0 ? end : newline + 1;
  }
  return { names, rows, broken };
}
