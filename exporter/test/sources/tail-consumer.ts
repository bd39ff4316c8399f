import type { Notice } from '../../src/contract/index.js';
import { FileTail, type Chunk, type FileTailOptions, type StreamPosition } from '../../src/sources/index.js';

/** Consumes a file tail as the pipeline does: records and positions become durable together, or not at all. */
export class TailConsumer {
  /** What a store would hold. */
  readonly positions = new Map<string, StreamPosition>();
  /** Records of the committed history, oversized ones as <bytes>. */
  readonly committed: string[] = [];
  readonly notices: Notice[] = [];
  nowMs = 1_800_000_000_000;
  tail: FileTail;
  readonly #options: Pick<FileTailOptions, 'patterns' | 'chunkBytes' | 'maxRecordBytes'>;
  #uncommitted: string[] = [];

  constructor(patterns: readonly string[], limits: { chunkBytes?: number; maxRecordBytes?: number } = {}) {
    this.#options = { patterns, chunkBytes: limits.chunkBytes ?? 4096, maxRecordBytes: limits.maxRecordBytes ?? 65_536 };
    this.tail = this.#start();
  }

  /** Records that were read, committed or not. */
  get records(): readonly string[] {
    return [...this.committed, ...this.#uncommitted];
  }

  noticesOf<K extends Notice['kind']>(kind: K): Extract<Notice, { kind: K }>[] {
    return this.notices.filter((notice): notice is Extract<Notice, { kind: K }> => notice.kind === kind);
  }

  /** @param records how many of a chunk are taken at most; the others come again */
  async step(records = Infinity): Promise<Chunk | null> {
    const chunk = await this.tail.next(() => 0);
    if (!chunk) return null;
    if (this.committed.length + this.#uncommitted.length > 50_000) throw new Error('the same records are delivered again and again');
    if (chunk.oversized !== undefined) {
      this.#uncommitted.push(`<${chunk.oversized}>`);
      this.tail.advance(chunk, chunk.end - chunk.start);
      return chunk;
    }
    let at = chunk.start;
    for (let taken = 0; at < chunk.end && taken < records; taken++) {
      const newline = chunk.buffer.subarray(0, chunk.end).indexOf(10, at);
      if (newline < 0 && !chunk.last) throw new Error('a chunk must end with a whole record');
      const end = newline < 0 ? chunk.end : newline;
      const record = chunk.buffer.toString('utf8', at, end);
      // A decoder refuses these as the source does where they do not fit into a chunk.
      if (end - at > this.#options.maxRecordBytes) this.#uncommitted.push(`<${end + 1 - at}>`);
      else if (record !== '') this.#uncommitted.push(record);
      at = newline < 0 ? end : end + 1;
    }
    this.tail.advance(chunk, at - chunk.start);
    return chunk;
  }

  /** Reads all that is there. */
  async drain(): Promise<void> {
    // Two looks: the first may find only that a file was replaced.
    for (let quiet = 0; quiet < 2;) quiet = (await this.step()) ? 0 : quiet + 1;
  }

  /** Lets time pass and reads; the folders are looked at on the way, less and less often. */
  async pass(ms: number): Promise<void> {
    const begin = this.nowMs;
    for (const end = begin + ms; this.nowMs < end;) {
      this.nowMs = Math.min(end, this.nowMs + Math.max(250, (this.nowMs - begin) / 8));
      await this.drain();
    }
  }

  commit(): void {
    const { changed, forgotten } = this.tail.takeChangedPositions();
    // Through JSON, as the store keeps it.
    for (const position of changed) this.positions.set(position.stream, JSON.parse(JSON.stringify(position)) as StreamPosition);
    for (const stream of forgotten) this.positions.delete(stream);
    this.committed.push(...this.#uncommitted);
    this.#uncommitted = [];
  }

  failToCommit(): void {
    this.tail.restoreChangedPositions(this.tail.takeChangedPositions());
  }

  /** Ends without a commit, as kill -9 does: what was not committed is forgotten. */
  async crash(): Promise<void> {
    await this.tail.close();
    this.#uncommitted = [];
  }

  async restart(): Promise<void> {
    await this.crash();
    this.start();
  }

  start(): void {
    this.tail = this.#start();
  }

  #start(): FileTail {
    return new FileTail({
      ...this.#options,
      name: 'log',
      rescanMs: 250,
      positions: [...this.positions.values()].sort((a, b) => (a.stream < b.stream ? -1 : 1)),
      notify: (notice) => this.notices.push(notice),
      nowMs: () => this.nowMs,
    });
  }
}
