import { DECODER_PADDING } from '../../formats/index.js';
import type { Chunk } from '../source.js';
import { TAIL_BYTES, beginsWith, readAt, readInto } from './fingerprint.js';
import { statOpen } from './file-stat.js';
import { FIRST_LINE_BYTES, firstLineOf } from './first-line.js';
import type { LogFile } from './log-file.js';
import type { ReadLimits, ReadResult } from './read-result.js';
import { isTail, settleContent } from './same-content.js';
import { ZERO_RUN_BYTES, endLinesAtZeroRuns, endOfZeros } from './zero-runs.js';

/** Bytes searched in one call for the end of an oversized record or of a hole: bounds the time (about 20 ms) that others wait. */
const SEARCH_BYTES = 64 * 1024 * 1024;
const NEWLINE = 10;

/** Reads plain files through one buffer, whose content holds until the next call. */
export class PlainReader {
  readonly #limits: ReadLimits;
  #buffer: Buffer;

  constructor(limits: ReadLimits) {
    this.#limits = limits;
    this.#buffer = Buffer.allocUnsafeSlow(TAIL_BYTES + limits.chunkBytes + DECODER_PADDING);
  }

  /**
   * The next whole records of an open file.
   *
   * @param presumed `complete`: nobody writes to it any more, and its last record may do without a newline
   *
   * Errors: those of read(2).
   */
  read(file: LogFile, fd: number, nowMs: number, presumed: 'growing' | 'complete'): ReadResult {
    const stat = statOpen(fd);
    // First of all: what was lost with a former content is known from the size that it had.
    const state = file.see(stat, nowMs) ? 'growing' : presumed;
    if (stat.size < file.offset && settleContent(file, fd, stat) === 'replaced') return 'replaced';
    const tail = file.tailBytes;
    const { chunkBytes, maxRecordBytes } = this.#limits;
    const most = Math.max(chunkBytes, maxRecordBytes + 1, 2 * file.tooShort);
    let wanted = Math.max(chunkBytes, 2 * file.tooShort);
    let got = this.#fill(fd, file.offset - tail, 0, tail + wanted);
    if (got < tail || !this.#isAsRead(file, fd, tail, got)) return 'replaced';
    if (file.tooShort > maxRecordBytes) return this.#skipOversized(file, fd, file.tooShort, state);
    for (;;) {
      const zeros = endOfZeros(this.#buffer, tail, got) - tail;
      if (zeros > 0 && (zeros >= ZERO_RUN_BYTES || tail + zeros === got)) return this.#skipZeros(file, fd, state);
      const usable = endLinesAtZeroRuns(this.#buffer, tail, got);
      const end = usable === 0 ? 0 : this.#buffer.lastIndexOf(NEWLINE, usable - 1) + 1;
      const isAll = file.offset + got - tail >= file.size;
      if (isAll && state === 'complete') return usable > tail ? this.#chunk(file, fd, tail, usable, true) : 'wait';
      if (end - tail > file.tooShort) return this.#chunk(file, fd, tail, end, false);
      if (isAll || got < tail + wanted) return 'wait';
      if (got - usable >= ZERO_RUN_BYTES) return this.#endAtZeros(file, fd, tail, usable, state);
      if (wanted >= most) return this.#skipOversized(file, fd, got - tail, state);
      // One record fills the buffer: read on, as far as a record may go.
      wanted = Math.min(most, 2 * wanted);
      got = this.#fill(fd, file.offset - tail, got, tail + wanted);
    }
  }

  /** Fills buffer[from, to) with the file from `begin` + from on; returns the end of what is there. */
  #fill(fd: number, begin: number, from: number, to: number): number {
    if (this.#buffer.length < to + DECODER_PADDING) {
      const grown = Buffer.allocUnsafeSlow(to + DECODER_PADDING);
      this.#buffer.copy(grown, 0, 0, from);
      this.#buffer = grown;
    }
    return from + readInto(fd, this.#buffer, from, to - from, begin + from);
  }

  /**
   * Whether the bytes before the position are those that were read, or were lost to zero bytes in a power failure. At the
   * beginning of a file its head is what tells: a scan that saw a change leaves the check to whoever reads first.
   */
  #isAsRead(file: LogFile, fd: number, tail: number, got: number): boolean {
    const { head } = file;
    if (tail === 0) return beginsWith(got < head.bytes ? readAt(fd, 0, head.bytes) : this.#buffer.subarray(0, got), head);
    const found = this.#buffer.subarray(0, tail);
    if (file.hasTail(found)) file.noteTail(found);
    else if (isTail(file, found, readAt(fd, 0, head.bytes))) file.skipTo(file.offset, found);
    else return false;
    return true;
  }

  #chunk(file: LogFile, fd: number, start: number, end: number, last: boolean): Chunk {
    file.firstLine ??= firstLineOf(file.offset === 0 ? this.#buffer.subarray(start, end) : readAt(fd, 0, FIRST_LINE_BYTES));
    const { stream, path, offset: streamOffset, firstLine: head } = file;
    return { stream, head, buffer: this.#buffer, start, end, last, path, streamOffset };
  }

  /** Moves the position over zero bytes when something follows them; at the end of a growing file they may still be written. */
  #skipZeros(file: LogFile, fd: number, state: 'growing' | 'complete'): ReadResult {
    const to = this.#endOfHole(file, fd, file.offset);
    if (to === 'busy' || (to === 'none' && state === 'growing')) return to === 'busy' ? 'busy' : 'wait';
    const end = to === 'none' ? file.size : to;
    file.skipTo(end, readAt(fd, Math.max(0, end - TAIL_BYTES), Math.min(TAIL_BYTES, end)));
    return 'busy';
  }

  /** A record that was torn by zero bytes: it ends where they begin, once something follows them. */
  #endAtZeros(file: LogFile, fd: number, tail: number, end: number, state: 'growing' | 'complete'): ReadResult {
    const record = Buffer.from(this.#buffer.subarray(0, end));
    const to = this.#endOfHole(file, fd, file.offset + end - tail);
    if (to === 'busy' || (to === 'none' && state === 'growing')) return to === 'busy' ? 'busy' : 'wait';
    record.copy(this.#buffer);
    this.#buffer[end] = NEWLINE;
    return this.#chunk(file, fd, tail, end + 1, false);
  }

  /** Offset of the first byte from `from` on that is not zero; `busy` when the search goes on in the next call. */
  #endOfHole(file: LogFile, fd: number, from: number): number | 'none' | 'busy' {
    let at = Math.max(from, file.searchedTo);
    for (const stop = at + SEARCH_BYTES; at < stop;) {
      const n = this.#fill(fd, at, 0, this.#limits.chunkBytes);
      if (n === 0) return 'none';
      const end = endOfZeros(this.#buffer, 0, n);
      if (end < n) return at + end;
      at += n;
      file.searchedTo = at;
    }
    return 'busy';
  }

  /** Finds the end of a record beyond the limit; goes on where it stopped when the end is not written yet. */
  #skipOversized(file: LogFile, fd: number, searched: number, state: 'growing' | 'complete'): ReadResult {
    let at = Math.max(file.offset + searched, file.searchedTo);
    for (const stop = at + SEARCH_BYTES; at < stop;) {
      const n = this.#fill(fd, at, 0, this.#limits.chunkBytes);
      if (n === 0) return state === 'complete' ? this.#oversized(file, fd, at, true) : 'wait';
      const newline = this.#buffer.subarray(0, n).indexOf(NEWLINE);
      if (newline >= 0) return this.#oversized(file, fd, at + newline + 1, false);
      at += n;
      file.searchedTo = at;
    }
    return 'busy';
  }

  #oversized(file: LogFile, fd: number, endOffset: number, last: boolean): Chunk {
    file.oversizedTail = readAt(fd, endOffset - TAIL_BYTES, TAIL_BYTES);
    const oversized = endOffset - file.offset;
    const { stream, path, offset: streamOffset } = file;
    const head = file.firstLine ?? Buffer.alloc(0);
    return { stream, head, buffer: this.#buffer, start: 0, end: oversized, last, oversized, path, streamOffset };
  }
}
