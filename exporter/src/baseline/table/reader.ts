import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection, type DuckDBDataChunk, type DuckDBDoubleVector, type JS } from '@duckdb/node-api';
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

/** The table that `stage` makes. */
export const STAGED = 'staged.data';

/** A query under way; `forEach` gives each number of its one column, null for null. */
export interface RunningNumbers {
  forEach(take: (value: number | null) => void): Promise<void>;
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
   * Starts a query for one column of doubles. Once this resolves, DuckDB's threads work on it, also while JavaScript is busy:
   * with `run(sql)` they would wait for the event loop between parsing and execution (measured: 4 of 16 s lost on 5 M x 20).
   */
  async startNumbers(sql: string): Promise<RunningNumbers> {
    this.#signal?.throwIfAborted();
    const prepared = await this.#connection.prepare(sql);
    const running = prepared.run();
    // The caller may be busy for a second before it looks at the result; until then a failure must not count as unhandled.
    running.catch(() => undefined);
    return {
      forEach: async (take) => {
        try {
          const result = await running;
          // Chunk by index and not by fetchChunk(): that is a hop to another thread for every 2048 rows.
          for (let i = 0; i < result.chunkCount; i++) takeNumbers(result.getChunk(i), take);
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

function takeNumbers(chunk: DuckDBDataChunk, take: (value: number | null) => void): void {
  const vector = chunk.getColumnVector(0) as DuckDBDoubleVector;
  // A call into the binding: asked once, not for every value.
  const rows = chunk.rowCount;
  for (let i = 0; i < rows; i++) take(vector.getItem(i));
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
