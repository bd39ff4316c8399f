import { closeSync, fstatSync, openSync, readdirSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Notify } from '../../contract/index.js';
import { HEAD_BYTES, fingerprintOf, matchesHead, readAt } from './fingerprint.js';
import { globPaths, isRotationOf } from './glob.js';
import { gzipHead } from './gzip-reader.js';
import { LogFile } from './log-file.js';

/** A young file with little content may be a copy in the making: it is looked at again after this. */
const COPY_GRACE_MS = 500;
/** A gzip file is taken when it has not changed for this long: until then it is being written. */
const GZIP_GRACE_MS = 1000;
/** An unlinked or renamed file that does not grow for this long is complete. */
export const FINAL_GRACE_MS = 3000;
/** Files read to their end whose copies must still be recognised. Raise it with the number of rotations kept. */
const RETIRED_LIMIT = 256;

const keyOf = (stats: { dev: number; ino: number }): string => `${stats.dev}:${stats.ino}`;

interface Candidate {
  readonly path: string;
  readonly stats: Stats;
  /** Found only as a rotation of a known file, not by a pattern. */
  readonly isSibling: boolean;
}

/**
 * Knows the files of a source and follows them: renames, truncation, copies, compressed rotations, deletion. A file is the
 * same when device, inode and the hash of its head agree; a copy is recognised by the head and by the bytes before the
 * read position.
 */
export class FileRegistry {
  readonly files = new Map<string, LogFile>();
  readonly problems = new Map<string, string>();
  readonly forgotten: string[] = [];
  readonly #patterns: readonly string[];
  readonly #source: string;
  readonly #notify: Notify;
  readonly #live = new Map<string, LogFile>();
  /** Copies of files that are still being read, and files that are not to be read; looked at again when they change. */
  readonly #passedOver = new Map<string, { size: number; mtimeMs: number; original: LogFile | null }>();
  #sequence = 0;

  constructor(source: string, patterns: readonly string[], restored: readonly LogFile[], notify: Notify) {
    this.#source = source;
    this.#patterns = patterns;
    this.#notify = notify;
    for (const file of restored) {
      this.files.set(file.stream, file);
      if (!file.isRetired) this.#live.set(keyOf(file), file);
    }
  }

  live(): IterableIterator<LogFile> {
    return this.#live.values();
  }

