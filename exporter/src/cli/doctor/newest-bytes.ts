import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { DECODER_PADDING } from '../../formats/index.js';

const NEWLINE = 10;
/** Bytes of the end of a log that are looked at: some hundred records. */
export const NEWEST_BYTES = 64 * 1024;
/** How much of the beginning a format may look at (a CSV header). */
const HEAD_BYTES = 64 * 1024;
/** A compressed file unpacks to this at most, to be looked at. */
const UNPACKED_BYTES = 256 * 1024 * 1024;

/** The end of a log, ready for a decoder: whole records from `start` to `end`. */
export interface NewestBytes {
  readonly head: Buffer;
  readonly buffer: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Reads the newest records of a file, gzip included. Errors: those of the file system, and of zlib. */
export function newestBytes(path: string): NewestBytes {
  if (path.endsWith('.gz')) {
    const content = gunzipSync(readFileSync(path), { maxOutputLength: UNPACKED_BYTES });
    return cut(content.subarray(0, HEAD_BYTES), content.subarray(-NEWEST_BYTES), content.length <= NEWEST_BYTES);
  }
  const fd = openSync(path, 'r');
  try {
    const { size } = fstatSync(fd);
    return cut(
      readAt(fd, 0, Math.min(size, HEAD_BYTES)),
      readAt(fd, Math.max(0, size - NEWEST_BYTES), Math.min(size, NEWEST_BYTES)),
      size <= NEWEST_BYTES,
    );
  } finally {
    closeSync(fd);
  }
}

function readAt(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(fd, bytes, 0, length, position));
}

/** Leaves out the record that is cut at the front. What is behind the last newline is being written, and the decoder leaves it. */
function cut(head: Buffer, newest: Buffer, isWhole: boolean): NewestBytes {
  const start = isWhole ? 0 : newest.indexOf(NEWLINE) + 1;
  return { head, buffer: Buffer.concat([newest, Buffer.alloc(DECODER_PADDING)]), start, end: newest.length };
}
