import { baselineError } from '../errors.js';
import type { Column } from './column.js';
import { csvHeader } from './csv-header.js';
import { readHead, type DataFile } from './data-file.js';
import { STAGED, type Reader } from './reader.js';
import { literal, pathLiteral } from './sql.js';

/** Where the rows of a file can be selected from, and what its columns are. */
export interface TableSource {
  readonly relation: string;
  readonly rowNumber: string;
  readonly columns: readonly Column[];
  readonly rows: number;
}

/**
 * Finds the columns of a file and their types.
 *
 * Errors: BASELINE_FILE_EMPTY, BASELINE_FILE_BROKEN; errors of DuckDB as they come.
 */
export async function tableSource(reader: Reader, file: DataFile): Promise<TableSource> {
  const source = await SOURCES[file.format](reader, file);
  if (source.rows === 0) throw baselineError('BASELINE_FILE_EMPTY', { path: file.path, found: 'no rows' });
  return { ...source, columns: await markTimes(reader, source.relation, source.columns) };
}

const SOURCES: Readonly<Record<DataFile['format'], (reader: Reader, file: DataFile) => Promise<TableSource>>> = {
  parquet: async (reader, { path }) => {
    const relation = `read_parquet(${pathLiteral(path)}, binary_as_string = true)`;
    return { relation, rowNumber: 'file_row_number', columns: await reader.columnsOf(relation), rows: await rowsOf(reader, relation) };
  },
  csv: async (reader, file) => {
    const header = csvHeader(await readHead(file.path));
    if (!header) throw baselineError('BASELINE_FILE_EMPTY', { path: file.path, found: 'no header line' });
    // Columns are numbered: DuckDB's names are not case-sensitive, and a header may hold a name twice.
    const types = header.names.map((_, i) => `'c${i}': 'VARCHAR'`).join(', ');
    const dialect = `delim = ${literal(header.delimiter)}, quote = '"', escape = '"', header = true, strict_mode = true`;
    const relation = `read_csv(${pathLiteral(file.path)}, auto_detect = false, ${dialect}, columns = {${types}})`;
    const columns = header.names.map((name, i): Column => ({
      name,
      kind: 'words',
      found: 'text',
      guess: 'categorical',
      sql: `c${i}`,
      fields: [],
    }));
    return { relation, rowNumber: 'rowid', ...(await findNumbers(reader, relation, columns)) };
  },
  jsonl: async (reader, { path }) => {
    const notObjects = baselineError('BASELINE_FILE_BROKEN', {
      path,
      format: 'JSON lines',
      problem: 'every line must hold one JSON object',
    });
    if (!/^\s*\{/.test(await readHead(path))) throw notObjects;
    // All rows are looked at, so a type never depends on a sample; objects stay objects however sparse they are. Formats that
    // match nothing turn off DuckDB's own guess of times: it knows some spellings of ISO 8601 and not others.
    const guess = `sample_size = -1, map_inference_threshold = -1, field_appearance_threshold = 0, timestampformat = 'no', dateformat = 'no'`;
    await reader.stage(`read_json(${pathLiteral(path)}, format = 'newline_delimited', ${guess})`);
    const columns = await reader.columnsOf(STAGED);
    // What DuckDB makes of lines that are not all objects.
    if (columns.length === 1 && columns[0]?.name === 'json' && columns[0].kind === 'mixed') throw notObjects;
    // JSON objects have no order of keys: sorted, so that the same rows in another order give the same artefact.
    return { relation: STAGED, rowNumber: 'rowid', columns: byName(columns), rows: await rowsOf(reader, STAGED) };
  },
};

async function rowsOf(reader: Reader, relation: string): Promise<number> {
  const [[rows] = []] = await reader.query(`SELECT count(*) FROM ${relation}`);
  return Number(rows);
}

function byName(columns: readonly Column[]): Column[] {
  const sorted = columns.map((column) => ({ ...column, fields: byName(column.fields) }));
  return sorted.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Which CSV columns are numbers, or only empty: all their values must be. What is left stays text. */
async function findNumbers(reader: Reader, relation: string, columns: readonly Column[]): Promise<Pick<TableSource, 'columns' | 'rows'>> {
  const counts = columns.flatMap(({ sql }) => [`count(${sql})`, `count(TRY_CAST(${sql} AS DOUBLE))`]);
  const [[rows, ...found] = []] = await reader.query(`SELECT count(*), ${counts.join(', ')} FROM ${relation}`);
  const classified = columns.map((column, i): Column => {
    const filled = Number(found[2 * i]);
    if (filled === 0) return { ...column, found: 'no values', guess: 'numeric' };
    return Number(found[2 * i + 1]) === filled ? { ...column, found: 'numbers', guess: 'numeric' } : column;
  });
  return { columns: classified, rows: Number(rows) };
}

/** Rows that show cheaply which text columns cannot be times. */
const TIME_SAMPLE_ROWS = 1000;

/** Text columns whose every value is a time are no features. Only those that look so at first are read as a whole. */
async function markTimes(reader: Reader, relation: string, columns: readonly Column[]): Promise<Column[]> {
  const leaves = (column: Column): Column[] => (column.fields.length > 0 ? column.fields.flatMap(leaves) : [column]);
  const texts = columns.flatMap(leaves).filter(({ kind, guess }) => guess === 'categorical' && (kind === 'text' || kind === 'words'));
  const likely = await allTimes(reader, `(SELECT * FROM ${relation} LIMIT ${TIME_SAMPLE_ROWS})`, texts, '>= 0');
  const times = new Set(await allTimes(reader, relation, likely, '> 0'));
  const mark = (column: Column): Column =>
    times.has(column) ? { ...column, found: 'times', guess: null } : { ...column, fields: column.fields.map(mark) };
  return columns.map(mark);
}

async function allTimes(reader: Reader, relation: string, columns: readonly Column[], filled: '>= 0' | '> 0'): Promise<Column[]> {
  if (columns.length === 0) return [];
  const tests = columns.map(
    ({ sql }) => `count(${sql}) = count(TRY_CAST(CAST(${sql} AS VARCHAR) AS TIMESTAMPTZ)) AND count(${sql}) ${filled}`,
  );
  const [found = []] = await reader.query(`SELECT ${tests.join(', ')} FROM ${relation}`);
  return columns.filter((_, i) => found[i] === true);
}
