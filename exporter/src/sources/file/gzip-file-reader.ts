import { DECODER_PADDING } from '../../formats/index.js';
import type { Chunk } from '../source.js';
import { endsWith } from './fingerprint.js';
import { firstLineOf } from './first-line.js';
import { GzipContent } from './gzip-content.js';
import type { LogFile } from './log-file.js';
import type { ReadLimits, ReadResult } from './read-result.js';
import { ZERO_RUN_BYTES, beginOfLastZeros, endLinesAtZeroRuns, endOfZeros } from './zero-runs.js';

/** A gzip file whose end is missing is given up when it has not changed for this long: whoever wrote it has stopped. */
export const GZIP_QUIET_MS = 10_000;
/** Content that one call skips over: bounds the time (about 100 ms) that other files wait for a large compressed one. */
const SKIP_BYTES = 32 * 1024 * 1024;
const NEWLINE = 10;

/**
 * What a gzip file turned out to be. `copy`: reading goes on where the original stopped; `shorter`: it ends before that;
 * `own`: none of the files it was held against.
 */
export type Recognised = { readonly is: 'copy'; readonly original: LogFile } | { readonly is: 'shorter' | 'own' };

/** A gzip file that cannot be unpacked further: `bytes` of a torn record are known, what else is lost is not. */
export interface Damaged {
  readonly fault: string;
  readonly bytes: number;
}

/** Reads compressed rotations, also while they are still written. */
export class GzipFileReader {
  readonly #limits: ReadLimits;

  constructor(limits: ReadLimits) {
    this.#limits = limits;
  }

  /** The next whole records of an open file. Errors: those of read(2). */
  async read(file: LogFile, fd: number, nowMs: number): Promise<ReadResult | Recognised | Damaged> {
    const isAhead = file.gzip !== null && file.gzip.offset > file.offset && file.gzip.offset !== file.searchedTo;
    if (isAhead) this.#restart(file);
    const content = (file.gzip ??= new GzipContent(fd));
    const isQuiet = nowMs - file.changedMs >= GZIP_QUIET_MS;
    if (file.claims.length > 0) return await this.#recognise(file, content, isQuiet);
    if (content.offset < file.offset) {
      const reached = await this.#skipTo(file, content, file.offset, isQuiet);
      if (reached === 'wait' || reached === 'busy') return reached;
      if (reached === 'short' || !endsWith(content.tail, file.tail)) return 'replaced';
      file.noteTail(content.tail);
    }
    if (content.offset > file.offset) return await this.#skipOversized(file, content, isQuiet);
    return await this.#records(file, content, isQuiet);
  }

