import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite, { type Database } from 'libsql';
import { CodedError } from '../contract/index.js';
import { migrate } from './schema.js';
import { storeError } from './errors.js';

export interface StoreOptions {
  readonly folder: string;
  /** `own`: the one exporter that writes it; `visit`: a command that reads, or asks for a baseline, beside a running exporter. */
  readonly mode: 'own' | 'visit';
}

export interface OpenStore {
  readonly folder: string;
  readonly database: Database;
  /** Gives the lock back and closes the database. */
  close(): void;
}

/** Waiting for a visitor's short write; longer means that something is wrong. */
const BUSY_MS = 5000;

/**
 * Opens the embedded store. WAL with synchronous=FULL: a commit is on the disk when it returns, and a torn tail of the
 * write-ahead log is cut off at the last whole commit when it is opened again.
 *
 * @throws CodedError STORE_LOCKED, STORE_FOLDER, STORE_CORRUPT, STORE_TOO_NEW, STORE_DISK_FULL
 */
export function openStore({ folder, mode }: StoreOptions): OpenStore {
  const file = join(folder, 'aiops.db');
  prepareFolder(folder, mode, file);
  const lock = mode === 'own' ? takeLock(folder) : null;
  let database: Database | null = null;
  try {
    database = new Sqlite(file);
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = ${BUSY_MS};`);
    migrate(database, file);
  } catch (error) {
    database?.close();
    lock?.close();
    throw storeProblem(error, folder);
  }
  const opened = database;
  return {
    folder,
    database: opened,
    close: () => {
      opened.close();
      lock?.close();
    },
  };
}

function prepareFolder(folder: string, mode: StoreOptions['mode'], file: string): void {
  if (mode === 'visit') {
    if (!existsSync(file)) throw storeError('STORE_FOLDER', { folder, problem: 'there is no store in it; has the exporter run with this configuration?' });
    return;
  }
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!statSync(folder).isDirectory()) throw new Error('it is a file');
  } catch (error) {
    throw storeError('STORE_FOLDER', { folder, problem: (error as Error).message }, error);
  }
}

/**
 * A transaction that stays open in a small database beside the store: the operating system ends it with the process, also
 * after kill -9, so no stale lock can be left.
 */
function takeLock(folder: string): Database {
  let lock: Database | null = null;
  try {
    lock = new Sqlite(join(folder, 'lock.db'));
    lock.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE;');
    return lock;
  } catch (error) {
    lock?.close();
    if (/locked|busy/i.test(String((error as Error).message))) throw storeError('STORE_LOCKED', { folder }, error);
    throw storeProblem(error, folder);
  }
}

/** Brings an error of the database into our words. */
export function storeProblem(error: unknown, folder: string): CodedError {
  if (error instanceof CodedError) return error;
  const problem = error instanceof Error ? error.message : String(error);
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  if (/SQLITE_FULL|database or disk is full|ENOSPC/i.test(`${code} ${problem}`)) return storeError('STORE_DISK_FULL', { folder }, error);
  if (/SQLITE_CORRUPT|SQLITE_NOTADB|malformed|not a database/i.test(`${code} ${problem}`)) return storeError('STORE_CORRUPT', { file: join(folder, 'aiops.db'), problem }, error);
  if (/SQLITE_CANTOPEN|unable to open|READONLY|readonly|EACCES|EROFS/i.test(`${code} ${problem}`)) return storeError('STORE_FOLDER', { folder, problem }, error);
  return storeError('STORE_FAILED', { folder, problem }, error);
}
