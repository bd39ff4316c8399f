import { errorsOf } from '../contract/index.js';

export const FORMATS_ERRORS = {
  FORMATS_CSV_DELIMITER: {
    status: 0,
    message: 'csv.delimiter requires one ASCII character other than a quote and a line end (found {found})',
    advice: 'set csv.delimiter to the character between the columns, such as "," ";" or "\\t"',
  },
  FORMATS_CSV_NO_HEADER: {
    status: 0,
    message: 'a CSV stream requires a header line with column names (found {found})',
    advice: 'let the writer begin each file with a line of column names, or take files without one out of the pattern',
  },
  FORMATS_CSV_HEADER_SYNTAX: {
    status: 0,
    message:
      'the CSV header requires quotes that close within its first {bytes} bytes and stand around whole names (fault in column {column})',
    advice: 'correct the header line, or set csv.delimiter if the columns are separated by another character',
  },
  FORMATS_CSV_HEADER_DUPLICATE: {
    status: 0,
    message: 'the CSV header requires different column names (columns {first} and {second} have the same)',
    advice: 'rename one of the columns; if the first line is data, let the writer begin each file with a line of column names',
  },
  FORMATS_CSV_COLUMN_MISSING: {
    status: 0,
    message: 'the CSV header requires the column {column}, where the map looks for the time (found {count} other names)',
    advice: 'correct map.time or csv.delimiter; if the first line is data, let the writer begin each file with a line of column names',
  },
} as const;

export const formatsError = errorsOf(FORMATS_ERRORS);
