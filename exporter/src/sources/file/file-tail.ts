import { fstatSync, readSync } from 'node:fs';
import { DECODER_PADDING } from '../../formats/index.js';
import type { Notify } from '../../contract/index.js';
import type { Chunk, PullSource, SourceHealth, StreamPosition } from '../source.js';
import { FINAL_GRACE_MS, FileRegistry } from './file-registry.js';
import { EMPTY_FINGERPRINT, HEAD_BYTES, TAIL_BYTES, fingerprintOf, readAt } from './fingerprint.js';
import { GzipReader } from './gzip-reader.js';
import { LogFile, type FilePosition } from './log-file.js';

/** Bytes of a first line that a format may look at (a CSV header). */
const FORMAT_HEAD_BYTES = 65_536;
const NEWLINE = 10;
/** A gzip file that fails at its end is tried again until it has not changed for this long. */
const GZIP_PATIENCE_MS = 10_000;

export interface FileTailOptions {
  readonly name: string;
  /** Absolute paths or glob patterns. */
  readonly patterns: readonly string[];
  /** Bytes read at once; a chunk holds as many whole records of them as there are. */
  readonly chunkBytes: number;
  readonly maxRecordBytes: number;
  /** How often the folders are looked at. */
  readonly rescanMs: number;
  readonly positions: readonly StreamPosition[];
  readonly notify: Notify;
  readonly nowMs: () => number;
}

/** Reads log files as they grow and rotate. Positions move only over whole records that were folded. */
export class FileTail implements PullSource {
  readonly name: string;
  readonly #options: FileTailOptions;
  readonly #registry: FileRegistry;
  readonly #heads = new Map<string, Buffer>();
  /** Size at which a file held no whole record more: it has no backlog until it grows. */
  readonly #waitingAt = new Map<string, number>();
  #buffer: Buffer;
  #lastScanMs = -Infinity;

  constructor(options: FileTailOptions) {
    this.name = options.name;
    this.#options = options;
    const restored = options.positions.map(({ stream, position }) => new LogFile(stream, position as unknown as FilePosition));
    this.#registry = new FileRegistry(options.name, options.patterns, restored, options.notify);
    this.#buffer = Buffer.allocUnsafeSlow(TAIL_BYTES + options.chunkBytes + DECODER_PADDING);
  }

