import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';

/**
 * Bytes at the head of a file that identify its content, together with device and inode.
 * Why 4096:  one page, so reading it costs what reading one byte costs. It holds several log lines with their times, and the
 *            header of a CSV file with a few hundred columns together with a row.
 * Too low:   files that begin with the same long header pass for copies of each other. Too high: only time.
 * Stored as a hash: no log content is in the store.
 * Pinned by: sources/file/identity.test.ts
 */
export const HEAD_BYTES = 4096;
/** Bytes before the read position that must still be there: catches a file that was truncated and has grown past it. */
export const TAIL_BYTES = 256;

/** A hash of `bytes` bytes. */
export interface Fingerprint {
  readonly bytes: number;
  readonly sha256: string;
}

export const EMPTY_FINGERPRINT: Fingerprint = { bytes: 0, sha256: '' };

/**
 * A hash of content with its zero bytes read as newlines, as they are where they are no content (zero-runs.ts): so a chunk
 * that was delivered and the file it came from have the same one.
 */
export function fingerprintOf(content: Uint8Array): Fingerprint {
  return content.length === 0
    ? EMPTY_FINGERPRINT
    : { bytes: content.length, sha256: createHash('sha256').update(zerosAsNewlines(content)).digest('hex') };
}

function zerosAsNewlines<Bytes extends Uint8Array>(content: Bytes): Bytes | Uint8Array {
  return content.includes(0) ? content.map((byte) => byte || 10) : content;
}

/**
 * Fingerprint of the head of a file that begins with `content`. Its length is a power of two, so that a new file is compared
 * with any number of known ones by thirteen hashes at most.
 */
export function headFingerprint(content: Uint8Array, most = HEAD_BYTES): Fingerprint {
  let bytes = Math.min(content.length, most);
  if (bytes > 0) bytes = 2 ** Math.floor(Math.log2(bytes));
  return fingerprintOf(content.subarray(0, bytes));
}

/** Whether `content` begins with what has this fingerprint. */
export function beginsWith(content: Uint8Array, fingerprint: Fingerprint): boolean {
  if (content.length < fingerprint.bytes) return false;
  return fingerprintOf(content.subarray(0, fingerprint.bytes)).sha256 === fingerprint.sha256;
}

/** Hashes of the first `bytes` bytes of one content, each made once. */
export function prefixHashes(content: Uint8Array): (bytes: number) => string {
  const hashes = new Map<number, string>();
  return (bytes) => {
    let hash = hashes.get(bytes);
    if (hash === undefined) hashes.set(bytes, (hash = fingerprintOf(content.subarray(0, bytes)).sha256));
    return hash;
  };
}

/** Whether `content` ends with what has this fingerprint. */
export function endsWith(content: Uint8Array, fingerprint: Fingerprint): boolean {
  if (content.length < fingerprint.bytes) return false;
  return fingerprintOf(content.subarray(content.length - fingerprint.bytes)).sha256 === fingerprint.sha256;
}

/** Fills buffer[at, at + bytes) from an open file; returns how much was there. */
export function readInto(fd: number, buffer: Buffer, at: number, bytes: number, from: number): number {
  let got = 0;
  while (got < bytes) {
    const n = readSync(fd, buffer, at + got, bytes - got, from + got);
    if (n === 0) break;
    got += n;
  }
  return got;
}

/** Up to `bytes` bytes of an open file from `from` on; shorter at its end. */
export function readAt(fd: number, from: number, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(bytes);
  return buffer.subarray(0, readInto(fd, buffer, 0, bytes, from));
}
