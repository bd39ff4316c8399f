import { closeSync } from 'node:fs';
import type { FilePosition } from './file-position.js';
import { fileKey, type FileStat } from './file-stat.js';
import { TAIL_BYTES, fingerprintOf, headFingerprint, type Fingerprint } from './fingerprint.js';
import type { GzipContent } from './gzip-content.js';
import { withoutLastZeros } from './zero-runs.js';

/** Bytes by which files are told apart at first: enough for the time in most log lines. */
const OPENING_BYTES = 64;

/** One generation of a log file, followed across its names. */
export class LogFile {
  readonly stream: string;
  readonly dev: string;
  readonly ino: string;
  readonly home: string;
  readonly isLinked: boolean;
  readonly sinceMs: number;
  readonly isGzip: boolean;
  readonly isCopy: boolean;
  path: string;
  offset: number;
  /** Of the first bytes; of as many as were there when it was taken. */
  head: Fingerprint;
  /** No longer found under its own name: what follows its last newline is complete after a while. */
  isRotated: boolean;
  isDone: boolean;
  retiredMs: number | null;
  isPositionChanged = false;
  size: number;
  /** Bytes before its size was last seen to change. */
  formerSize = 0;
  mtimeMs: number;
  /** When its size or mtime was last seen to change. */
  changedMs = 0;
  /** No name that is looked at leads to it; it can be read as long as it is open. */
  isMissing = false;
  opening: Fingerprint;
  /** First line, for formats with a header; null while unknown. */
  firstLine: Buffer | null = null;
  /** Why it cannot be read at the moment. */
  problem: string | null = null;
  retryMs = -Infinity;
  /** A chunk of so many bytes was too short for its record. */
  tooShort = 0;
  /** How far the search for the end of an oversized record, or of a run of zero bytes, has come. */
  searchedTo = 0;
  /** Last bytes of an oversized record that was found. */
  oversizedTail: Buffer | null = null;
  /** Read-ahead of a gzip file. */
  gzip: GzipContent | null = null;
  /** Files gone by that a gzip file may be a copy of; it has no position until that is known. */
  claims: readonly LogFile[] = [];
  /** The claim that its content agreed with so far. */
  recognised: LogFile | null = null;
  /** It was seen to be a copy of a file that was still there. */
  wasCopy = false;
  /** Closed although it is on disk: it was read to its end and has not changed for long. */
  isIdle = false;
  /** As restored, until something was read. */
  #tail: Fingerprint;
  #tailContent: Buffer | null = null;
  /** Size and mtime with which nothing whole was left to read. */
  #waitsAt: { size: number; mtimeMs: number } | null = null;
  #fd: number | null = null;

  constructor(stream: string, position: FilePosition) {
    this.stream = stream;
    this.dev = position.dev;
    this.ino = position.ino;
    this.home = position.home;
    this.isLinked = position.isLinked;
    this.sinceMs = position.sinceMs;
    this.isGzip = position.content === 'gzip';
    this.isCopy = position.isCopy;
    this.path = position.path;
    this.size = position.size;
    this.mtimeMs = position.mtimeMs;
    this.offset = position.offset;
    this.head = position.head;
    this.opening = position.opening;
    this.#tail = position.tail;
    this.isRotated = position.isRotated;
    this.isDone = position.isDone;
    this.retiredMs = position.retiredMs;
  }

  get key(): string {
    return fileKey(this);
  }

  get isRetired(): boolean {
    return this.retiredMs !== null;
  }

  get fd(): number | null {
    return this.#fd;
  }

  /** Of the bytes before `offset`. */
  get tail(): Fingerprint {
    return this.#tailContent ? fingerprintOf(this.#tailContent) : this.#tail;
  }

  get position(): FilePosition {
    const { path, home, isLinked, sinceMs, dev, ino, size, mtimeMs, offset, head, opening, tail } = this;
    const { isRotated, isDone, isCopy, retiredMs } = this;
    const content = this.isGzip ? 'gzip' : 'plain';
    const place = { path, home, isLinked, sinceMs, dev, ino, content, size, mtimeMs } as const;
    return { ...place, offset, head, opening, tail, isRotated, isDone, isCopy, retiredMs };
  }

  /** Takes over an open file that is known to be this one. */
  attach(fd: number): void {
    this.close();
    this.#fd = fd;
  }

  /** Hands over the open file. */
  detach(): number | null {
    const fd = this.#fd;
    this.#fd = null;
    this.close();
    return fd;
  }

  /** Keeps what is needed of the first bytes of the content. */
  noteHead(found: Buffer): void {
    const content = withoutLastZeros(found);
    const head = headFingerprint(content);
    if (head.bytes > this.head.bytes) {
      this.head = head;
      this.isPositionChanged = true;
    }
    this.opening = headFingerprint(content, OPENING_BYTES);
  }

  /** Notes what the file system says; true if it changed. */
  see({ size, mtimeMs }: FileStat, nowMs: number): boolean {
    if (size === this.size && mtimeMs === this.mtimeMs) return false;
    this.formerSize = this.size;
    this.size = size;
    this.mtimeMs = mtimeMs;
    this.changedMs = nowMs;
    return true;
  }

  /** It is a rotated file from now on. Its writer may still be about to end a record. */
  losesName(nowMs: number): void {
    this.isRotated = true;
    this.changedMs = nowMs;
    this.isPositionChanged = true;
  }

  /** Nothing whole can be read until the file changes. */
  waitForMore(): void {
    this.#waitsAt = { size: this.size, mtimeMs: this.mtimeMs };
  }

  get backlogBytes(): number {
    if (this.isGzip) return this.isDone ? 0 : Math.max(1, this.size - (this.gzip?.compressedBytes ?? 0));
    return Math.max(0, this.size - this.offset);
  }

  get isWaiting(): boolean {
    return this.#waitsAt?.size === this.size && this.#waitsAt.mtimeMs === this.mtimeMs;
  }

  /** The next `content` is folded: the position moves behind it. */
  advance(content: Buffer): void {
    const joined = content.length >= TAIL_BYTES ? content : Buffer.concat([this.#tailContent ?? Buffer.alloc(0), content]);
    this.#moveTo(this.offset + content.length, joined.subarray(-TAIL_BYTES));
  }

  /** The position moves over bytes that were not kept; `tail` is the last of them, or empty where they are unknown. */
  skipTo(offset: number, tail: Buffer): void {
    this.#moveTo(offset, tail);
  }

  /** Content before the position as it was just read: what is kept of it from now on. */
  noteTail(content: Buffer): void {
    this.#tailContent ??= Buffer.from(content);
  }

  /** Bytes to read for the check of the bytes before the position. */
  get tailBytes(): number {
    return this.#tailContent?.length ?? this.#tail.bytes;
  }

  hasTail(content: Buffer): boolean {
    return this.tail.bytes === 0 || fingerprintOf(content).sha256 === this.tail.sha256;
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
    this.gzip?.close();
    this.gzip = null;
  }

  #moveTo(offset: number, tail: Buffer): void {
    this.offset = offset;
    this.#tailContent = Buffer.from(tail);
    this.searchedTo = 0;
    this.tooShort = 0;
    this.oversizedTail = null;
    this.isPositionChanged = true;
  }
}
