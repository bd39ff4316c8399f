import { Connection } from './connection.js';
import { storeError } from './errors.js';
import { ExporterLock } from './exporter-lock.js';
import { MIGRATIONS, migrate, schemaVersion } from './migrations.js';
import { findStore, prepareFolder } from './store-folder.js';
import { Store } from './store.js';

export interface StoreOptions {
  readonly folder: string;
  /** own: the one exporter on this folder. visit: a command that reads beside it, or writes a row. */
  readonly mode: 'own' | 'visit';
  readonly nowMs: () => number;
}

/**
 * Pages in the log before it is moved into the database file (16 MiB of 4 KiB pages).
 * Why 4000: a commit of 50 states of 60 KB is 750 pages; SQLite's default of 1000 then copies the same pages at every second commit
 * (median commit 6.7 ms against 5.2 ms). Too high: a longer log to read at start. Nobody needs to change it.
 */
const CHECKPOINT_PAGES = 4000;
/** What a log keeps of the disk after a visitor held it back and it grew. */
const LOG_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Opens the store in a folder. `own` makes what is missing, takes the folder's lock for the life of the process, and brings an older
 * schema up to date. `visit` needs an existing store and no lock.
 *
 * A commit survives kill -9 and a power cut: write-ahead log with synchronous=FULL. A torn end of the log is cut off at the last
 * whole commit, so positions and states are always those of one commit.
 *
 * @throws CodedError STORE_LOCKED, STORE_MISSING (visit), STORE_NOT_A_FOLDER, STORE_NOT_WRITABLE, STORE_DISK_FULL, STORE_CORRUPT,
 *   STORE_FOREIGN, STORE_NEWER, STORE_OLDER (visit beside an older exporter)
 */
export function openStore({ folder, mode, nowMs }: StoreOptions): Store {
  const isOwner = mode === 'own';
  const place = isOwner ? prepareFolder(folder) : findStore(folder);
  const lock = isOwner ? new ExporterLock(folder) : null;
  let connection: Connection | null = null;
  try {
    connection = new Connection(place);
    prepare(connection);
    if (lock) migrate(connection);
    else migrateAsVisitor(connection);
    return new Store(connection, lock, nowMs);
  } catch (error) {
    connection?.close();
    lock?.release();
    throw error;
  }
}

function prepare(connection: Connection): void {
  // Before anything is changed: a database of another program, or of a newer version, must stay as it is.
  const version = schemaVersion(connection);
  // Before the first page is written. In a file that has pages it would change the header, or do nothing.
  if (version === 0) connection.execute('PRAGMA auto_vacuum = INCREMENTAL');
  connection.pragma('journal_mode = WAL');
  connection.execute(
    `PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
     PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}; PRAGMA journal_size_limit = ${LOG_LIMIT_BYTES};`,
  );
}

/** A schema that changes under a running exporter would break it: only who could be the exporter may change it. */
function migrateAsVisitor(connection: Connection): void {
  const { folder } = connection.place;
  const found = schemaVersion(connection);
  if (found === MIGRATIONS.length) return;
  let lock: ExporterLock;
  try {
    lock = new ExporterLock(folder);
  } catch (error) {
    throw storeError('STORE_OLDER', { folder, found, known: MIGRATIONS.length }, error);
  }
  try {
    migrate(connection);
  } finally {
    lock.release();
  }
}
