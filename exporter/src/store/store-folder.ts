import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { storeError } from './errors.js';
import type { StorePlace } from './sqlite-problem.js';

export const DATABASE_FILE = 'aiops.db';
/** Holds no data; its file lock says that an exporter owns the folder. */
export const LOCK_FILE = 'lock.db';

const NO_SPACE = new Set(['ENOSPC', 'EDQUOT']);
const NOT_A_FOLDER = new Set(['ENOTDIR', 'EEXIST']);

/** The folder as it must be for a visitor: it holds a store. @throws CodedError STORE_MISSING, STORE_NOT_A_FOLDER */
export function findStore(folder: string): StorePlace {
  const place = { folder, path: join(folder, DATABASE_FILE) };
  if (existsSync(folder) && !statSync(folder).isDirectory()) throw storeError('STORE_NOT_A_FOLDER', { path: folder });
  if (!existsSync(place.path)) throw storeError('STORE_MISSING', { folder });
  return place;
}

/**
 * The folder as its owner needs it: made if missing (0700: what a model was asked may be personal), writable, with a database
 * file that only its owner may read, also where the folder was there before with wider rights.
 *
 * @throws CodedError STORE_NOT_A_FOLDER, STORE_NOT_WRITABLE, STORE_DISK_FULL
 */
export function prepareFolder(folder: string): StorePlace {
  const place = { folder, path: join(folder, DATABASE_FILE) };
  try {
    makeFolder(folder);
    // Answers EROFS on a read-only mount, also to root, whom permissions do not stop.
    accessSync(folder, constants.W_OK | constants.X_OK);
    if (existsSync(place.path)) {
      if (!statSync(place.path).isFile()) throw storeError('STORE_NOT_A_FOLDER', { path: place.path });
      accessSync(place.path, constants.R_OK | constants.W_OK);
    } else {
      // Only where it does not exist. Opening and closing a database file that this process has open elsewhere would drop all of
      // SQLite's locks on it (POSIX: closing any descriptor does), and another process could then delete a log in use.
      // SQLite gives its -wal and -shm files the rights of the database file.
      closeSync(openSync(place.path, 'wx', 0o600));
    }
  } catch (cause) {
    throw folderProblem(cause, folder);
  }
  return place;
}

/**
 * Makes a folder and its parents. Not `mkdirSync(…, { recursive: true })`: where the file system answers ENOENT although the parent
 * is there (/proc does), Node 20 to 24 ask for the parent and the folder in turn for ever and never return.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) {
    if (!statSync(folder).isDirectory()) throw storeError('STORE_NOT_A_FOLDER', { path: folder });
    return;
  }
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  mkdirSync(folder, { mode: 0o700 });
}

function folderProblem(cause: unknown, folder: string): unknown {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  if (NO_SPACE.has(code)) return storeError('STORE_DISK_FULL', { folder, problem: code }, cause);
  if (NOT_A_FOLDER.has(code)) return storeError('STORE_NOT_A_FOLDER', { path: folder }, cause);
  // EACCES, EPERM, EROFS, and ENOENT where the path leads into a file system that makes no folders, like /proc.
  if (/^E[A-Z0-9]+$/.test(code)) return storeError('STORE_NOT_WRITABLE', { folder, reason: inWords(cause) }, cause);
  return cause;
}

/** What the system says, without the call and the path: 'EROFS: read-only file system'. */
function inWords(cause: unknown): string {
  return (cause as Error).message.split(',', 1)[0] ?? '';
}
