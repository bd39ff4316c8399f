import { statSync, type PathLike } from 'node:fs';

/** What the file system says of a snapshot. */
export interface SnapshotStat {
  readonly size: number;
  readonly mtimeMs: number;
  /**
   * Device, inode, size, time of change and of status change, to the nanosecond. The same text is the same untouched file. The
   * status change is part of it because a program may put the time of change back (`rsync -t`, `touch -d`).
   */
  readonly signature: string;
}

/** Follows links; null where there is no regular file. Errors: those of stat(2), but not that the file is gone. */
export function snapshotStat(path: PathLike): SnapshotStat | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (!found?.isFile()) return null;
  const { dev, ino, size, mtimeNs, ctimeNs } = found;
  return { size: Number(size), mtimeMs: Number(mtimeNs / 1_000_000n), signature: [dev, ino, size, mtimeNs, ctimeNs].join(':') };
}
