import { readSync } from 'node:fs';
import { constants, createGunzip, gunzipSync, type ZlibOptions } from 'node:zlib';
import { TAIL_BYTES, readAt } from './fingerprint.js';

/** Compressed bytes that are unpacked for a first look: 8 KiB cannot inflate to more than about 8 MiB. */
const PEEK_BYTES = 8192;
/** Content that a first look returns. */
const PEEKED_BYTES = 65_536;
/** Compressed bytes unpacked at once: bounds what a bomb can inflate to between two looks at the clock (16 KiB give 16 MiB). */
const STEP_BYTES = 16_384;
/** Of RFC 1952, with the only method there is. */
export const GZIP_MAGIC: readonly number[] = [0x1f, 0x8b, 8];

export function isGzip(head: Uint8Array): boolean {
  return GZIP_MAGIC.every((byte, i) => head[i] === byte);
}

/**
 * The first bytes of the content of an open gzip file; empty while it holds none.
 *
 * Errors: those of zlib, where it is no gzip file or damaged.
 */
export function peekGzip(fd: number): Buffer {
  return gunzipSync(readAt(fd, 0, PEEK_BYTES), { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, PEEKED_BYTES);
}

/** Whether an open gzip file is so short that a first look takes it in, and has no end (yet). */
export function isTornGzip(fd: number): boolean {
  const bytes = readAt(fd, 0, PEEK_BYTES);
  if (bytes.length === PEEK_BYTES) return false;
  try {
    gunzipSync(bytes);
    return false;
  } catch {
    return true;
  }
}

/** The length that the last member of a gzip file claims for its content (RFC 1952, ISIZE: modulo 2^32); null if it is too short. */
export function claimedLength(fd: number, size: number): number | null {
  // A member has a header of 10 bytes, at least 2 of data and a trailer of 8.
  return size < 20 ? null : readAt(fd, size - 4, 4).readUInt32LE();
}

/** The content of an open gzip file piece by piece, while it may still be written; the whole of it is never in memory. */
export class GzipContent {
  readonly #fd: number;
  readonly #gunzip = createGunzip({ chunkSize: 64 * 1024, readableHighWaterMark: 1024 * 1024 } as ZlibOptions);
  #at = 0;
  #pieces: Buffer[] = [];
  #pending: Buffer = Buffer.alloc(0);
  #pendingBytes = 0;
  #tail: Buffer = Buffer.alloc(0);
  #wake: () => void = () => undefined;
  /** Content bytes before the pending ones. */
  offset = 0;
  /** `starved`: all that is there was unpacked, and it is not known whether more comes. */
  state: 'more' | 'starved' | 'ended' | 'damaged' = 'more';
  /** What zlib said, where it is damaged. */
  fault = '';

  /** @param fd stays open and belongs to the caller */
  constructor(fd: number) {
    this.#fd = fd;
    this.#gunzip.on('readable', () => this.#collect());
    this.#gunzip.on('end', () => this.#finish('ended'));
    this.#gunzip.on('error', (error) => {
      this.fault = error.message;
      this.#finish('damaged');
    });
  }

  /** Content that was unpacked and not taken. */
  get pending(): Buffer {
    if (this.#pieces.length > 0) {
      this.#pending = Buffer.concat([this.#pending, ...this.#pieces]);
      this.#pieces = [];
    }
    return this.#pending;
  }

  /** Up to 256 bytes before the pending ones. */
  get tail(): Buffer {
    return this.#tail;
  }

  /** Compressed bytes that were read. */
  get compressedBytes(): number {
    return this.#at;
  }

  /** Unpacks until at least `bytes` are pending or there is no more. Errors: those of read(2). */
  async fill(bytes: number): Promise<void> {
    if (this.state === 'starved') this.state = 'more';
    while (this.state === 'more' && this.#pendingBytes < bytes) {
      const input = Buffer.allocUnsafe(STEP_BYTES);
      const n = readSync(this.#fd, input, 0, STEP_BYTES, this.#at);
      this.#at += n;
      if (n === 0) this.state = 'starved';
      else await this.#step(() => this.#gunzip.write(input.subarray(0, n), this.#wake));
    }
    if (this.state === 'starved' && claimedLength(this.#fd, this.#at) === (this.offset + this.#pendingBytes) % 2 ** 32) await this.end();
  }

  /** Nothing is written to the file any more: what was unpacked is all of it, or it is torn. */
  async end(): Promise<void> {
    if (this.state === 'starved') await this.#step(() => this.#gunzip.end());
  }

  take(bytes: number): void {
    const taken = this.pending.subarray(0, bytes);
    this.#tail = Buffer.from(
      taken.length >= TAIL_BYTES ? taken.subarray(-TAIL_BYTES) : Buffer.concat([this.#tail, taken]).subarray(-TAIL_BYTES),
    );
    this.#pending = this.pending.subarray(bytes);
    this.#pendingBytes -= taken.length;
    this.offset += taken.length;
  }

  close(): void {
    this.#gunzip.destroy();
    this.#wake();
  }

  async #step(act: () => void): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      act();
    });
    this.#collect();
  }

  /** Not by 'data' events: they may come after the callback of the write that caused them. */
  #collect(): void {
    for (;;) {
      const piece = this.#gunzip.read() as Buffer | null;
      if (piece === null) return;
      this.#pieces.push(piece);
      this.#pendingBytes += piece.length;
    }
  }

  #finish(state: 'ended' | 'damaged'): void {
    this.#collect();
    if (this.state !== 'damaged') this.state = state;
    this.#wake();
  }
}
