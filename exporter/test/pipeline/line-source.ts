import type { Chunk, PullSource, SourceHealth, StreamPosition } from '../../src/sources/index.js';

const PADDING = 16;
const NEWLINE = 10;

/** A log that outlives the exporter: lines by stream. */
export type Log = Map<string, string>;

/** Reads a log in memory as a file source reads its files: whole lines, positions that move by `advance` only. */
export class LineSource implements PullSource {
  readonly name: string;
  /** Bytes of the next chunk, at least one line. */
  chunkBytes: () => number = () => 1 << 20;
  /** Streams that exist and cannot be read. */
  readonly unreadable = new Set<string>();
  /** Set: the next call of `next` fails with it. */
  failure: Error | null = null;
  readonly #log: Log;
  readonly #offsets = new Map<string, number>();
  #changed = new Set<string>();
  #forgotten: string[] = [];

  constructor(name: string, log: Log, positions: readonly StreamPosition[]) {
    this.name = name;
    this.#log = log;
    for (const { stream, position } of positions) this.#offsets.set(stream, position['offset'] as number);
  }

  next(eventTime: (stream: string) => number): Promise<Chunk | null> {
    if (this.failure) return Promise.reject(this.failure);
    const [stream] = this.backlog()
      .filter((name) => !this.unreadable.has(name))
      .sort((a, b) => eventTime(a) - eventTime(b));
    if (stream === undefined) return Promise.resolve(null);
    const start = this.#offsets.get(stream) ?? 0;
    const content = Buffer.from(this.#log.get(stream) ?? '');
    const wanted = Math.min(content.length, start + Math.max(1, this.chunkBytes()));
    const lastLine = content.lastIndexOf(NEWLINE, wanted - 1);
    const end = lastLine >= start ? lastLine + 1 : content.indexOf(NEWLINE, start) + 1;
    const buffer = Buffer.concat([content.subarray(start, end), Buffer.alloc(PADDING)]);
    const chunk: Chunk = {
      stream,
      head: content.subarray(0, content.indexOf(NEWLINE) + 1),
      buffer,
      start: 0,
      end: end - start,
      last: false,
      path: stream,
      streamOffset: start,
    };
    return Promise.resolve(chunk);
  }

  advance({ stream }: Chunk, bytes: number): void {
    this.#offsets.set(stream, (this.#offsets.get(stream) ?? 0) + bytes);
    this.#changed.add(stream);
  }

  backlog(): readonly string[] {
    return [...this.#log].filter(([stream, text]) => Buffer.byteLength(text) > (this.#offsets.get(stream) ?? 0)).map(([stream]) => stream);
  }

  /** Rotated away and read to its end long ago. */
  forget(stream: string): void {
    this.#log.delete(stream);
    this.#offsets.delete(stream);
    this.#forgotten.push(stream);
  }

  takeChangedPositions(): { changed: StreamPosition[]; forgotten: string[] } {
    const changed = [...this.#changed].map((stream) => ({ stream, position: { offset: this.#offsets.get(stream) ?? 0 } }));
    this.#changed = new Set();
    return { changed, forgotten: this.#forgotten.splice(0) };
  }

  restoreChangedPositions({ changed, forgotten }: { changed: StreamPosition[]; forgotten: string[] }): void {
    for (const { stream } of changed) this.#changed.add(stream);
    this.#forgotten.push(...forgotten);
  }

  health(): SourceHealth {
    return { isUp: true, backlogBytes: 0, problem: null, streams: [] };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
