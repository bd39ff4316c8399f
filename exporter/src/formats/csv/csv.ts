import { categoryCodesOf } from '../category-codes.js';
import { formatsError } from '../errors.js';
import type { Columns, Decoder, DecoderFactory, DecoderOptions, StreamDecoder } from '../format.js';
import { RowBatch } from '../row-batch.js';
import { CellNumbers, cellReader, type CellReader, type DecimalMark } from './cell-reader.js';
import { csvHeader } from './csv-header.js';
import { CsvStream } from './csv-stream.js';
import { detectDelimiter } from './detect-delimiter.js';
import { discoverColumns } from './discover-columns.js';

export interface CsvOptions {
  /** One ASCII character, or `auto`: see detectDelimiter. */
  readonly delimiter: string;
  readonly decimal?: DecimalMark;
  /** Column that every record needs, by which `auto` knows the delimiter. */
  readonly timeColumn?: string | null;
}

/**
 * CSV with a header line (RFC 4180), one record a line or more.
 *
 * Cells:   empty, in quotes or not, is null; a wanted column that the header has not is missing. Numbers: see cell-reader.ts. Times:
 *          a number by the unit of the field, else ISO 8601. Categories as they are written: `200` and `200.0` are two.
 * Records: see CsvStream. Records equal to the header, byte for byte, are passed over: a stream begins with one, and writers that
 *          start anew, or files put together, repeat it.
 * Extras:  always 0. Features of a CSV are listed, so all other columns are somebody else's.
 *
 * @throws CodedError FORMATS_CSV_DELIMITER; opening a stream throws the errors of csvHeader, and FORMATS_CSV_COLUMN_MISSING
 */
export function csv({ delimiter, decimal = '.', timeColumn = null }: CsvOptions): DecoderFactory {
  const byte = delimiter.charCodeAt(0);
  if (delimiter === 'auto') return (options) => new Csv(options, (head) => detectDelimiter(head, timeColumn), decimal);
  if (delimiter.length !== 1 || byte > 127 || '"\r\n'.includes(delimiter)) {
    throw formatsError('FORMATS_CSV_DELIMITER', { found: JSON.stringify(delimiter) });
  }
  return (options) => new Csv(options, () => byte, decimal);
}

class Csv implements Decoder {
  readonly columns: Columns;
  readonly #options: DecoderOptions;
  readonly #delimiterOf: (head: Buffer) => number;
  readonly #numbers: CellNumbers;
  readonly #batch: RowBatch;
  readonly #readers: readonly CellReader[];

  constructor(options: DecoderOptions, delimiterOf: (head: Buffer) => number, decimal: DecimalMark) {
    const categories = categoryCodesOf(options.fields);
    this.#options = options;
    this.#delimiterOf = delimiterOf;
    this.#numbers = new CellNumbers(decimal);
    this.#batch = new RowBatch(options, categories);
    this.columns = this.#batch.columns;
    this.#readers = options.fields.map((field, f) => cellReader(field, f, this.columns, categories[f] ?? null, this.#numbers));
  }

  open(head: Buffer): StreamDecoder {
    const delimiter = this.#delimiterOf(head);
    const header = csvHeader(head, delimiter);
    const cells = this.#options.fields.map(({ path }) => header.names.indexOf(path.join('.')));
    // Without its time no record is one: a wrong delimiter or a missing header would reject the whole file, line by line.
    const timeless = this.#options.fields.findIndex(({ kind }, f) => kind === 'time' && cells[f] === -1);
    const column = this.#options.fields[timeless]?.path.join('.');
    if (column !== undefined) throw formatsError('FORMATS_CSV_COLUMN_MISSING', { column, count: header.names.length });
    const present = this.#readers.flatMap((reader, f) => (cells[f] === -1 ? [] : [{ reader, cell: cells[f] as number }]));
    const missing = this.#readers.filter((_, f) => cells[f] === -1);
    const { maxRecordBytes } = this.#options;
    return new CsvStream({ header, delimiter, maxRecordBytes, batch: this.#batch, present, missing });
  }

  discover(head: Buffer, buffer: Buffer, start: number, end: number): Map<string, 'numeric' | 'categorical'> {
    const delimiter = this.#delimiterOf(head);
    return discoverColumns(csvHeader(head, delimiter), { delimiter, numbers: this.#numbers }, buffer, start, end);
  }
}
