import { relationTo, type Newcomer } from './copy-of.js';
import type { OpenedFile } from './file-stat.js';
import { HEAD_BYTES, prefixHashes, readAt } from './fingerprint.js';
import { GZIP_MAGIC, claimedLength, isGzip, isTornGzip, peekGzip } from './gzip-content.js';
import type { LogFile } from './log-file.js';
import type { LookAlikes } from './look-alikes.js';
import { goesOnFrom } from './same-content.js';
import { withoutLastZeros } from './zero-runs.js';

/** How compressed files begin; of these only gzip is read. */
const COMPRESSIONS: readonly (readonly [string, readonly number[]])[] = [
  ['gzip', GZIP_MAGIC],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['lz4', [0x04, 0x22, 0x4d, 0x18]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
];

/** What a file that was found is. */
export type Identity =
  /** Nothing can be said yet. */
  | { readonly is: 'empty' | 'young' | 'unclear' }
  | { readonly is: 'unreadable'; readonly why: string }
  | { readonly is: 'copy'; readonly original: LogFile; readonly length: number | null }
  /** It goes on where another file stopped, mostly one gone by, and holds more. */
  | { readonly is: 'continuation'; readonly original: LogFile; readonly newcomer: Newcomer }
  /** Compressed: whether it is a continuation of one of these shows when it is unpacked. */
  | { readonly is: 'claimed'; readonly originals: readonly LogFile[]; readonly newcomer: Newcomer }
  /** A copy of a file that was read at least as far: there is nothing new in it. */
  | { readonly is: 'covered'; readonly newcomer: Newcomer }
  | { readonly is: 'fresh'; readonly newcomer: Newcomer };

export interface Seen {
  /** Its path with links resolved. */
  readonly home: string;
  /** How long it has not changed: nobody writes to a `quiet` file any more, or to a `settled` one most probably. */
  readonly age: 'young' | 'settled' | 'quiet';
  /** The file it was a copy of when it was last looked at, if it has not changed since. */
  readonly copied: LogFile | null;
}

/**
 * Identifies an open file among the known ones by its content.
 *
 * Errors: those of read(2).
 */
export function identifyFile(opened: OpenedFile, { home, age, copied }: Seen, known: LookAlikes): Identity {
  const { fd, stat } = opened;
  if (stat.size === 0) return { is: 'empty' };
  const begin = readAt(fd, 0, HEAD_BYTES);
  const compression = COMPRESSIONS.find(([, magic]) => magic.every((byte, i) => i >= begin.length || begin[i] === byte));
  // The first bytes of a compressed file in the making are not to pass for a line.
  if (compression && begin.length < compression[1].length) return { is: 'empty' };
  if (compression && compression[0] !== 'gzip') return { is: 'unreadable', why: `is compressed with ${compression[0]}: only gzip is read` };
  // What begins as several files do cannot be told from a few bytes of it.
  if (isGzip(begin) && (age === 'young' || (age === 'settled' && isTornGzip(fd)))) return { is: 'young' };
  let sample: Buffer;
  try {
    sample = isGzip(begin) ? peekGzip(fd) : withoutLastZeros(begin);
  } catch (error) {
    return { is: 'unreadable', why: `is a damaged gzip file (${(error as Error).message})` };
  }
  if (sample.length === 0) return { is: 'empty' };
  const newcomer: Newcomer = { ...opened, home, isGzip: isGzip(begin), sample, startsWith: prefixHashes(sample) };
  let forerunner: LogFile | null = null;
  for (const file of known.live(newcomer)) {
    // What is not identified itself is no witness.
    if (file.claims.length > 0) continue;
    const relation = relationTo(file, newcomer);
    if (relation === 'successor' && file.size > (forerunner?.size ?? 0)) forerunner = file;
    if (relation === 'copy') {
      const length = contentLength(newcomer);
      return age !== 'young' && isCovered(length, file) ? { is: 'covered', newcomer } : { is: 'copy', original: file, length };
    }
    if (relation === 'unclear') return { is: 'unclear' };
  }
  const gone = known.gone(newcomer);
  return newcomer.isGzip ? identifyGzip(newcomer, gone) : identifyPlain(newcomer, gone, forerunner, copied);
}

function identifyPlain(newcomer: Newcomer, gone: readonly LogFile[], forerunner: LogFile | null, copied: LogFile | null): Identity {
  const ended = gone.find((file) => goesOnFrom(file, newcomer.fd, newcomer.stat)) ?? null;
  // What agrees in more bytes is the better witness.
  const original = forerunner && forerunner.size >= (ended?.offset ?? 0) ? forerunner : ended;
  // What holds nothing new is not to take the place of the original: another copy may hold more.
  if (original && newcomer.stat.size > original.offset) return { is: 'continuation', original, newcomer };
  if (original) return { is: 'covered', newcomer };
  // A copy is whole before its original goes: one that is shorter than what was read will not grow into it.
  if (copied && isCovered(contentLength(newcomer), copied)) return { is: 'covered', newcomer };
  return { is: 'fresh', newcomer };
}

/** Whether a copy of so many bytes ends before the read position of its original. */
export function isCovered(length: number | null, { offset }: LogFile): boolean {
  return length !== null && length <= offset;
}

/** Bytes of the content; null where a compressed file does not say it, as its length field holds no more than 4 GiB. */
function contentLength({ fd, stat, isGzip: isCompressed }: Newcomer): number | null {
  if (!isCompressed) return stat.size;
  // Nothing inflates to more than 1032 times its size.
  return stat.size * 1032 < 2 ** 32 ? claimedLength(fd, stat.size) : null;
}

function identifyGzip(newcomer: Newcomer, gone: readonly LogFile[]): Identity {
  const length = claimedLength(newcomer.fd, newcomer.stat.size);
  // A compressed file that was read to its end before it was compressed need not be unpacked to see that.
  if (gone.some(({ offset }) => offset > 0 && offset % 2 ** 32 === length)) return { is: 'covered', newcomer };
  return gone.length > 0 ? { is: 'claimed', originals: gone, newcomer } : { is: 'fresh', newcomer };
}
