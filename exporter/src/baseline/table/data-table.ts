import type { JS } from '@duckdb/node-api';
import { baselineError } from '../errors.js';
import type { Column } from './column.js';
import { csvHeader } from './csv-header.js';
import { findDataFile, readHead, type DataFile } from './data-file.js';
import { openReader, type Reader, type RunningNumbers } from './reader.js';
import { readerProblem } from './reader-problem.js';
import { literal, pathLiteral } from './sql.js';

export interface TableOptions {
  /** Threads of the reader; default: all cores. Results do not depend on it. */
  readonly threads?: number | undefined;
}

/** One data file, open for questions. `close` removes its temporary files. */
export class DataTable {
  readonly file: DataFile;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** SQL of the table to select from. */
  readonly relation: string;
  /** SQL of the position of a row in the file, from 0. */
  readonly rowNumber: string;
  readonly #reader: Reader;

  private constructor(reader: Reader, file: DataFile, relation: string, rowNumber: string, columns: readonly Column[], rows: number) {
    this.#reader = reader;
    this.file = file;
    this.relation = relation;
    this.rowNumber = rowNumber;
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * Opens a CSV, Parquet or JSONL file. CSV and JSONL are read once, into a temporary table; Parquet is read column by column.
   *
   * Errors: those of findDataFile; BASELINE_FILE_BROKEN with the line; BASELINE_FILE_EMPTY for a file without rows.
   */
  static async open(path: string, options: TableOptions = {}): Promise<DataTable> {
    const file = await findDataFile(path);
    const reader = await openReader(file, options.threads);
    try {
      const { relation, rowNumber, columns } = await RELATIONS[file.format](reader, file);
      const [[rows] = []] = await reader.query(`SELECT count(*) FROM ${relation}`);
      if (Number(rows) === 0) throw baselineError('BASELINE_FILE_EMPTY', { path, found: 'no rows' });
      return new DataTable(reader, file, relation, rowNumber, columns, Number(rows));
    } catch (cause) {
      await reader.close();
      throw readerProblem(file, cause);
    }
  }

  /** All rows of a query as JavaScript values. @throws CodedError BASELINE_FILE_BROKEN */
  async query(sql: string): Promise<JS[][]> {
    return this.#reader.query(sql).catch((cause: unknown) => {
      throw readerProblem(this.file, cause);
    });
  }

  /** Starts to read the one column of doubles of a query (see Reader). Errors, of both steps: BASELINE_FILE_BROKEN. */
  async startNumbers(sql: string): Promise<RunningNumbers> {
    const translate = (cause: unknown): never => {
      throw readerProblem(this.file, cause);
    };
    const running = await this.#reader.startNumbers(sql).catch(translate);
    return { forEach: (take) => running.forEach(take).catch(translate) };
  }

  close(): Promise<void> {
    return this.#reader.close();
  }
}

interface Relation {
  readonly relation: string;
  readonly rowNumber: string;
  readonly columns: readonly Column[];
}

const RELATIONS: Readonly<Record<DataFile['format'], (reader: Reader, file: DataFile) => Promise<Relation>>> = {
  parquet: async (reader, { path }) => {
    const relation = `read_parquet(${pathLiteral(path)}, binary_as_string = true)`;
    const rowNumber = 'file_row_number';
    return { relation, rowNumber, columns: await reader.columnsOf(relation) };
  },
  csv: async (reader, file) => {
    const header = csvHeader(await readHead(file.path));
    if (!header) throw baselineError('BASELINE_FILE_EMPTY', { path: file.path, found: 'no header line' });
    // Columns are numbered: DuckDB's names are not case-sensitive, and a header may hold a name twice.
    const types = header.names.map((_, i) => `'c${i}': 'VARCHAR'`).join(', ');
    const dialect = `delim = ${literal(header.delimiter)}, quote = '"', escape = '"', header = true, strict_mode = true`;
    await reader.stage(`read_csv(${pathLiteral(file.path)}, auto_detect = false, ${dialect}, columns = {${types}})`);
    const columns = header.names.map((name, i): Column => ({
      name,
      kind: 'words',
      found: 'text',
      guess: 'categorical',
      sql: `c${i}`,
      fields: [],
    }));
    return { relation: 'staged.data', rowNumber: 'rowid', columns: await classifyWords(reader, columns) };
  },
  jsonl: async (reader, { path }) => {
    // All rows are looked at, so a type never depends on a sample; objects stay objects however sparse they are.
    const guess = 'sample_size = -1, map_inference_threshold = -1, field_appearance_threshold = 0';
    await reader.stage(`read_json(${pathLiteral(path)}, format = 'newline_delimited', ${guess})`);
    const columns = await reader.columnsOf('staged.data');
    const [first] = columns;
    if (columns.length === 1 && first?.name === 'json' && first.kind === 'mixed') {
      throw baselineError('BASELINE_FILE_BROKEN', { path, format: 'JSON lines', problem: 'every line must hold one JSON object' });
    }
    // JSON objects have no order of keys: sorted, so that the same rows in another order give the same artefact.
    return { relation: 'staged.data', rowNumber: 'rowid', columns: byName(columns) };
  },
};

function byName(columns: readonly Column[]): Column[] {
  const sorted = columns.map((column) => ({ ...column, fields: byName(column.fields) }));
  return sorted.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Which CSV columns are numbers, times, or only empty: all their values must be. What is left stays text. */
async function classifyWords(reader: Reader, columns: readonly Column[]): Promise<Column[]> {
  const counts = columns.flatMap(({ sql }) => [`count(${sql})`, `count(TRY_CAST(${sql} AS DOUBLE))`]);
  const [row = []] = await reader.query(`SELECT ${counts.join(', ')} FROM staged.data`);
  const numbered = columns.map((column, i): Column => {
    const filled = Number(row[2 * i]);
    if (filled === 0) return { ...column, found: 'no values', guess: 'numeric' };
    return Number(row[2 * i + 1]) === filled ? { ...column, found: 'numbers', guess: 'numeric' } : column;
  });
  const texts = numbered.filter(({ guess }) => guess === 'categorical');
  if (texts.length === 0) return numbered;
  const times = texts.map(({ sql }) => `count(${sql}) = count(TRY_CAST(${sql} AS TIMESTAMP))`);
  const [isTime = []] = await reader.query(`SELECT ${times.join(', ')} FROM staged.data`);
  const timed = new Set(texts.filter((_, i) => isTime[i] === true));
  return numbered.map((column) => (timed.has(column) ? { ...column, found: 'times', guess: null } : column));
}