  async #records(file: LogFile, content: GzipContent, isQuiet: boolean): Promise<ReadResult | Damaged> {
    const { chunkBytes, maxRecordBytes } = this.#limits;
    if (file.tooShort > maxRecordBytes) return await this.#skipOversized(file, content, isQuiet);
    let wanted = Math.max(chunkBytes, 2 * file.tooShort);
    const most = Math.max(wanted, maxRecordBytes + 1);
    for (;;) {
      await content.fill(wanted);
      if (content.state === 'starved' && isQuiet) await content.end();
      const { pending, state } = content;
      const isEnd = state === 'ended' || state === 'damaged';
      if (pending.length > 0 && endOfZeros(pending, 0, pending.length) === pending.length) return this.#skipZeros(file, content);
      const end = pending.lastIndexOf(NEWLINE) + 1;
      if (state === 'ended' && pending.length > 0) return this.#chunk(file, content, pending.length, true);
      if (end > file.tooShort || (isEnd && end > 0)) return this.#chunk(file, content, end, false);
      if (state === 'damaged') return { fault: content.fault, bytes: pending.length };
      if (state !== 'more') return this.#atEnd(file, state);
      const text = beginOfLastZeros(pending, pending.length);
      // A record that was torn by zero bytes ends where they begin.
      if (pending.length - text >= ZERO_RUN_BYTES) return this.#chunk(file, content, text + 1, false);
      if (wanted >= most) return await this.#skipOversized(file, content, isQuiet);
      wanted = Math.min(most, 2 * wanted);
    }
  }

  #atEnd(file: LogFile, state: 'ended' | 'starved'): ReadResult {
    if (state === 'ended') {
      file.isDone = true;
      file.isPositionChanged = true;
      file.close();
    }
    return 'wait';
  }

  #chunk(file: LogFile, content: GzipContent, bytes: number, last: boolean): Chunk {
    const buffer = Buffer.allocUnsafe(bytes + DECODER_PADDING);
    content.pending.copy(buffer, 0, 0, bytes);
    buffer.fill(0, bytes);
    if (!last) buffer[bytes - 1] = NEWLINE;
    // Zero bytes at the very end are taken by the next call.
    const end = endLinesAtZeroRuns(buffer, 0, bytes);
    if (file.offset === 0) file.firstLine ??= firstLineOf(buffer.subarray(0, end));
    const { stream, path, offset: streamOffset } = file;
    return { stream, head: file.firstLine ?? Buffer.alloc(0), buffer, start: 0, end, last, path, streamOffset };
  }

  #skipZeros(file: LogFile, content: GzipContent): ReadResult {
    const bytes = content.pending.length;
    content.take(bytes);
    file.skipTo(file.offset + bytes, content.tail);
    return 'busy';
  }

  /** Finds the end of a record beyond the limit; the content is taken while searching, as it would not fit into memory. */
  async #skipOversized(file: LogFile, content: GzipContent, isQuiet: boolean): Promise<ReadResult> {
    const { chunkBytes } = this.#limits;
    for (const stop = content.offset + SKIP_BYTES; content.offset < stop;) {
      await content.fill(chunkBytes);
      if (content.state === 'starved' && isQuiet) await content.end();
      const newline = content.offset - file.offset < file.tooShort ? -1 : content.pending.indexOf(NEWLINE);
      const isEnd = newline < 0 && content.pending.length < chunkBytes;
      content.take(newline < 0 ? content.pending.length : newline + 1);
      if (newline < 0 && !isEnd) continue;
      file.searchedTo = content.offset;
      if (isEnd && content.state === 'starved') return 'wait';
      file.searchedTo = 0;
      file.oversizedTail = content.tail;
      const oversized = content.offset - file.offset;
      const { stream, path, offset: streamOffset } = file;
      const head = file.firstLine ?? Buffer.alloc(0);
      return { stream, head, buffer: Buffer.alloc(0), start: 0, end: oversized, last: isEnd, oversized, path, streamOffset };
    }
    file.searchedTo = content.offset;
    return 'busy';
  }

  /** Looks whether the content goes through the positions of the files that this may be a copy of; the furthest one counts. */
  async #recognise(file: LogFile, content: GzipContent, isQuiet: boolean): Promise<ReadResult | Recognised> {
    const [claim, ...further] = [...file.claims].sort((a, b) => a.offset - b.offset) as [LogFile, ...LogFile[]];
    const reached = await this.#skipTo(file, content, claim.offset, isQuiet);
    if (reached === 'wait' || reached === 'busy') return reached;
    if (reached === 'there' && endsWith(content.tail, claim.tail)) file.recognised = claim;
    if (further.length > 0) {
      file.claims = further;
      return 'busy';
    }
    if (file.recognised) return { is: 'copy', original: file.recognised };
    return { is: reached === 'short' ? 'shorter' : 'own' };
  }

  async #skipTo(file: LogFile, content: GzipContent, offset: number, isQuiet: boolean): Promise<'there' | 'short' | 'wait' | 'busy'> {
    for (const stop = content.offset + SKIP_BYTES; content.offset < offset;) {
      if (content.offset >= stop) return 'busy';
      const before = content.offset;
      await content.fill(Math.min(this.#limits.chunkBytes, offset - content.offset));
      if (content.offset === 0) file.firstLine ??= firstLineOf(content.pending);
      content.take(Math.min(content.pending.length, offset - content.offset));
      if (content.offset > before) continue;
      if (content.state === 'starved' && isQuiet) await content.end();
      if (content.state === 'starved') return 'wait';
      if (content.pending.length === 0) return 'short';
    }
    return 'there';
  }

  #restart(file: LogFile): void {
    file.gzip?.close();
    file.gzip = null;
    file.searchedTo = 0;
  }
}
