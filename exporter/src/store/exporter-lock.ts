import { join } from 'node:path';
import { CodedError } from '../contract/index.js';
import { Connection } from './connection.js';
import { storeError } from './errors.js';
import { LOCK_FILE } from './store-folder.js';

/**
 * The right to be the one exporter on a folder: an exclusive transaction on a second, empty SQLite file, held open for the life of
 * the process. The lock lives in the kernel, so it ends with the process, also after kill -9, and there is no stale lock to clear.
 *
 * Why not the database itself: `PRAGMA locking_mode = EXCLUSIVE` would keep commands from reading beside a running exporter.
 * Why not a file with a process id: in containers every exporter has the id 1, and a file survives kill -9.
 * Limits: needs a file system with working locks (local disks have them; some network mounts do not). Nothing else in the process
 * may open and close the lock file: that would drop the lock.
 */
export class ExporterLock {
  readonly #connection: Connection;

  /** @throws CodedError STORE_LOCKED */
  constructor(folder: string) {
    this.#connection = new Connection({ folder, path: join(folder, LOCK_FILE) });
    try {
      this.#connection.execute('PRAGMA busy_timeout = 0');
      this.#connection.execute('BEGIN EXCLUSIVE');
    } catch (error) {
      this.#connection.close();
      if (error instanceof CodedError && error.code === 'STORE_BUSY') throw storeError('STORE_LOCKED', { folder }, error);
      throw error;
    }
  }

  release(): void {
    // Not left to `close`: the driver keeps a connection alive until its last statement is collected.
    this.#connection.execute('ROLLBACK');
    this.#connection.close();
  }
}
