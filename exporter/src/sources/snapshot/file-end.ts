import { closeSync, openSync, readSync, type PathLike } from 'node:fs';

const MAGIC = 'PAR1';
/** Magic at both ends, the length of the footer, and a footer. */
const SMALLEST_PARQUET = 13;
/** The length of the footer, then the magic. */
const TRAILER_BYTES = 8;
const NEWLINE = 0x0a;

/**
 * What shows that a file is not whole: a Parquet file has its footer at the end, a text file a newline. Null where it looks whole.
 * The end of a compressed text cannot be seen without unpacking it: there the reader finds a stream that is cut.
 *
 * @param size as `stat` gave it
 * Errors: those of open(2) and read(2).
 */
export function missingEnd(path: PathLike, name: string, size: number): string | null {
  if (/\.gz$/i.test(name)) return size === 0 ? 'it is empty' : null;
  const fd = openSync(path, 'r');
  try {
    return /\.parquet$/i.test(name) ? missingFooter(fd, size) : missingNewline(fd, size);
  } finally {
    closeSync(fd);
  }
}

function missingFooter(fd: number, size: number): string | null {
  if (size < SMALLEST_PARQUET) return 'it is too short for a Parquet file';
  const trailer = bytesAt(fd, size - TRAILER_BYTES, TRAILER_BYTES);
  const isWhole = bytesAt(fd, 0, MAGIC.length).toString('latin1') === MAGIC && trailer.toString('latin1', 4) === MAGIC;
  if (!isWhole || trailer.readUInt32LE(0) > size - SMALLEST_PARQUET + 1) return 'it has no whole Parquet footer';
  return null;
}

function missingNewline(fd: number, size: number): string | null {
  if (size === 0) return 'it is empty';
  return bytesAt(fd, size - 1, 1)[0] === NEWLINE ? null : 'its last line does not end in a newline';
}

/** Shorter where the file became shorter meanwhile: what is missing then reads as zero. */
function bytesAt(fd: number, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  readSync(fd, bytes, 0, length, at);
  return bytes;
}
