import { closeSync, openSync, readSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { DECODER_PADDING, csvSample } from '../../formats/index.js';
import { cellValue, guessDecimal, guessDelimiter, guessFormat, jsonObjectOf, type FormatGuess } from '../../guess/index.js';
import { cliError } from '../errors.js';
import { problemOf } from '../doctor/problem-of.js';

/**
 * Bytes of a log that are looked at, after unpacking.
 * Why 4 MiB: some ten thousand records, which take a tenth of a second. Too low: a second model, or a status that is rare, is not seen.
 */
const SAMPLE_BYTES = 4 * 1024 * 1024;
const SAMPLE_RECORDS = 10_000;
const NEWLINE = 10;

/** The first records of a log. */
export interface LogSample {
  readonly format: FormatGuess;
  readonly csv: { readonly delimiter: string; readonly decimal: '.' | ',' } | null;
  readonly records: readonly Readonly<Record<string, unknown>>[];
  /** Lines that are none. */
  readonly broken: number;
}

/** Reads the beginning of a log. @throws CodedError CLI_INIT_NO_LOG, FORMATS_CSV_* */
export function readSample(path: string): LogSample {
  const bytes = wholeLines(beginning(path));
  const lines = bytes
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== '');
  const format = guessFormat(lines);
  if (!format) throw cliError('CLI_INIT_NO_LOG', { path, problem: 'is empty' });
  // A zero byte in its first line is no header of a CSV, and nobody should be told to mend one. Further on it may be a torn record.
  if (format.format === 'csv' && lines[0]?.includes('\0')) throw cliError('CLI_INIT_NO_LOG', { path, problem: 'is no text in UTF-8' });
  if (format.format === 'csv') return csvLog(bytes, lines, format);
  const records = lines.slice(0, SAMPLE_RECORDS).flatMap((line) => jsonObjectOf(line));
  return { format, csv: null, records, broken: Math.min(lines.length, SAMPLE_RECORDS) - records.length };
}

function csvLog(bytes: Buffer, lines: readonly string[], format: FormatGuess): LogSample {
  const delimiter = guessDelimiter(lines);
  const { names, rows, broken } = csvSample(
    Buffer.concat([bytes, Buffer.alloc(DECODER_PADDING)]),
    bytes.length,
    delimiter.charCodeAt(0),
    SAMPLE_RECORDS,
  );
  const { decimal, commas, dots } = guessDecimal(rows, delimiter);
  const records = rows.map((row) =>
    Object.fromEntries(names.flatMap((name, i) => (name === '' ? [] : [[name, cellValue(row[i] ?? '', decimal)]]))),
  );
  const said =
    decimal === ','
      ? `; ${commas} numbers with a decimal comma, none with a dot`
      : commas > 0
        ? `; ${commas} numbers with a decimal comma are no numbers beside ${dots} with a dot`
        : '';
  const evidence = `${names.length} columns between ${JSON.stringify(delimiter)}${said}`;
  return { format: { ...format, evidence }, csv: { delimiter, decimal }, records, broken };
}

function beginning(path: string): Buffer {
  try {
    const fd = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(SAMPLE_BYTES);
      const read = bytes.subarray(0, readSync(fd, bytes, 0, SAMPLE_BYTES, 0));
      const isGzip = read[0] === 0x1f && read[1] === 0x8b;
      // The end of the compressed bytes is cut off: what is there is unpacked as far as it goes.
      return isGzip ? gunzipSync(read.subarray(0, SAMPLE_BYTES / 8), { finishFlush: constants.Z_SYNC_FLUSH }) : read;
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw cliError('CLI_INIT_NO_LOG', { path, problem: `cannot be read (${problemOf(error)})` }, error);
  }
}

/** Without the record that the end of the sample cuts. */
function wholeLines(bytes: Buffer): Buffer {
  if (bytes.length < SAMPLE_BYTES / 8) return bytes;
  const end = bytes.lastIndexOf(NEWLINE);
  return end < 0 ? bytes : bytes.subarray(0, end + 1);
}
