import { closeSync, constants, fstatSync, openSync, statSync, type BigIntStats, type PathLike } from 'node:fs';

/**
 * What the file system says of a file. Device and inode are text: on CephFS, virtiofs and 9p inode numbers go beyond 2^53,
 * and two files whose numbers were rounded to the same double would pass for one.
 */
export interface FileStat {
  readonly dev: string;
  readonly ino: string;
  readonly size: number;
  /** With the nanoseconds that a double holds (steps of 256 ns). */
  readonly mtimeMs: number;
  /** Names that lead to it; 0 once it was deleted. */
  readonly links: number;
  readonly type: 'file' | 'folder' | 'other';
}

export interface OpenedFile {
  readonly fd: number;
  readonly stat: FileStat;
}

/** One text for device and inode. */
export function fileKey({ dev, ino }: { readonly dev: string; readonly ino: string }): string {
  return `${dev}:${ino}`;
}

/** Follows links. Errors: those of stat(2). */
export function statPath(path: PathLike): FileStat {
  return fileStat(statSync(path, { bigint: true }));
}

/** Errors: those of fstat(2). */
export function statOpen(fd: number): FileStat {
  return fileStat(fstatSync(fd, { bigint: true }));
}

/**
 * Opens a file that was seen as `key`; null where the name leads to another one by now, or to none. A rotation may happen
 * between looking and opening: without this check a file would be read under the position of another.
 *
 * Errors: those of open(2), except that it is gone.
 */
export function openSeen(path: PathLike, key: string): OpenedFile | null {
  let fd: number;
  try {
    // O_NONBLOCK: a FIFO that took the place of the file would block this thread for ever.
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
  const stat = statOpen(fd);
  if (stat.type === 'file' && fileKey(stat) === key) return { fd, stat };
  closeSync(fd);
  return null;
}

/** Whether an error says that nothing is there (any more). */
export function isGone(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function fileStat(stats: BigIntStats): FileStat {
  return {
    dev: String(stats.dev),
    ino: String(stats.ino),
    size: Number(stats.size),
    mtimeMs: Number(stats.mtimeNs) / 1e6,
    links: Number(stats.nlink),
    type: stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other',
  };
}
