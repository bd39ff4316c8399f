import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection, type DuckDBDoubleVector, type JS } from '@duckdb/node-api';
import { collectYoungGarbage } from './collect-young-garbage.js';
import { typedColumn, type Column } from './column.js';
import type { DataFile } from './data-file.js';
import { literal } from './sql.js';

/**
 * Memory that DuckDB may use before it moves to temporary files.
 * Why 400 MB: with one sorted column (8 bytes a row) the whole build of 5 M rows x 20 columns stays under 600 MB (docs/baseline-format.md).
 * Too low:    high-cardinality text columns are counted on disk, several times slower.
 */
const MEMORY_MEGABYTES = 400;
/** Smaller text files are kept in memory once read; larger ones in a temporary, compressed database file. */
const STAGE_IN_MEMORY_BYTES = 32 * 1024 * 1024;

/**
 * Chunks of 2048 rows that are read before what is left of them is collected: 16 KB a column of each.
 * Too high: peak memory. Too low: a collection takes half a millisecond.
 */
const CHUNKS_HELD = 128;

/** The table that `stage` makes. */
export const STAGED = 'staged.data';

/**
 * A query under way for columns of doubles without nulls. `forEach` gives some rows at a time: for each column its values, which are
 * valid until the call returns.
 */
export interface RunningNumbers {
  forEach(take: (columns: readonly Float64Array[], rows: number) => void): Promise<void>;
}

/** A DuckDB of its own for one file, with a folder for what does not fit in memory. */
export class Reader {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #folder: string;
  readonly #stageAt: string;
  readonly #signal: AbortSignal | undefined;
  readonly #interrupt = (): void => this.#connection.interrupt();

  constructor(instance: DuckDBInstance, connection: DuckDBConnection, folder: string, stageAt: string, signal?: AbortSignal) {
    this.#instance = instance;
    this.#connection = connection;
    this.#folder = folder;
    this.#stageAt = stageAt;
    this.#signal = signal;
    signal?.addEventListener('abort', this.#interrupt);
  }

  async query(sql: string): Promise<JS[][]> {
    this.#signal?.throwIfAborted();
    return (await this.#connection.runAndReadAll(sql)).getRowsJS();
  }

  async columnsOf(relation: string): Promise<Column[]> {
    const result = await this.#connection.run(`SELECT * FROM ${relation} LIMIT 0`);
    const types = result.columnTypes();
    return result.columnNames().map((name, i) => typedColumn(name, types[i] as (typeof types)[number]));
  }

  /** Reads rows once into a table of its own, which replaces the one before. */
  async stage(source: string): Promise<void> {
    this.#signal?.throwIfAborted();
    await this.#connection.run(`ATTACH IF NOT EXISTS ${literal(this.#stageAt)} AS staged`);
    await this.#connection.run(`CREATE OR REPLACE TABLE ${STAGED} AS SELECT * FROM ${source}`);
  }

  /**
   * Starts a query for columns of doubles without nulls. Once this resolves, DuckDB's threads work on it, also while JavaScript is
   * busy. Rows stream: a result that is kept as a whole leaves a copy of itself behind until V8 thinks of collecting garbage
   * (measured on 30 columns of 500 000 rows: 120 MB instead of 290).
   */
  async startNumbers(sql: string): Promise<RunningNumbers> {
    this.#signal?.throwIfAborted();
    const prepared = await this.#connection.prepare(sql);
    const running = prepared.stream();
    // The caller may be busy for a second before it looks at the result; until then a failure must not count as unhandled.
    running.catch(() => undefined);
    return {
      forEach: async (take) => {
        try {
          const result = await running;
          for (let fetched = 1; ; fetched++) {
            const chunk = await result.fetchChunk();
            const rows = chunk?.rowCount ?? 0;
            if (chunk === null || rows === 0) break;
            const columns = Array.from({ length: chunk.columnCount }, (_, i) =>
              doublesOf(chunk.getColumnVector(i) as DuckDBDoubleVector, rows),
            );
            take(columns, rows);
            if (fetched % CHUNKS_HELD === 0) collectYoungGarbage();
          }
          collectYoungGarbage();
        } finally {
          prepared.destroySync();
        }
      },
    };
  }

  async close(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#interrupt);
    this.#connection.closeSync();
    this.#instance.closeSync();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** The values as they lie in memory: to ask for each of them (getItem) took longer than reading the file. */
function doublesOf(vector: DuckDBDoubleVector, rows: number): Float64Array {
  // Private for TypeScript only; should the field go away, the slow way stays.
  const { items } = vector as unknown as { items?: unknown };
  if (items instanceof Float64Array) return items.subarray(0, rows);
  return Float64Array.from({ length: rows }, (_, i) => vector.getItem(i) ?? NaN);
}

export interface ReaderOptions {
  readonly threads?: number | undefined;
  readonly memoryMegabytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Starts a reader; `file` decides where a staged table is kept.
 *
 * @param signal breaks off the query under way and refuses further ones
 */
export async function openReader(file: DataFile, { threads, memoryMegabytes = MEMORY_MEGABYTES, signal }: ReaderOptions): Promise<Reader> {
  const folder = await mkdtemp(join(tmpdir(), 'aiops-data-'));
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${memoryMegabytes}MB`,
    temp_directory: folder,
    autoinstall_known_extensions: 'false',
    ...(threads === undefined ? {} : { threads: String(threads) }),
  });
  const stageAt = file.bytes > STAGE_IN_MEMORY_BYTES ? join(folder, 'staged.duckdb') : ':memory:';
  const connection = await instance.connect();
  // DuckDB takes the time zone of the machine; a time without zone in a file is UTC.
  await connection.run("SET TimeZone = 'UTC'");
  return new Reader(instance, connection, folder, stageAt, signal);
}
