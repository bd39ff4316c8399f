import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import type { SeededRandom } from './seeded-random.js';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** Magic numbers of a log whose checksums are made of little-endian and of big-endian words (sqlite.org/walformat.html). */
const [LITTLE_ENDIAN, BIG_ENDIAN] = [0x377f0682, 0x377f0683];

/**
 * Where the last commit ends in a write-ahead log of SQLite. Everything before was synced to the disk before the commit
 * returned; everything behind it is what a crash may tear: the frames of a transaction that was never committed, and left-overs
 * of an earlier round of the log.
 */
export function committedEnd(log: Buffer): number {
  if (log.length < HEADER_BYTES) return 0;
  const magic = log.readUInt32BE(0);
  if (magic !== LITTLE_ENDIAN && magic !== BIG_ENDIAN) return 0;
  const frameBytes = FRAME_HEADER_BYTES + log.readUInt32BE(8);
  const salts = log.subarray(16, 24);
  let sums = checksum(log.subarray(0, 24), [0, 0], magic);
  let end = HEADER_BYTES;
  for (let at = HEADER_BYTES; at + frameBytes <= log.length; at += frameBytes) {
    if (!log.subarray(at + 8, at + 16).equals(salts)) break;
    sums = checksum(log.subarray(at, at + 8), sums, magic);
    sums = checksum(log.subarray(at + FRAME_HEADER_BYTES, at + frameBytes), sums, magic);
    if (sums[0] !== log.readUInt32BE(at + 16) || sums[1] !== log.readUInt32BE(at + 20)) break;
    // The size of the database after a commit; 0 in the frames before it.
    if (log.readUInt32BE(at + 4) !== 0) end = at + frameBytes;
  }
  return end;
}

/**
 * Damages a write-ahead log in one of the ways a power failure can, and in no other: what was committed stays whole.
 *
 * @returns what was done, in words; null where there is no log
 */
export function tearLog(path: string, random: SeededRandom): string | null {
  let log: Buffer;
  try {
    log = readFileSync(path);
  } catch {
    // Killed before the store was opened, or after it was closed.
    return null;
  }
  const end = committedEnd(log);
  if (end === 0) return null;
  const rest = log.length - end;
  const garbage = Buffer.from(Array.from({ length: 1 + random.below(9000) }, () => random.below(256)));
  switch (random.pick(rest > 0 ? (['cut', 'garble', 'append', 'repeat'] as const) : (['append', 'repeat'] as const))) {
    case 'cut':
      truncateSync(path, end + random.below(rest));
      return 'cut';
    case 'garble':
      garbage.copy(log, end + random.below(rest));
      writeFileSync(path, log);
      return 'garbled';
    case 'append':
      // Often the beginning of a frame that would fit, with a page that never came.
      writeFileSync(path, Buffer.concat([log.subarray(0, end), log.subarray(HEADER_BYTES, HEADER_BYTES + random.below(16)), garbage]));
      return 'torn frame appended';
    case 'repeat':
      writeFileSync(path, Buffer.concat([log.subarray(0, end), log.subarray(HEADER_BYTES, end)]));
      return 'old frames appended';
  }
}

type Sums = readonly [number, number];

function checksum(bytes: Buffer, [first, second]: Sums, magic: number): Sums {
  let [a, b] = [first, second];
  for (let at = 0; at < bytes.length; at += 8) {
    a = (a + (magic === BIG_ENDIAN ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + b) >>> 0;
    b = (b + (magic === BIG_ENDIAN ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + a) >>> 0;
  }
  return [a, b];
}
