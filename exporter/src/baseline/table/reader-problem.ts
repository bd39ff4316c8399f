import { CodedError } from '../../contract/index.js';
import { baselineError } from '../errors.js';
import type { DataFile } from './data-file.js';

const NAMES = { csv: 'CSV', parquet: 'Parquet', jsonl: 'JSON lines' } as const;

/** What DuckDB says, in words that help and without the line of data it quotes. The first pattern that fits decides. */
const PROBLEMS: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [
    /CSV Error on Line: (\d+)[\s\S]*?Expected Number of Columns: (\d+) Found: (\d+)/,
    ([, line, expected, found]) => `line ${line} has ${found} fields, the header has ${expected}`,
  ],
  [/CSV Error on Line: (\d+)[\s\S]*?unterminated quote/, ([, line]) => `line ${line} opens a quote that is not closed`],
  [/CSV Error on Line: (\d+)[\s\S]*?unicode/, ([, line]) => `line ${line} is not UTF-8`],
  [/CSV Error on Line: (\d+)[\s\S]*?Maximum line size/, ([, line]) => `line ${line} is longer than 2 MB`],
  [/CSV Error on Line: (\d+)/, ([, line]) => `line ${line} is not valid CSV`],
  [/Malformed JSON .*?in (?:line|record\/value) (\d+)/, ([, line]) => `it is not JSON near line ${line}`],
  [/maximum_object_size/, () => 'a line is longer than 16 MB'],
  [/Parquet|parquet|magic bytes/, () => 'it has no Parquet footer (cut off while it was written, or another kind of file)'],
  [/Out of Memory|out of memory|max_temp_directory_size/i, () => 'it needs more memory or temporary disk space than there is'],
  [/gzip|GZIP/, () => 'its gzip stream is damaged'],
];

/** The coded error for whatever the reader threw; the original is its cause and is not printed. */
export function readerProblem(file: DataFile, cause: unknown): CodedError {
  if (cause instanceof CodedError) return cause;
  const message = cause instanceof Error ? cause.message : '';
  for (const [pattern, say] of PROBLEMS) {
    const match = pattern.exec(message);
    if (match) return broken(file, say(match), cause);
  }
  return broken(file, 'the reader gave up', cause);
}

function broken(file: DataFile, problem: string, cause: unknown): CodedError {
  return baselineError('BASELINE_FILE_BROKEN', { path: file.path, format: NAMES[file.format], problem }, cause);
}
