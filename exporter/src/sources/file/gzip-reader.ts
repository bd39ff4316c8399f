import { createReadStream, type ReadStream } from 'node:fs';
import { constants, createGunzip, gunzipSync, type Gunzip } from 'node:zlib';
import { HEAD_BYTES, readAt } from './fingerprint.js';

/** Compressed bytes that surely hold the head: 4 KiB cannot inflate to more than about 4 MiB, so this is safe to do at once. */
const PEEK_BYTES = 4096;

/** The first bytes of the content of an open gzip file; empty when they cannot be told (yet). */
export function gzipHead(fd: number): Buffer {
  try {
    const content = gunzipSync(readAt(fd, 0, PEEK_BYTES), { finishFlush: constants.Z_SYNC_FLUSH });
    return content.subarray(0, HEAD_BYTES);
  } catch {
    return Buffer.alloc(0);
  }
}

/** Reads the content of a gzip file piece by piece; the whole of it is never in memory. */
export class GzipReader {
  readonly #input: ReadStream;
  readonly #gunzip: Gunzip;
  readonly #pieces: AsyncIterator<Buffer>;
  /** Content that was read and not taken yet. */
  pending: Buffer = Buffer.alloc(0);
  isEnded = false;

  constructor(path: string) {
    this.#input = createReadStream(path, { highWaterMark: 256 * 1024 });
    this.#gunzip = createGunzip({ chunkSize: 256 * 1024 });
    this.#input.on('error', (error) => this.#gunzip.destroy(error));
    this.#pieces = this.#input.pipe(this.#gunzip)[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  get compressedRead(): number {
    return this.#input.bytesRead;
  }

  /**
   * Reads until at least `bytes` are pending or the content ends.
   *
   * @throws the error of zlib where the file is torn or damaged
   */
  async fill(bytes: number): Promise<void> {
    const pieces = [this.pending];
    let size = this.pending.length;
    while (size < bytes && !this.isEnded) {
      const next = await this.#pieces.next();
      if (next.done) this.isEnded = true;
      else {
        pieces.push(next.value);
        size += next.value.length;
      }
    }
    if (pieces.length > 1) this.pending = Buffer.concat(pieces);
  }

  take(bytes: number): void {
    this.pending = this.pending.subarray(bytes);
  }

  close(): void {
    this.#input.destroy();
    this.#gunzip.destroy();
  }
}
