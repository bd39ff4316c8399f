import { CodedError } from '../contract/index.js';
import { storeError } from './errors.js';

/** Primary result codes of SQLite (sqlite.org/rescode.html); extended codes carry them in their low byte. */
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;
/** Growing the shared-memory file failed: on Linux that is a full disk. */
const IOERR_SHMSIZE = 4874;

/** How long a write waits for another process. Long enough for any command of ours (milliseconds), short enough to be noticed. */
export const BUSY_TIMEOUT_MS = 5000;

/** Where a problem happened, for its message. */
export interface StorePlace {
  readonly folder: string;
  readonly path: string;
}

/**
 * What the driver threw, as one of the store's errors with the cause attached. Texts of SQLite name tables and columns, never
 * values, so they may be shown.
 */
export function storeProblem(cause: unknown, { folder, path }: StorePlace): CodedError {
  if (cause instanceof CodedError) return cause;
  const problem = cause instanceof Error ? cause.message : String(cause);
  const extended = resultCode(cause, problem);
  switch (extended === null ? null : extended & 0xff) {
    case BUSY:
    case LOCKED:
      return storeError('STORE_BUSY', { folder, seconds: BUSY_TIMEOUT_MS / 1000 }, cause);
    case FULL:
      return storeError('STORE_DISK_FULL', { folder, problem }, cause);
    case READONLY:
    case CANTOPEN:
      return storeError('STORE_NOT_WRITABLE', { folder, reason: problem }, cause);
    case CORRUPT:
    case NOTADB:
      return storeError('STORE_CORRUPT', { path, problem }, cause);
    case IOERR:
      return storeError(
        extended === IOERR_SHMSIZE ? 'STORE_DISK_FULL' : 'STORE_IO',
        { folder, problem: `${problem}, code ${extended}` },
        cause,
      );
    default:
      return storeError('STORE_FAILED', { folder, problem }, cause);
  }
}

function resultCode(cause: unknown, message: string): number | null {
  if (typeof cause === 'object' && cause !== null && 'rawCode' in cause && typeof cause.rawCode === 'number') return cause.rawCode;
  // Errors while opening carry no code, only "ConnectionFailed("Unable to open connection to local database PATH: 14")".
  const inText = /ConnectionFailed\(.*: (\d+)"\)$/s.exec(message);
  return inText ? Number(inText[1]) : null;
}
