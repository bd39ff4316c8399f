import type { RecordSplitter } from './record-splitter.js';

/** The text of a cell; doubled quotes become one. Broken UTF-8 reads as U+FFFD. */
export function cellText(b: Buffer, { starts, ends, doubled }: RecordSplitter, cell: number): string {
  const text = b.toString('utf8', starts[cell], ends[cell]);
  return doubled[cell] === 1 ? text.replaceAll('""', '"') : text;
}
