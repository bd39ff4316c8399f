import type { Notify } from '../../contract/index.js';
import type { Chunk, PullSource, SourceHealth, StreamPosition } from '../source.js';
import { FINAL_GRACE_MS, FileRegistry } from './file-registry.js';
import { GZIP_QUIET_MS, GzipFileReader, type Damaged } from './gzip-file-reader.js';
import { KnownFiles } from './known-files.js';
import type { LogFile } from './log-file.js';
import { PlainReader } from './plain-reader.js';

/** A scan may take this part of the time: with very many files it is made less often. */
const SCAN_SHARE = 0.1;
/**
 * Looks at all files in one call, as long as something moves that is no chunk yet (a hole that is passed over, a copy that is
 * recognised). Not without end: the thread has others to serve.
 */
const MAX_ROUNDS = 8;
/** A file that could not be read is tried again after this. */
const RETRY_MS = 1000;

export interface FileTailOptions {
  readonly name: string;
  /** Absolute paths or glob patterns. */
  readonly patterns: readonly string[];
  /** Bytes read at once; a chunk holds as many whole records of them as there are. */
  readonly chunkBytes: number;
  /** Longest record, without its newline. */
  readonly maxRecordBytes: number;
  /** How often the folders are looked at. */
  readonly rescanMs: number;
  /** Nobody writes to the files any more: what follows the last newline of one is a whole record. */
  readonly isFinished?: boolean;
  readonly positions: readonly StreamPosition[];
  readonly notify: Notify;
  readonly nowMs: () => number;
}

/** Reads log files as they grow and rotate. Positions move only over whole records that were folded. */
export class FileTail implements PullSource {
  readonly name: string;
  readonly #options: FileTailOptions;
  readonly #known: KnownFiles;
  readonly #registry: FileRegistry;
  readonly #plain: PlainReader;
  readonly #gzip: GzipFileReader;
  #nextScanMs = -Infinity;

  constructor(options: FileTailOptions) {
    this.name = options.name;
    this.#options = options;
    this.#known = new KnownFiles(options.positions);
    this.#registry = new FileRegistry(options.name, options.patterns, this.#known, options.notify);
    this.#plain = new PlainReader(options);
    this.#gzip = new GzipFileReader(options);
  }

  async next(eventTime: (stream: string) => number): Promise<Chunk | null> {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const now = this.#options.nowMs();
      if (now >= this.#nextScanMs) this.#scan(now);
      const waiting: LogFile[] = [];
      for (const file of this.#known.live()) if (this.#hasBacklog(file, now)) waiting.push(file);
      let isBusy = false;
      while (waiting.length > 0) {
        const [file] = waiting.splice(oldest(waiting, eventTime), 1) as [LogFile];
        const found = await this.#read(file, now);
        if (typeof found !== 'string') return found;
        isBusy ||= found === 'busy';
      }
      if (!isBusy) return null;
    }
    return null;
  }

  advance(chunk: Chunk, bytes: number): void {
    const file = this.#known.byStream(chunk.stream);
    if (!file) return;
    if (chunk.oversized !== undefined) file.skipTo(file.offset + chunk.oversized, file.oversizedTail ?? Buffer.alloc(0));
    else if (bytes === 0) file.tooShort = chunk.end - chunk.start;
    else {
      file.advance(chunk.buffer.subarray(chunk.start, chunk.start + bytes));
      file.gzip?.take(bytes);
    }
  }

  backlog(): readonly string[] {
    const now = this.#options.nowMs();
    const unread = [...this.#known.live()].filter((file) => this.#hasBacklog(file, now)).map((file) => file.stream);
    return [...unread, ...this.#registry.awaited(now)];
  }

  takeChangedPositions(): { changed: StreamPosition[]; forgotten: string[] } {
    return this.#known.takeChanged();
  }

  restoreChangedPositions(taken: { changed: StreamPosition[]; forgotten: string[] }): void {
    this.#known.restoreChanged(taken);
  }

  health(): SourceHealth {
    const now = this.#options.nowMs();
    const live = [...this.#known.live()];
    const problems = this.#registry.problems();
    if (problems.length === 0 && !this.#registry.hasFiles && this.#nextScanMs > -Infinity) {
      problems.push(`no file matches ${this.#options.patterns.join(', ')}: mount the log folder or correct the pattern`);
    }
    return {
      isUp: problems.length === 0,
      backlogBytes: live.reduce((sum, file) => sum + (this.#hasBacklog(file, now) ? file.backlogBytes : 0), 0),
      problem: problems.length > 0 ? problems.join('; ') : null,
      streams: live.map((file) => ({ path: file.path, offset: file.offset, size: file.size, isDrained: !this.#hasBacklog(file, now) })),
    };
  }

  close(): Promise<void> {
    this.#known.close();
    return Promise.resolve();
  }

  #scan(now: number): void {
    this.#registry.scan(now);
    const tookMs = this.#options.nowMs() - now;
    this.#nextScanMs = now + Math.max(this.#options.rescanMs, tookMs / SCAN_SHARE);
  }

  async #read(file: LogFile, now: number): Promise<Chunk | 'nothing' | 'busy'> {
    const { fd } = file;
    if (fd === null || now < file.retryMs) return 'nothing';
    try {
      const isComplete = this.#isComplete(file, now);
      const found = file.isGzip
        ? await this.#gzip.read(file, fd, now)
        : this.#plain.read(file, fd, now, isComplete ? 'complete' : 'growing');
      file.problem = null;
      if (found === 'busy') return 'busy';
      if (found === 'wait') {
        file.waitForMore();
        return 'nothing';
      }
      if (found === 'replaced') this.#registry.replaced(file, now);
      else if ('fault' in found) this.#giveUp(file, found);
      else if ('is' in found) this.#registry.recognised(file, found, now);
      else return found;
      // What became of the file, or where its next generation is, is looked for at once.
      this.#nextScanMs = now;
      return 'busy';
    } catch (error) {
      file.problem = (error as Error).message;
      file.retryMs = now + RETRY_MS;
      return 'nothing';
    }
  }

  #giveUp(file: LogFile, { fault, bytes }: Damaged): void {
    file.isDone = true;
    file.isPositionChanged = true;
    file.close();
    const why = `damaged gzip file (${fault}): what follows byte ${file.offset} of its content is lost`;
    this.#options.notify({ kind: 'bytes_lost', source: this.name, path: file.path, count: bytes, why });
  }

  #hasBacklog(file: LogFile, now: number): boolean {
    if (file.isGzip) return !file.isDone && (!file.isWaiting || now - file.changedMs >= GZIP_QUIET_MS);
    return file.size > file.offset && (!file.isWaiting || this.#isComplete(file, now));
  }

  /** Nobody writes to it any more: what follows its last newline is a whole record. */
  #isComplete(file: LogFile, now: number): boolean {
    if (this.#options.isFinished) return true;
    return (file.isRotated || file.isMissing) && now - file.changedMs >= FINAL_GRACE_MS;
  }
}

/** Where the file is whose newest event is oldest. */
function oldest(files: readonly LogFile[], eventTime: (stream: string) => number): number {
  let found = 0;
  let least = Infinity;
  files.forEach(({ stream }, i) => {
    const time = eventTime(stream);
    if (time >= least) return;
    least = time;
    found = i;
  });
  return found;
}
