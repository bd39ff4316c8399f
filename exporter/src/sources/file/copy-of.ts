import { closeSync } from 'node:fs';
import { openSeen, statOpen, type OpenedFile } from './file-stat.js';
import { HEAD_BYTES, TAIL_BYTES, beginsWith, readAt } from './fingerprint.js';
import { peekGzip } from './gzip-content.js';
import type { LogFile } from './log-file.js';
import { goesOnFrom } from './same-content.js';

/** Content that two files are compared by, when one of them is compressed; a peek into a compressed file returns as much. */
const SAMPLE_BYTES = 65_536;

/** A file that was found and is not known. */
export interface Newcomer extends OpenedFile {
  /** Its path with links resolved. */
  readonly home: string;
  readonly isGzip: boolean;
  /** The first bytes of its content. */
  readonly sample: Buffer;
  /** Hash of the first bytes of it. */
  readonly startsWith: (bytes: number) => string;
}

/**
 * How a newcomer is related to a file that is still being read. `copy`: whole or in the making, with nothing of its own;
 * `successor`: a copy that took the place of the original and has grown, as rsync leaves it; `unclear`: the original is no
 * longer what it was, look again after the next scan.
 *
 * Copies in the making matter: they are seen at any length, and what is copied later must not be taken for new lines.
 */
export type Relation = 'copy' | 'successor' | 'other' | 'unclear';

export function relationTo(original: LogFile, newcomer: Newcomer): Relation {
  if (original.fd !== null) return compare(original, original.fd, newcomer);
  let opened: OpenedFile | null = null;
  try {
    opened = openSeen(original.path, original.key);
  } catch {
    // It cannot be opened at the moment: the head that is remembered has to do.
  }
  if (!opened) return beginsWith(newcomer.sample, original.head) ? 'copy' : 'other';
  try {
    return compare(original, opened.fd, newcomer);
  } finally {
    closeSync(opened.fd);
  }
}

function compare(original: LogFile, originalFd: number, newcomer: Newcomer): Relation {
  if (!original.isGzip && !newcomer.isGzip) return comparePlain(original, originalFd, newcomer);
  const { sample, fd, stat } = newcomer;
  const begin = original.isGzip ? peekGzip(originalFd) : readAt(originalFd, 0, SAMPLE_BYTES);
  const common = Math.min(begin.length, sample.length);
  if (!begin.subarray(0, common).equals(sample.subarray(0, common))) return 'other';
  if (original.isGzip && !newcomer.isGzip && stat.size >= original.offset) return goesOnFrom(original, fd, stat) ? 'copy' : 'other';
  return sample.length <= begin.length || isCopyGrownOn(original, common) ? 'copy' : 'other';
}

function comparePlain(original: LogFile, fd: number, { fd: other, stat, sample, home }: Newcomer): Relation {
  const { size } = statOpen(fd);
  const head = readAt(fd, 0, HEAD_BYTES);
  if (size < original.offset || !beginsWith(head, original.head)) return 'unclear';
  const common = Math.min(size, stat.size);
  const begin = Math.min(common, HEAD_BYTES);
  if (!head.subarray(0, begin).equals(sample.subarray(0, begin))) return 'other';
  const from = Math.max(0, common - TAIL_BYTES);
  const isAlike = readAt(fd, from, common - from).equals(readAt(other, from, common - from));
  if (!isAlike) return statOpen(fd).size < size ? 'unclear' : 'other';
  if (stat.size <= size) return 'copy';
  if (original.isMissing || home === original.home) return 'successor';
  return isCopyGrownOn(original, common) ? 'copy' : 'other';
}

/**
 * Whether a file that begins with all of an original, and is longer, is a copy of it that went on. Not beside one that is
 * still there: logs may share a header. But if they agree in more than that, its lines are not to be counted again.
 */
function isCopyGrownOn(original: LogFile, common: number): boolean {
  return original.isMissing || (common >= HEAD_BYTES && !original.isCopy);
}
