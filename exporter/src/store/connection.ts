import Database from 'libsql';
import { storeError } from './errors.js';
import { BUSY_TIMEOUT_MS, storeProblem, type StorePlace } from './sqlite-problem.js';

/** What may be bound. A boolean is not in the list for a reason: the driver aborts the whole process on one (libsql 0.5.29). */
export type Bindable = string | number | Uint8Array | null;

export interface ReadStatement<Row> {
  all(...values: Bindable[]): Row[];
  get(...values: Bindable[]): Row | null;
}

export interface WriteStatement {
  /** @returns number of rows that changed; `lastId` is the row id of the last insert */
  run(...values: Bindable[]): { changes: number; lastId: number };
}

/**
 * One connection to one SQLite file: prepared statements, transactions, and errors as CodedError.
 *
 * Invariant: records are written inside `transaction` only, and after the first failed statement nothing more is written in it.
 * Without the second half a caught error could split a commit: SQLite ends the transaction by itself when the disk is full, and
 * every later statement would be a commit of its own.
 */
export class Connection {
  readonly place: StorePlace;
  readonly #database: Database.Database;
  readonly #readers = new Map<string, ReadStatement<unknown>>();
  #state: 'idle' | 'in transaction' | 'failed' | 'closed' = 'idle';

  /** @throws CodedError STORE_NOT_WRITABLE where the file cannot be opened */
  constructor(place: StorePlace) {
    this.place = place;
    try {
      this.#database = new Database(place.path);
    } catch (error) {
      throw storeProblem(error, place);
    }
    this.execute(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }

  /** Runs statements without values (schema, pragmas). */
  execute(sql: string): void {
    this.#guard(() => this.#database.exec(sql));
  }

  /** The value of a pragma; `null` where it answers nothing. */
  pragma(source: string): unknown {
    return this.#guard(() => {
      const row = (this.#database.pragma(source) as Record<string, unknown>[])[0];
      return row === undefined ? null : (Object.values(row)[0] ?? null);
    });
  }

  /** A prepared query. The caller names the type of its rows: the tables are STRICT, so columns hold what they declare. */
  reader<Row>(sql: string): ReadStatement<Row> {
    const known = this.#readers.get(sql);
    if (known) return known as ReadStatement<Row>;
    const statement = this.#guard(() => this.#database.prepare(sql));
    const reader: ReadStatement<Row> = {
      all: (...values) => this.#guard(() => (statement.all(values) as Row[]).map((row) => blobsAsBytes(row))),
      get: (...values) =>
        this.#guard(() => {
          const row = statement.get(values) as Row | undefined;
          return row === undefined ? null : blobsAsBytes(row);
        }),
    };
    this.#readers.set(sql, reader);
    return reader;
  }

  /** A prepared change; it runs inside `transaction` only. */
  writer(sql: string): WriteStatement {
    const statement = this.#guard(() => this.#database.prepare(sql));
    return {
      // One array, never a lone value: the driver takes a single object argument (a Buffer too) for named parameters.
      run: (...values) => {
        if (this.#state !== 'in transaction') throw this.#refusal();
        return this.#guard(() => {
          const { changes, lastInsertRowid } = statement.run(values);
          return { changes, lastId: Number(lastInsertRowid) };
        });
      },
    };
  }

  /**
   * Runs `work` in one immediate transaction. Where it throws, or a statement or the commit fails, nothing is applied.
   *
   * @throws CodedError STORE_*, or what `work` threw
   */
  transaction<T>(work: () => T): T {
    if (this.#state !== 'idle') throw this.#refusal();
    // Left open only where an earlier roll back failed (a disk that went away).
    if (this.#database.inTransaction) this.#guard(() => this.#database.exec('ROLLBACK'));
    this.#guard(() => this.#database.exec('BEGIN IMMEDIATE'));
    this.#state = 'in transaction';
    try {
      const result = work();
      if (result instanceof Promise) throw storeError('STORE_NOT_IN_COMMIT', { found: 'an asynchronous function' });
      // A statement failed and `work` went on all the same: what it wrote before must not become durable.
      if ((this.#state as string) === 'failed')
        throw storeError('STORE_FAILED', { folder: this.place.folder, problem: 'a failed statement was ignored' });
      this.#guard(() => this.#database.exec('COMMIT'));
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    } finally {
      if ((this.#state as string) !== 'closed') this.#state = 'idle';
    }
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#readers.clear();
    this.#database.close();
    this.#state = 'closed';
  }

  #rollBack(): void {
    if (!this.#database.inTransaction) return;
    try {
      this.#database.exec('ROLLBACK');
    } catch {
      // The error that led here is the one to report; the next transaction tries again to roll back.
    }
  }

  #refusal(): Error {
    if (this.#state === 'closed') return storeError('STORE_CLOSED', { folder: this.place.folder });
    if (this.#state === 'failed')
      return storeError('STORE_FAILED', { folder: this.place.folder, problem: 'an earlier statement of this commit failed' });
    return storeError('STORE_NOT_IN_COMMIT', { found: this.#state === 'idle' ? 'no commit' : 'a commit in a commit' });
  }

  /** Statements outlive `close` in this driver (0.5.29) and would go on writing: hence the check. */
  #guard<T>(call: () => T): T {
    if (this.#state === 'closed') throw this.#refusal();
    try {
      return call();
    } catch (error) {
      if (this.#state === 'in transaction') this.#state = 'failed';
      throw storeProblem(error, this.place);
    }
  }
}

/** `all` of the driver returns blobs as bare ArrayBuffers, `get` returns Buffers (libsql 0.5.29): here both are byte arrays. */
function blobsAsBytes<Row>(row: Row): Row {
  const fields = row as Record<string, unknown>;
  for (const [name, value] of Object.entries(fields)) if (value instanceof ArrayBuffer) fields[name] = new Uint8Array(value);
  return row;
}
