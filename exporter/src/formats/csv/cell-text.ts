import type { RecordSplitter } from './record-splitter.js';

/**
 * A number in a cell: decimal, with an optional sign, fraction and exponent. Beside JSON's numbers these are `+1`, `.5`, `5.` and
 * `007`, as DuckDB reads them, which makes the baseline from the same files. No hexadecimal, no NaN or Infinity, no spaces.
 */
export const CSV_NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The text of a cell; doubled quotes become one. Broken UTF-8 reads as U+FFFD. */
export function cellText(b: Buffer, { starts, ends, doubled }: RecordSplitter, cell: number): string {
  const text = b.toString('utf8', starts[cell], ends[cell]);
  return doubled[cell] === 1 ? text.replaceAll('""', '"') : text;
}
