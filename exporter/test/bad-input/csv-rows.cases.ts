import type { Documented } from './documented.js';
import { code } from './documented.js';
import { keptInWords, outcomeInWords, type Outcome } from './outcome.js';
import { NOW_MS } from './sample-log.js';

/** Rows of a CSV file, under a model of its own. */
export interface CsvCase extends Outcome {
  readonly name: string;
  readonly content: string | Buffer;
  readonly delimiter?: string;
  /** Why nothing of the file can be read, and the file as it is when that was put right: then it is read from its beginning. */
  readonly problem?: string;
  readonly mended?: string;
}

const TIME = new Date(NOW_MS).toISOString();
const HEADER = 'time,version,latency,status,age,country,y';
const BEFORE = `${TIME},1,0.125,200,3.5,DE,yes`;
const AFTER = `${TIME},1,0.25,200,7.5,FR,no`;
const ODD = `${TIME},1,0.5,200,5.5,ES,maybe`;

const file = (...rows: string[]): string => `${[HEADER, BEFORE, ...rows, AFTER].join('\n')}\n`;
const GOOD_FILE = file();
const NO_HEADER =
  '{path}: a CSV stream requires a header line with column names (found a first line without names): let the writer begin each file with a line of column names, or take files without one out of the pattern';
const noTime = (others: number): string =>
  `{path}: the CSV header requires the column time, where the map looks for the time (found ${others} other names): correct map.time or csv.delimiter; if the first line is data, let the writer begin each file with a line of column names`;
const semicolons = (text: string): string => text.replaceAll(',', ';');

/** Rows and whole files of format csv. Names begin alike, because many of them are faults of log lines as well. */
export const CSV_ROWS: readonly CsvCase[] = [
  { name: 'CSV: a cell too few', content: file(ODD.replace('ES,', '')), rejected: { syntax: 1 } },
  { name: 'CSV: a cell too many', content: file(`${ODD},9`), rejected: { syntax: 1 } },
  { name: 'CSV: a decimal comma, where commas separate cells', content: file(ODD.replace('0.5', '0,5')), rejected: { syntax: 1 } },
  {
    name: 'CSV: a decimal comma, where semicolons separate cells',
    content: semicolons(file(ODD)).replace('0.5;', '0,5;').replace('5.5;', '5,5;'),
    delimiter: ';',
    rejected: { schema: 1 },
  },
  {
    name: 'CSV: a quote that is never closed',
    content: file(ODD.replace('ES', '"ES')).replace('FR', '"FR"'),
    rejected: { syntax: 1 },
    note: 'rows behind it wait for the next quote, or for limits.line bytes',
  },
  { name: 'CSV: a quote in the middle of a cell', content: file(ODD.replace('ES', 'E"S')), rejected: { syntax: 1 } },
  { name: 'CSV: a latency that is a text', content: file(ODD.replace('0.5', '12 ms')), rejected: { schema: 1 } },
  { name: 'CSV: a negative latency', content: file(ODD.replace('0.5', '-0.5')), rejected: { negative_latency: 1 } },
  { name: 'CSV: an empty time', content: file(ODD.replace(TIME, '')), rejected: { schema: 1 } },
  { name: 'CSV: a time that is no date', content: file(ODD.replace(TIME, '24/11/2026')), rejected: { schema: 1 } },
  { name: 'CSV: zero bytes in a cell', content: file(ODD.replace('ES', 'E\0S')), rejected: { encoding: 1 } },
  { name: 'CSV: blank lines, and the header once more', content: file('', HEADER, ''), note: 'nothing: they are no records' },
  {
    name: 'CSV: byte order mark and line ends of Windows',
    content: `\ufeff${file(ODD).replaceAll('\n', '\r\n')}`,
    taken: 1,
    note: 'nothing: the first column has its name',
  },
  {
    name: 'CSV: NaN, Infinity and 0x10 in a feature',
    content: file(...['NaN', 'Infinity', '0x10'].map((age) => ODD.replace('5.5', age))),
    taken: 3,
    counted: [
      ['aiops_feature_values_total', { feature: 'age', bin: 'invalid' }, 3],
      ['aiops_data_quality_violations_total', { feature: 'age', check: 'type' }, 3],
    ],
  },
  {
    name: 'CSV: an empty feature',
    content: file(ODD.replace('5.5', '')),
    taken: 1,
    counted: [['aiops_feature_values_total', { feature: 'age', bin: 'missing' }, 1]],
  },
  {
    name: 'CSV: two columns of one name',
    content: GOOD_FILE.replace('version', 'latency'),
    problem:
      '{path}: the CSV header requires different column names (columns 2 and 3 have the same): rename one of the columns; if the first line is data, let the writer begin each file with a line of column names',
    mended: GOOD_FILE,
  },
  { name: 'CSV: a header without names', content: `,,,,,,\n${BEFORE}\n`, problem: NO_HEADER, mended: GOOD_FILE },
  { name: 'CSV: an empty line before the header', content: `\n${GOOD_FILE}`, problem: NO_HEADER, mended: GOOD_FILE },
  {
    name: 'CSV: a quote in the header that is never closed',
    content: GOOD_FILE.replace('version', '"version'),
    problem:
      '{path}: the CSV header requires quotes that close within its first 43 bytes and stand around whole names (fault in column 2): correct the header line, or set csv.delimiter if the columns are separated by another character',
    mended: GOOD_FILE,
  },
  { name: 'CSV: no header, data from the first line on', content: `${BEFORE}\n${AFTER}\n`, problem: noTime(7), mended: GOOD_FILE },
  { name: 'CSV: another delimiter than configured', content: semicolons(GOOD_FILE), problem: noTime(1), mended: GOOD_FILE },
  {
    name: 'CSV: no column with the name that the map has for the time',
    content: GOOD_FILE.replace('time', 'Time'),
    problem: noTime(7),
    mended: GOOD_FILE,
  },
];

export function documentedCsv(csvCase: CsvCase): Documented {
  const { name, problem } = csvCase;
  if (problem !== undefined)
    return { name, seen: code(problem.replace('{path}', '/logs/scores.csv')), kept: 'everything: the file is read once that is put right' };
  return { name, seen: outcomeInWords(csvCase), kept: keptInWords(csvCase) };
}
