import type { JS } from '@duckdb/node-api';
import { baselineError } from '../errors.js';
import { numberSql, textSql, type Column } from './column.js';
import { csvHeader } from './csv-header.js';
import { findDataFile, readHead, type DataFile } from './data-file.js';
import { openReader, STAGED, type Reader, type RunningNumbers } from './reader.js';
import { readerProblem } from './reader-problem.js';
import { literal, pathLiteral } from './sql.js';

export interface TableOptions {
  /** Threads of the reader; default: all cores. Results do not depend on it. */
  readonly threads?: number | undefined;
}

/** A column and how its values will be asked for. */
export interface ColumnUse {
  readonly column: Column;
  readonly as: 'numeric' | 'categorical' | 'time';
}

/** One data file, open for questions. `close` removes its temporary files. */
export class DataTable {
  readonly file: DataFile;
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly #reader: Reader;
  readonly #source: Source;
  #relation: string;

  private constructor(reader: Reader, file: DataFile, source: Source) {
    this.#reader = reader;
    this.#source = source;
    this.#relation = source.relation;
    this.file = file;
    this.rows = source.rows;
    this.columns = source.columns;
  }

  /**
   * Opens a CSV, Parquet or JSONL file and finds its columns and their types.
   *
   * Errors: those of findDataFile; BASELINE_FILE_BROKEN with the line; BASELINE_FILE_EMPTY for a file without rows.
   */
  static async open(path: string, options: TableOptions = {}): Promise<DataTable> {
    const file = await findDataFile(path);
    const reader = await openReader(file, options.threads);
    try {
      const source = await SOURCES[file.format](reader, file);
      if (source.rows === 0) throw baselineError('BASELINE_FILE_EMPTY', { path, found: 'no rows' });
      return new DataTable(reader, file, source);
    } catch (cause) {
      await reader.close();
      throw readerProblem(file, cause);
    }
  }

  /** SQL of the table to select from; `stage` comes first. */
  get relation(): string {
    return this.#relation;
  }

  /** SQL of the position of a row in the file, from 0. */
  get rowNumber(): string {
    return this.#source.rowNumber;
  }

  /**
   * Gets columns ready to be asked for one by one. A CSV would be parsed again for each of them: the wanted columns are read
   * once into a typed table (as text it took three times as long). Parquet and JSONL stay as they are.
   *
   * @returns the columns in the same order; the former ones are no longer valid
   */
  async stage(uses: readonly ColumnUse[]): Promise<Column[]> {
    if (this.file.format !== 'csv') return uses.map(({ column }) => column);
    const sqlOf = ({ column, as }: ColumnUse): string =>
      as === 'numeric' ? numberSql(column) : as === 'categorical' ? textSql(column) : column.sql;
    await this.#translated(
      this.#reader.stage(`(SELECT ${uses.map((use, i) => `${sqlOf(use)} AS s${i}`).join(', ')} FROM ${this.#source.relation})`),
    );
    this.#relation = STAGED;
    const kinds = { numeric: 'number', categorical: 'text', time: 'words' } as const;
    return uses.map(({ column, as }, i) => ({ ...column, kind: kinds[as], sql: `s${i}` }));
  }

  /** All rows of a query as JavaScript values. @throws CodedError BASELINE_FILE_BROKEN */
  query(sql: string): Promise<JS[][]> {
    return this.#translated(this.#reader.query(sql));
  }

  /** Starts to read the one column of doubles of a query (see Reader). Errors, of both steps: BASELINE_FILE_BROKEN. */
  async startNumbers(sql: string): Promise<RunningNumbers> {
    const running = await this.#translated(this.#reader.startNumbers(sql));
    return { forEach: (take) => this.#translated(running.forEach(take)) };
  }

  close(): Promise<void> {
    return this.#reader.close();
  }

  async #translated<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (cause) {
      throw readerProblem(this.file, cause);
    }
  }
}

interface Source {
  readonly relation: string;
  readonly rowNumber: string;
  readonly columns: readonly Column[];
  readonly rows: number;
}

const SOURCES: Readonly<Record<DataFile['format'], (reader: Reader, file: DataFile) => Promise<Source>>> = {
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
    return { relation, rowNumber: 'rowid', ...(await classifyWords(reader, relation, columns)) };
  },
  jsonl: async (reader, { path }) => {
    // All rows are looked at, so a type never depends on a sample; objects stay objects however sparse they are.
    const guess = 'sample_size = -1, map_inference_threshold = -1, field_appearance_threshold = 0';
    await reader.stage(`read_json(${pathLiteral(path)}, format = 'newline_delimited', ${guess})`);
    const columns = await reader.columnsOf(STAGED);
    const [first] = columns;
    if (columns.length === 1 && first?.name === 'json' && first.kind === 'mixed') {
      throw baselineError('BASELINE_FILE_BROKEN', { path, format: 'JSON lines', problem: 'every line must hold one JSON object' });
    }
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

/** Which CSV columns are numbers, times, or only empty: all their values must be. What is left stays text. */
async function classifyWords(reader: Reader, relation: string, columns: readonly Column[]): Promise<Pick<Source, 'columns' | 'rows'>> {
  const counts = columns.flatMap(({ sql }) => [`count(${sql})`, `count(TRY_CAST(${sql} AS DOUBLE))`]);
  const [[rows, ...found] = []] = await reader.query(`SELECT count(*), ${counts.join(', ')} FROM ${relation}`);
  const numbered = columns.map((column, i): Column => {
    const filled = Number(found[2 * i]);
    if (filled === 0) return { ...column, found: 'no values', guess: 'numeric' };
    return Number(found[2 * i + 1]) === filled ? { ...column, found: 'numbers', guess: 'numeric' } : column;
  });
  const texts = numbered.filter(({ guess }) => guess === 'categorical');
  if (texts.length === 0) return { columns: numbered, rows: Number(rows) };
  const times = texts.map(({ sql }) => `count(${sql}) = count(TRY_CAST(${sql} AS TIMESTAMP))`);
  const [isTime = []] = await reader.query(`SELECT ${times.join(', ')} FROM ${relation}`);
  const timed = new Set(texts.filter((_, i) => isTime[i] === true));
  return {
    columns: numbered.map((column) => (timed.has(column) ? { ...column, found: 'times', guess: null } : column)),
    rows: Number(rows),
  };
}
