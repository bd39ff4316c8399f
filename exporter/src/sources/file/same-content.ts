import { statOpen, type FileStat } from './file-stat.js';
import { HEAD_BYTES, TAIL_BYTES, beginsWith, endsWith, readAt } from './fingerprint.js';
import { peekGzip } from './gzip-content.js';
import type { LogFile } from './log-file.js';

/**
 * Whether an open file still holds what was read under its device and inode. `cut`: it ends before the read position, yet
 * begins as before: the file system lost the end of it in a power failure, and what is written from now on is new.
 * `replaced`: it was truncated and written anew, or the inode belongs to another file by now.
 */
export function checkContent(file: LogFile, fd: number, { size }: FileStat): { is: 'same' | 'cut' | 'replaced'; head: Buffer } {
  const head = headOf(file, fd);
  if (!beginsWith(head, file.head)) return { is: 'replaced', head };
  if (file.isGzip) return { is: size < (file.gzip?.compressedBytes ?? 0) ? 'replaced' : 'same', head };
  // A shorter head proves too little here: files with the same header line begin alike.
  if (size < file.offset) return { is: size >= HEAD_BYTES && file.head.bytes === HEAD_BYTES ? 'cut' : 'replaced', head };
  const { tailBytes } = file;
  return { is: isTail(file, readAt(fd, file.offset - tailBytes, tailBytes), head) ? 'same' : 'replaced', head };
}

/** `checkContent`, with the position put right where the file was cut. Its head is kept, as long as it is young. */
export function settleContent(file: LogFile, fd: number, stat: FileStat): 'same' | 'replaced' {
  const { is, head } = checkContent(file, fd, stat);
  if (is === 'replaced') return 'replaced';
  if (is === 'cut') file.skipTo(stat.size, readAt(fd, stat.size - TAIL_BYTES, TAIL_BYTES));
  file.noteHead(head);
  return 'same';
}

/**
 * Whether the bytes before the position are those that were read, or zero bytes that a power failure put in their place.
 *
 * @param head of the file as it is now
 */
export function isTail(file: LogFile, found: Buffer, head: Buffer): boolean {
  if (file.hasTail(found)) return true;
  return found.length > 0 && found[found.length - 1] === 0 && beginsWith(head, file.head);
}

/** Whether a file goes on where another one stopped: it begins alike, and the bytes before the position are there. */
export function goesOnFrom(original: LogFile, fd: number, { size }: FileStat): boolean {
  if (size < original.offset) return false;
  const { tail, offset } = original;
  return endsWith(readAt(fd, offset - tail.bytes, tail.bytes), tail);
}

/**
 * Whether a file of which nothing was read holds what was read of one gone by. It was known by its device and inode and by a few bytes, as a record in
 * the making leaves them; while nobody held it open, the inode may have gone to a copy of an older file that begins alike.
 *
 * @param knownBytes of its head, before it was opened
 */
export function wasReadBefore(file: LogFile, knownBytes: number, known: Iterable<LogFile>): boolean {
  const { fd } = file;
  if (fd === null || file.isGzip || knownBytes >= HEAD_BYTES) return false;
  const stat = statOpen(fd);
  const head = readAt(fd, 0, HEAD_BYTES);
  for (const gone of known)
    if (gone.isRetired && gone.offset > 0 && gone.head.bytes > knownBytes && beginsWith(head, gone.head) && goesOnFrom(gone, fd, stat))
      return true;
  return false;
}

function headOf(file: LogFile, fd: number): Buffer {
  if (!file.isGzip) return readAt(fd, 0, HEAD_BYTES);
  try {
    return peekGzip(fd).subarray(0, HEAD_BYTES);
  } catch {
    // No gzip file any more: its head cannot agree.
    return Buffer.alloc(0);
  }
}