  async next(eventTime: (stream: string) => number): Promise<Chunk | null> {
    const now = this.#options.nowMs();
    if (now - this.#lastScanMs >= this.#options.rescanMs) {
      this.#lastScanMs = now;
      this.#registry.scan(now);
    }
    const waiting = [...this.#registry.live()].filter((file) => this.#hasBacklog(file));
    waiting.sort((a, b) => eventTime(a.stream) - eventTime(b.stream));
    for (const file of waiting) {
      const chunk = file.isGzip ? await this.#readGzip(file, now) : this.#readPlain(file, now);
      if (chunk) return chunk;
    }
    return null;
  }

  advance(chunk: Chunk, bytes: number): void {
    const file = this.#registry.files.get(chunk.stream);
    if (!file || bytes === 0) return;
    const length = chunk.oversized ?? bytes;
    file.offset += length;
    file.isPositionChanged = true;
    file.searchFrom = 0;
    if (file.isGzip) {
      const from = Math.max(0, bytes - TAIL_BYTES);
      if (chunk.oversized !== undefined) {
        // The reader is past it already, and its last bytes were not kept: the position stands without a tail.
        file.tailContent = null;
        file.tail = EMPTY_FINGERPRINT;
        return;
      }
      file.tailContent = Buffer.from(chunk.buffer.subarray(chunk.start + from, chunk.start + bytes));
      file.gzip?.take(length);
      return;
    }
    if (chunk.oversized !== undefined) {
      const tail = Math.min(TAIL_BYTES, file.offset);
      file.tailContent = Buffer.from(readAt(file.fd, file.offset - tail, tail));
    } else {
      const end = chunk.start + bytes;
      // The bytes before the chunk were read with it, so the tail is there even for a short chunk.
      file.tailContent = Buffer.from(chunk.buffer.subarray(Math.max(0, end - TAIL_BYTES), end));
    }
    if (file.head.bytes < HEAD_BYTES && file.offset > file.head.bytes)
      file.head = fingerprintOf(readAt(file.fd, 0, Math.min(HEAD_BYTES, file.offset)));
  }

  backlog(): readonly string[] {
    return [...this.#registry.live()].filter((file) => this.#hasBacklog(file)).map((file) => file.stream);
  }

  takeChangedPositions(): { changed: StreamPosition[]; forgotten: string[] } {
    const changed: StreamPosition[] = [];
    for (const file of this.#registry.files.values()) {
      if (!file.isPositionChanged) continue;
      file.isPositionChanged = false;
      const tail = file.tailContent ? fingerprintOf(file.tailContent) : file.tail;
      changed.push({ stream: file.stream, position: { ...file.position(tail) } });
    }
    return { changed, forgotten: this.#registry.forgotten.splice(0) };
  }

  restoreChangedPositions({ changed, forgotten }: { changed: StreamPosition[]; forgotten: string[] }): void {
    for (const { stream } of changed) {
      const file = this.#registry.files.get(stream);
      if (file) file.isPositionChanged = true;
    }
    this.#registry.forgotten.push(...forgotten);
  }

  health(): SourceHealth {
    const live = [...this.#registry.live()];
    const problems = [...this.#registry.problems].map(([path, error]) => `${path} ${error}`);
    const isEmpty = live.length === 0 && problems.length === 0;
    if (isEmpty && this.#lastScanMs > -Infinity) {
      problems.push(`no file matches ${this.#options.patterns.join(', ')}: mount the log folder or correct the pattern`);
    }
    return {
      isUp: problems.length === 0,
      backlogBytes: live.reduce((sum, file) => sum + (this.#hasBacklog(file) ? file.backlogBytes : 0), 0),
      problem: problems.length > 0 ? problems.join('; ') : null,
      streams: live.map((file) => ({ path: file.path, offset: file.offset, size: file.size, isDrained: !this.#hasBacklog(file) })),
    };
  }

  close(): Promise<void> {
    for (const file of this.#registry.files.values()) file.close();
    return Promise.resolve();
  }

  #hasBacklog(file: LogFile): boolean {
    if (file.isRetired) return false;
    if (file.isGzip) return !file.isGzipDone;
    if (file.isOpen && this.#waitingAt.get(file.stream) === file.size) {
      const size = fstatSync(file.fd).size;
      if (size !== file.size) {
        file.size = size;
        file.changedMs = this.#options.nowMs();
      }
    }
    const isFinal = file.isRotated && this.#options.nowMs() - file.changedMs >= FINAL_GRACE_MS;
    return file.size > file.offset && (isFinal || this.#waitingAt.get(file.stream) !== file.size);
  }

  #readPlain(file: LogFile, now: number): Chunk | null {
    let fd: number;
    try {
      fd = file.fd;
    } catch {
      return null;
    }
    const size = fstatSync(fd).size;
    if (size !== file.size) {
      file.size = size;
      file.changedMs = now;
    }
    const tailBytes = file.tailContent?.length ?? file.tail.bytes;
    const wanted = this.#options.chunkBytes;
    const begin = file.offset - tailBytes;
    let n = readInto(fd, this.#buffer, 0, tailBytes + wanted, begin);
    if (size < file.offset || n < tailBytes || !this.#hasTail(file, tailBytes)) {
      this.#options.notify({ kind: 'file_rotated', source: this.name, path: file.path, how: 'truncated' });
      this.#registry.retire(file);
      this.#lastScanMs = -Infinity;
      return null;
    }
    let end = this.#buffer.lastIndexOf(NEWLINE, n - 1) + 1;
    if (end <= tailBytes && n - tailBytes >= wanted) {
      // One record fills the buffer: read on up to the limit, then search for its end without keeping it.
      if (wanted < this.#options.maxRecordBytes) {
        this.#buffer = Buffer.concat([
          this.#buffer.subarray(0, n),
          Buffer.allocUnsafeSlow(this.#options.maxRecordBytes + TAIL_BYTES + DECODER_PADDING + 1 - n),
        ]);
        n += readInto(fd, this.#buffer, n, tailBytes + this.#options.maxRecordBytes + 1 - n, begin + n);
        end = this.#buffer.lastIndexOf(NEWLINE, n - 1) + 1;
      }
      if (end <= tailBytes && n - tailBytes > Math.max(wanted, this.#options.maxRecordBytes) - 1)
        return this.#skipOversized(file, fd, size);
    }
    const isFinal = file.isRotated && begin + n >= size && now - file.changedMs >= FINAL_GRACE_MS;
    if (end <= tailBytes && !isFinal) {
      this.#waitingAt.set(file.stream, size);
      return null;
    }
    const to = isFinal ? n : end;
    if (to <= tailBytes) return null;
    return {
      stream: file.stream,
      head: this.#headOf(file),
      buffer: this.#buffer,
      start: tailBytes,
      end: to,
      last: isFinal,
      path: file.path,
      streamOffset: file.offset,
    };
  }

  #hasTail(file: LogFile, bytes: number): boolean {
    const read = this.#buffer.subarray(0, bytes);
    if (file.tailContent) return file.tailContent.equals(read);
    return file.tail.bytes === 0 || fingerprintOf(read).sha256 === file.tail.sha256;
  }

  /** Finds the end of a record beyond the limit; goes on where it stopped when the end is not written yet. */
  #skipOversized(file: LogFile, fd: number, size: number): Chunk | null {
    let from = Math.max(file.offset, file.searchFrom);
    while (from < size) {
      const n = readInto(fd, this.#buffer, 0, this.#options.chunkBytes, from);
      if (n === 0) break;
      const at = this.#buffer.subarray(0, n).indexOf(NEWLINE);
      if (at >= 0) {
        const oversized = from + at + 1 - file.offset;
        return {
          stream: file.stream,
          head: this.#headOf(file),
          buffer: this.#buffer,
          start: 0,
          end: oversized,
          last: false,
          oversized,
          path: file.path,
          streamOffset: file.offset,
        };
      }
      from += n;
    }
    file.searchFrom = from;
    this.#waitingAt.set(file.stream, size);
    return null;
  }

  async #readGzip(file: LogFile, now: number): Promise<Chunk | null> {
    try {
      const reader = file.gzip ?? (await this.#openGzip(file));
      await reader.fill(this.#options.chunkBytes);
      let end = reader.pending.lastIndexOf(NEWLINE) + 1;
      if (end === 0 && !reader.isEnded) {
        await reader.fill(this.#options.maxRecordBytes + 1);
        end = reader.pending.lastIndexOf(NEWLINE) + 1;
        if (end === 0 && !reader.isEnded) return await this.#skipOversizedGzip(file, reader);
      }
      const last = reader.isEnded;
      const to = last ? reader.pending.length : end;
      if (to === 0) {
        file.isGzipDone = true;
        file.close();
        return null;
      }
      const buffer = Buffer.allocUnsafe(to + DECODER_PADDING);
      reader.pending.copy(buffer, 0, 0, to);
      buffer.fill(0, to);
      return {
        stream: file.stream,
        head: this.#headOfGzip(file, buffer, to),
        buffer,
        start: 0,
        end: to,
        last,
        path: file.path,
        streamOffset: file.offset,
      };
    } catch (error) {
      file.close();
      if (now - file.changedMs < GZIP_PATIENCE_MS) {
        this.#lastScanMs = -Infinity;
        return null;
      }
      file.isGzipDone = true;
      file.isPositionChanged = true;
      const why = `damaged gzip file (${(error as Error).message}): what follows byte ${file.offset} of its content is lost`;
      this.#options.notify({ kind: 'bytes_lost', source: this.name, path: file.path, count: Math.max(0, file.size), why });
      return null;
    }
  }

  /** Opens the content at the position. A file whose content before it differs is another one: read from its beginning. */
  async #openGzip(file: LogFile): Promise<GzipReader> {
    let reader = new GzipReader(file.path);
    let skipped = 0;
    let tail = Buffer.alloc(0);
    while (skipped < file.offset && !reader.isEnded) {
      await reader.fill(Math.min(file.offset - skipped, this.#options.chunkBytes));
      const step = Math.min(reader.pending.length, file.offset - skipped);
      tail = Buffer.concat([tail, reader.pending.subarray(0, step)]).subarray(-TAIL_BYTES);
      reader.take(step);
      skipped += step;
    }
    const wanted = file.tail;
    const isSame = skipped === file.offset && (wanted.bytes === 0 || fingerprintOf(tail.subarray(-wanted.bytes)).sha256 === wanted.sha256);
    if (!isSame && skipped === file.offset) {
      reader.close();
      reader = new GzipReader(file.path);
      file.offset = 0;
      file.isPositionChanged = true;
    }
    file.gzip = reader;
    return reader;
  }

  async #skipOversizedGzip(file: LogFile, reader: GzipReader): Promise<Chunk> {
    let skipped = reader.pending.length;
    reader.take(skipped);
    for (;;) {
      await reader.fill(this.#options.chunkBytes);
      const at = reader.pending.indexOf(NEWLINE);
      if (at >= 0 || reader.isEnded) {
        const step = at >= 0 ? at + 1 : reader.pending.length;
        const oversized = skipped + step;
        reader.take(step);
        return {
          stream: file.stream,
          head: Buffer.alloc(0),
          buffer: Buffer.alloc(0),
          start: 0,
          end: oversized,
          last: false,
          oversized,
          path: file.path,
          streamOffset: file.offset,
        };
      }
      skipped += reader.pending.length;
      reader.take(reader.pending.length);
    }
  }

  #headOf(file: LogFile): Buffer {
    return this.#firstLine(file.stream, () => readAt(file.fd, 0, FORMAT_HEAD_BYTES));
  }

  #headOfGzip(file: LogFile, buffer: Buffer, end: number): Buffer {
    return this.#firstLine(file.stream, () => (file.offset === 0 ? buffer.subarray(0, Math.min(end, FORMAT_HEAD_BYTES)) : Buffer.alloc(0)));
  }

  #firstLine(stream: string, read: () => Buffer): Buffer {
    let head = this.#heads.get(stream);
    if (!head) {
      const content = read();
      const end = content.indexOf(NEWLINE);
      head = Buffer.from(end < 0 ? content : content.subarray(0, end + 1));
      this.#heads.set(stream, head);
    }
    return head;
  }
}

function readInto(fd: number, buffer: Buffer, at: number, bytes: number, from: number): number {
  let got = 0;
  while (got < bytes) {
    const n = readSync(fd, buffer, at + got, bytes - got, from + got);
    if (n === 0) break;
    got += n;
  }
  return got;
}