  /** Looks at the folders and brings the files up to date. */
  scan(nowMs: number): void {
    const candidates = this.#list();
    const seen = new Set<string>();
    const unknown: Candidate[] = [];
    for (const candidate of candidates) {
      const key = keyOf(candidate.stats);
      if (seen.has(key)) continue;
      seen.add(key);
      const file = this.#live.get(key);
      if (file && this.#follow(file, candidate, nowMs)) continue;
      unknown.push(candidate);
    }
    for (const [key, file] of this.#live) if (!seen.has(key)) this.#followUnlinked(key, file, nowMs);
    for (const candidate of unknown) this.#identify(candidate, nowMs);
    this.#prune();
  }

  /** The content behind the position is not what was read: a new generation under the same inode. */
  retire(file: LogFile): void {
    file.isRetired = true;
    file.isPositionChanged = true;
    file.close();
    this.#live.delete(keyOf(file));
  }

  #list(): Candidate[] {
    const found = new Map<string, Candidate>();
    const problem = (path: string, error: Error): void => this.#problem(path, error.message);
    const stat = (path: string, isSibling: boolean): void => {
      if (found.has(path)) return;
      try {
        const stats = statSync(path);
        if (stats.isFile()) {
          found.set(path, { path, stats, isSibling });
          return;
        }
        if (!isSibling)
          this.#problem(
            path,
            stats.isDirectory() ? 'is a directory, not a file: name the files in it, as in folder/*.jsonl' : 'is not a regular file',
          );
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') problem(path, error as Error);
      }
    };
    this.#stillProblems.clear();
    for (const pattern of this.#patterns) for (const path of globPaths(pattern, problem)) stat(path, false);
    for (const path of this.#rotationsOnDisk()) stat(path, true);
    for (const path of [...this.problems.keys()]) {
      if (this.#stillProblems.has(path)) continue;
      this.problems.delete(path);
      this.#notify({ kind: 'source_recovered', source: this.#source, path });
    }
    return [...found.values()];
  }

  readonly #stillProblems = new Set<string>();

  #problem(path: string, error: string): void {
    this.#stillProblems.add(path);
    if (this.problems.get(path) === error) return;
    this.problems.set(path, error);
    this.#notify({ kind: 'source_unreadable', source: this.#source, path, error });
  }

  /** Rotations of the files known so far that no pattern may match. */
  #rotationsOnDisk(): string[] {
    const bases = new Set<string>();
    for (const file of this.#live.values()) bases.add(file.path.replace(/(?:[.-][0-9][0-9T:._-]*)?(?:\.gz)?$/, ''));
    const rotations: string[] = [];
    const listed = new Map<string, string[]>();
    for (const base of bases) {
      const folder = dirname(base);
      if (!listed.has(folder)) {
        try {
          listed.set(folder, readdirSync(folder));
        } catch {
          listed.set(folder, []);
        }
      }
      for (const name of listed.get(folder) ?? []) if (isRotationOf(basename(base), name)) rotations.push(join(folder, name));
    }
    return rotations;
  }

  /** A known inode: renamed, grown, or another generation. False when it is not the known file any more. */
  #follow(file: LogFile, { path, stats }: Candidate, nowMs: number): boolean {
    if (!file.isGzip) {
      const isShrunk = stats.size < file.offset;
      const hasChanged = stats.size !== file.size;
      if (isShrunk || (hasChanged && file.head.bytes > 0 && !this.#hasHead(file, path))) {
        this.#notify({ kind: 'file_rotated', source: this.#source, path, how: 'truncated' });
        this.retire(file);
        return false;
      }
    }
    if (path !== file.path) {
      this.#notify({ kind: 'file_rotated', source: this.#source, path, how: 'renamed' });
      file.path = path;
      file.isRotated = true;
      file.isPositionChanged = true;
      file.changedMs = nowMs;
    }
    if (stats.size !== file.size) {
      file.size = stats.size;
      file.changedMs = nowMs;
    }
    file.isUnlinked = false;
    return true;
  }

  #hasHead(file: LogFile, path: string): boolean {
    try {
      const fd = file.isOpen ? file.fd : openSync(path, 'r');
      try {
        return matchesHead(file.head, readAt(fd, 0, file.head.bytes));
      } finally {
        if (!file.isOpen) closeSync(fd);
      }
    } catch {
      return true;
    }
  }

  #followUnlinked(key: string, file: LogFile, nowMs: number): void {
    file.isRotated = true;
    if (!file.isOpen) {
      // Gone before it was opened (usually while the exporter was down). A compressed copy may still turn up.
      if (!file.isUnlinked) this.#notify({ kind: 'file_rotated', source: this.#source, path: file.path, how: 'removed' });
      file.isUnlinked = true;
      this.retire(file);
      return;
    }
    if (!file.isUnlinked) {
      file.isUnlinked = true;
      file.changedMs = nowMs;
      this.#notify({ kind: 'file_rotated', source: this.#source, path: file.path, how: 'removed' });
    }
    const size = fstatSync(file.fd).size;
    if (size !== file.size) {
      file.size = size;
      file.changedMs = nowMs;
    }
    const isDrained = file.isGzip ? file.isGzipDone : file.offset >= size;
    if (isDrained && nowMs - file.changedMs >= FINAL_GRACE_MS) {
      this.#live.delete(key);
      file.isRetired = true;
      file.isPositionChanged = true;
      file.close();
    }
  }

