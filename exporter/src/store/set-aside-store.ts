import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { ExporterLock } from './exporter-lock.js';
import { storeProblem } from './sqlite-problem.js';
import { DATABASE_FILE } from './store-folder.js';

/**
 * Moves a damaged store into a folder `set-aside-<time>` beside it, so that the next start begins with an empty one. Nothing is
 * deleted. For a command that a person runs: never done unasked, because counters begin at 0 again.
 *
 * @returns the folder that now holds the database and its log; null where there was none
 * @throws CodedError STORE_LOCKED while an exporter runs, STORE_IO
 */
export function setAsideStore(folder: string, nowMs: number): string | null {
  const path = join(folder, DATABASE_FILE);
  if (!existsSync(path)) return null;
  const lock = new ExporterLock(folder);
  try {
    const aside = join(folder, `set-aside-${new Date(nowMs).toISOString().replace(/[:.]/g, '-')}`);
    mkdirSync(aside, { mode: 0o700 });
    // The log first: a database without its log is an older store, but a log beside a new database would be read as its own.
    for (const suffix of ['-wal', '-shm', '']) {
      if (existsSync(path + suffix)) renameSync(path + suffix, join(aside, DATABASE_FILE + suffix));
    }
    return aside;
  } catch (error) {
    throw storeProblem(error, { folder, path });
  } finally {
    lock.release();
  }
}
