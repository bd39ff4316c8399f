import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';

/**
 * Bytes at the head of a file that identify its content, together with device and inode. A short head lets inode reuse and
 * shared CSV headers pass for the same file; 1024 bytes hold several log lines. Stored as a hash: no log content in the store.
 */
export const HEAD_BYTES = 1024;
/** Bytes before the read position that must still be there: catches a file that was truncated and has grown past it. */
export const TAIL_BYTES = 256;

/** A hash of `bytes` bytes. */
export interface Fingerprint {
  readonly bytes: number;
  readonly sha256: string;
}

export const EMPTY_FINGERPRINT: Fingerprint = { bytes: 0, sha256: '' };

export function fingerprintOf(content: Uint8Array): Fingerprint {
  return content.length === 0 ? EMPTY_FINGERPRINT : { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

/** Whether content that begins with `head` can be the file that had this fingerprint. */
export function matchesHead(fingerprint: Fingerprint, head: Uint8Array): boolean {
  if (head.length < fingerprint.bytes) return false;
  return fingerprintOf(head.subarray(0, fingerprint.bytes)).sha256 === fingerprint.sha256;
}

/** Up to `bytes` bytes of an open file from `from` on; shorter at its end. */
export function readAt(fd: number, from: number, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(bytes);
  let got = 0;
  while (got < bytes) {
    const n = readSync(fd, buffer, got, bytes - got, from + got);
    if (n === 0) break;
    got += n;
  }
  return buffer.subarray(0, got);
}
