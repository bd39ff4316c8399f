import type { JS } from '@duckdb/node-api';
import { numberSql, textSql, type Column } from './column.js';
import { findDataFile, type DataFile } from './data-file.js';
import { openReader, STAGED, type Reader, type RunningNumbers } from './reader.js';
import { readerProblem } from './reader-problem.js';
import { tableSource, type TableSource } from './table-source.js';

export interface TableOptions {
  /** Threads of the reader; default: all cores. Results do not depend on it. */
  readonly threads?: number | undefined;
  /** Memory of the reader, before it moves to temporary files; default: 400 MB. */
  readonly memoryMegabytes?: number | undefined;
  /** Breaks off what is read. */
  readonly signal?: AbortSignal | undefined;
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
  readonly #source: TableSource;
  #relation: string;

  private constructor(reader: Reader, file: DataFile, source: TableSource) {
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
    const reader = await openReader(file, options);
    try {
      return new DataTable(reader, file, await tableSource(reader, file));
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

  /** Starts to read the columns of doubles, without nulls, of a query (see Reader). Errors, of both steps: BASELINE_FILE_BROKEN. */
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
