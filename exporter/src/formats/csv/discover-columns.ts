import type { CellNumbers } from './cell-reader.js';
import type { CsvHeader } from './csv-header.js';
import { passOver } from './pass-over.js';
import { RecordSplitter } from './record-splitter.js';

/**
 * The columns of buffer[start, end) and the kind that their first cell with something in it suggests; records that are not whole
 * or have another number of cells are passed over. All columns: which of them are features is for the record map to say.
 */
export function discoverColumns(
  { names, bytes }: CsvHeader,
  { delimiter, numbers }: { readonly delimiter: number; readonly numbers: CellNumbers },
  buffer: Buffer,
  start: number,
  end: number,
): Map<string, 'numeric' | 'categorical'> {
  const splitter = new RecordSplitter(delimiter, names.length);
  const found = new Map<string, 'numeric' | 'categorical'>();
  for (let at = start; at < end; at = splitter.next) {
    splitter.next = passOver(buffer, at, end, true, bytes);
    if (splitter.next > at) continue;
    if (splitter.split(buffer, at, end, true) !== 'whole') {
      const newline = buffer.indexOf(10, at);
      splitter.next = newline < 0 ? end : newline + 1;
      continue;
    }
    if (splitter.count !== names.length) continue;
    names.forEach((name, cell) => {
      if (name === '' || found.has(name) || splitter.starts[cell] === splitter.ends[cell]) return;
      found.set(name, Number.isNaN(numbers.read(buffer, splitter, cell)) ? 'categorical' : 'numeric');
    });
  }
  return found;
}
