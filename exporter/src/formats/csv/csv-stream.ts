import { byteOrderMarkBytes } from '../byte-order-mark.js';
import type { RowSink, StreamDecoder } from '../format.js';
import type { RowBatch } from '../row-batch.js';
import { unreadableReason } from '../unreadable-reason.js';
import type { CellReader } from './cell-reader.js';
import type { CsvHeader } from './csv-header.js';
import { passOver } from './pass-over.js';
import { RecordSplitter } from './record-splitter.js';

const NEWLINE = 10;

export interface CsvStreamOptions {
  readonly header: CsvHeader;
  readonly delimiter: number;
  readonly maxRecordBytes: number;
  readonly batch: RowBatch;
  /** Readers of the wanted columns that the header has, and of those that it has not. */
  readonly present: readonly { readonly reader: CellReader; readonly cell: number }[];
  readonly missing: readonly CellReader[];
}

/**
 * Decodes one CSV stream. What becomes of a record depends on the bytes from its beginning on, never on where chunks are cut:
 *
 * - with the right number of cells, within maxRecordBytes: a row, or `encoding` if it holds a zero byte;
 * - with another number of cells: rejected as a whole, as `syntax`, or `encoding` if it is no text;
 * - with a misplaced quote (`syntax`, `encoding`) or a quote that does not close within maxRecordBytes (`too_large`) or before the
 *   stream ends (`syntax`): only its first line is rejected, and reading goes on with the next line.
 *
 * So a stray quote costs one record, not all up to the next quote. The price: lines inside of an oversized or malformed cell are
 * taken for records if they look like some. No byte is read more than twice for it, as a line that leaves a quote open ends or
 * breaks every quote that was opened before it.
 */
export class CsvStream implements StreamDecoder {
  readonly #options: CsvStreamOptions;
  readonly #splitter: RecordSplitter;

  constructor(options: CsvStreamOptions) {
    this.#options = options;
    this.#splitter = new RecordSplitter(options.delimiter, options.header.names.length);
  }

  decode(buffer: Buffer, start: number, end: number, last: boolean, sink: RowSink): number {
    const { batch, header } = this.#options;
    // A sink that threw may have left rows behind; their chunk comes again as a whole.
    batch.row = 0;
    // One search of the chunk instead of one in each record.
    const holdsZero = buffer.subarray(start, end).includes(0);
    let at = start;
    while (at < end) {
      const passed = passOver(buffer, at, end, last, header.bytes);
      const next = passed > at ? passed : this.#record(buffer, at, end, last, holdsZero, sink);
      if (next < 0) break;
      at = next;
    }
    batch.flush(sink);
    return at;
  }

  /** Offset behind the record at `at`; -1 when it is not there as a whole. */
  #record(buffer: Buffer, at: number, end: number, last: boolean, holdsZero: boolean, sink: RowSink): number {
    const { header, maxRecordBytes } = this.#options;
    const splitter = this.#splitter;
    const isBeyond = end - at > maxRecordBytes;
    const limit = isBeyond ? at + maxRecordBytes + 1 : end;
    const outcome = splitter.split(buffer, at + byteOrderMarkBytes(buffer, at, end), limit, last && !isBeyond);
    if (outcome === 'whole') {
      if (splitter.count !== header.names.length) sink.reject(unreadableReason(buffer, at, splitter.end), at, splitter.end - at);
      else if (holdsZero && buffer.subarray(at, splitter.end).includes(0)) sink.reject('encoding', at, splitter.end - at);
      else this.#accept(buffer, at, sink);
      return splitter.next;
    }
    if (outcome === 'cut' && !isBeyond && !last) return -1;
    return this.#rejectLine(buffer, at, end, last, outcome === 'cut' && isBeyond, sink);
  }

  #accept(buffer: Buffer, at: number, sink: RowSink): void {
    const { batch, present, missing } = this.#options;
    const { row } = batch;
    for (const { reader, cell } of present) reader.read(buffer, this.#splitter, cell, row);
    for (const reader of missing) reader.miss(row);
    batch.columns.offsets[row] = at;
    batch.accept(sink);
  }

  /** Rejects up to the next line end; -1 when that is not there yet. */
  #rejectLine(buffer: Buffer, at: number, end: number, last: boolean, isTooLarge: boolean, sink: RowSink): number {
    const newline = buffer.indexOf(NEWLINE, at);
    const isWhole = newline >= 0 && newline < end;
    if (!isWhole && !last) return -1;
    const to = isWhole ? newline : end;
    sink.reject(isTooLarge ? 'too_large' : unreadableReason(buffer, at, to), at, to - at);
    return isWhole ? to + 1 : end;
  }
}