  #identify({ path, stats, isSibling }: Candidate, nowMs: number): void {
    const key = keyOf(stats);
    const passed = this.#passedOver.get(key);
    if (passed) {
      const isSame = passed.size === stats.size && passed.mtimeMs === stats.mtimeMs;
      if (isSame && (passed.original === null || !passed.original.isRetired)) return;
      this.#passedOver.delete(key);
    }
    if (stats.size === 0) return;
    const isGzip = path.endsWith('.gz');
    if (isGzip && nowMs - stats.mtimeMs < GZIP_GRACE_MS) return;
    let fd: number;
    try {
      fd = openSync(path, 'r');
    } catch (error) {
      this.#problem(path, (error as Error).message);
      return;
    }
    try {
      const head = isGzip ? gzipHead(fd) : readAt(fd, 0, HEAD_BYTES);
      const passOver = (original: LogFile | null): void => {
        this.#passedOver.set(key, { size: stats.size, mtimeMs: stats.mtimeMs, original });
      };
      if (head.length === 0) {
        this.#problem(path, 'is no readable gzip file');
        return passOver(null);
      }
      const original = this.#originalOf(fd, head, stats.size, isGzip);
      if (original && !original.isRetired) return passOver(original);
      if (original) {
        if (!isGzip && stats.size < original.offset) return passOver(original);
        this.#notify({ kind: 'file_rotated', source: this.#source, path, how: isGzip ? 'compressed' : 'copied' });
        const adopted = new LogFile(original.stream, {
          ...original.position(original.tail),
          path,
          dev: stats.dev,
          ino: stats.ino,
          isGzip,
          isRetired: false,
        });
        adopted.tailContent = isGzip ? null : original.tailContent;
        if (original.tailContent) adopted.tail = fingerprintOf(original.tailContent);
        return this.#add(adopted, stats.size, nowMs, true);
      }
      const mayBeCopy = head.length < HEAD_BYTES && [...this.files.values()].some((file) => file.head.bytes > head.length);
      if (mayBeCopy && nowMs - stats.mtimeMs < COPY_GRACE_MS) return;
      if (isSibling && !this.#isLaterRotation(stats)) return passOver(null);
      this.#sequence++;
      let stream = `${stats.ino.toString(36)}-${fingerprintOf(head).sha256.slice(0, 10)}`;
      while (this.files.has(stream)) stream = `${stats.ino.toString(36)}-${fingerprintOf(head).sha256.slice(0, 10)}-${this.#sequence++}`;
      const fresh = LogFile.fresh(stream, path, stats.dev, stats.ino, fingerprintOf(head), isGzip);
      this.#add(fresh, stats.size, nowMs, isSibling || isGzip);
    } finally {
      closeSync(fd);
    }
  }

  #add(file: LogFile, size: number, nowMs: number, isRotated: boolean): void {
    file.size = size;
    file.changedMs = nowMs;
    file.isRotated = isRotated;
    file.isPositionChanged = true;
    this.files.set(file.stream, file);
    this.#live.set(keyOf(file), file);
    try {
      // Opened at once: a file that is deleted before its turn comes can then still be read.
      void file.fd;
    } catch (error) {
      this.#problem(file.path, (error as Error).message);
    }
  }

  /** The file this is a copy of: retired ones first, as only those can be adopted. */
  #originalOf(fd: number, head: Buffer, size: number, isGzip: boolean): LogFile | null {
    const alike = [...this.files.values()].filter((file) => file.head.bytes > 0 && matchesHead(file.head, head));
    alike.sort((a, b) => Number(b.isRetired) - Number(a.isRetired) || b.head.bytes - a.head.bytes);
    for (const file of alike) {
      if (isGzip || size < file.offset) return file;
      const tail = file.tailContent ? fingerprintOf(file.tailContent) : file.tail;
      if (tail.bytes === 0 || fingerprintOf(readAt(fd, file.offset - tail.bytes, tail.bytes)).sha256 === tail.sha256) return file;
    }
    return null;
  }

  /** Whether an unknown rotation is younger than a rotation that was being read: it was made while the exporter was down. */
  #isLaterRotation(stats: Stats): boolean {
    return [...this.#live.values()].some(
      (file) => file.isRotated && file.offset > 0 && statMtime(file.path) <= stats.mtimeMs && file.ino !== stats.ino,
    );
  }

  #prune(): void {
    const retired = [...this.files.values()].filter((file) => file.isRetired);
    for (const file of retired.slice(0, Math.max(0, retired.length - RETIRED_LIMIT))) {
      this.files.delete(file.stream);
      this.forgotten.push(file.stream);
    }
  }
}

function statMtime(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return Infinity;
  }
}
