import { closeSync, openSync } from 'node:fs';
import { EMPTY_FINGERPRINT, type Fingerprint } from './fingerprint.js';
import type { GzipReader } from './gzip-reader.js';

/** What is stored of a file: everything needed to find it again under any name, and no content. */
export interface FilePosition {
  readonly path: string;
  readonly dev: number;
  readonly ino: number;
  readonly offset: number;
  readonly head: Fingerprint;
  readonly tail: Fingerprint;
  readonly isGzip: boolean;
  /** The file was read to its end and is gone, or went on under another generation; kept to recognise copies of it. */
  readonly isRetired: boolean;
}

/** One log file, followed across its names. */
export class LogFile {
  readonly stream: string;
  path: string;
  dev: number;
  ino: number;
  offset: number;
  /** Hash of the first bytes; of as many as were there when it was taken. */
  head: Fingerprint;
  /** Hash of the bytes before `offset`, as restored; replaced by `tailContent` once something was read. */
  tail: Fingerprint;
  /** The bytes before `offset`; null while only their hash is known. */
  tailContent: Buffer | null = null;
  readonly isGzip: boolean;
  isRetired: boolean;
  /** Bytes of the file as last seen; for gzip the compressed size. */
  size = 0;
  /** When its size was last seen to change. */
  changedMs = 0;
  /** No longer found under its own name: whatever follows the last newline is complete after a while. */
  isRotated = false;
  /** Its directory entry is gone; it can be read as long as it is open. */
  isUnlinked = false;
  isPositionChanged = false;
  /** Where the search for the end of an oversized record goes on. */
  searchFrom = 0;
  gzip: GzipReader | null = null;
  isGzipDone = false;
  #fd: number | null = null;

  constructor(stream: string, position: FilePosition) {
    this.stream = stream;
    this.path = position.path;
    this.dev = position.dev;
    this.ino = position.ino;
    this.offset = position.offset;
    this.head = position.head;
    this.tail = position.tail;
    this.isGzip = position.isGzip;
    this.isRetired = position.isRetired;
  }

  static fresh(stream: string, path: string, dev: number, ino: number, head: Fingerprint, isGzip: boolean): LogFile {
    return new LogFile(stream, { path, dev, ino, offset: 0, head, tail: EMPTY_FINGERPRINT, isGzip, isRetired: false });
  }

  /** Opened on first use. @throws the error of the file system */
  get fd(): number {
    this.#fd ??= openSync(this.path, 'r');
    return this.#fd;
  }

  get isOpen(): boolean {
    return this.#fd !== null;
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
    this.gzip?.close();
    this.gzip = null;
  }

  get backlogBytes(): number {
    if (this.isRetired) return 0;
    if (this.isGzip) return this.isGzipDone ? 0 : Math.max(1, this.size - (this.gzip?.compressedRead ?? 0));
    return Math.max(0, this.size - this.offset);
  }

  position(tail: Fingerprint): FilePosition {
    const { path, dev, ino, offset, head, isGzip, isRetired } = this;
    return { path, dev, ino, offset, head, tail, isGzip, isRetired };
  }
}
