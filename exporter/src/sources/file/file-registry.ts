import type { Notify } from '../../contract/index.js';
import { FileListing, type Candidate } from './file-listing.js';
import { FileProblems } from './file-problems.js';
import { statOpen, type FileStat } from './file-stat.js';
import { followFile } from './follow-file.js';
import type { Recognised } from './gzip-file-reader.js';
import type { KnownFiles } from './known-files.js';
import type { LogFile } from './log-file.js';
import { Losses } from './losses.js';
import { Newcomers } from './newcomers.js';
import { settleContent, wasReadBefore } from './same-content.js';

/** A file that lost its name and does not change for this long is complete (the rotate_wait of fluentd and fluent-bit). */
export const FINAL_GRACE_MS = 5000;
/**
 * A file without a name that was read to its end is closed after this, in ms of quiet; or after FINAL_GRACE_MS where a copy of
 * it waits to be taken up.
 * Why 60000: a writer that is to reopen its log may go on in the old one until its next line. Too low: such lines are lost.
 * Too high:  the disk space of deleted files is held for longer.
 * Pinned by: sources/file/rotation.test.ts
 */
const CLOSE_GRACE_MS = 60_000;

/**
 * Rotations that no pattern matches are looked for beside a log while it is there, and for an hour after: in the folders of all
 * logs that ever were it would cost more than it could find.
 */
const ROTATIONS_MS = 3_600_000;

/**
 * Follows the files of a source: renames, truncation, copies, compressed rotations, deletion. A file is the same when device,
 * inode, the hash of its head and that of the bytes before the read position agree; a copy is recognised by the last two.
 */
export class FileRegistry {
  readonly #source: string;
  readonly #patterns: readonly string[];
  readonly #known: KnownFiles;
  readonly #notify: Notify;
  readonly #problems: FileProblems;
  readonly #losses: Losses;
  readonly #newcomers: Newcomers;
  #listing: FileListing;

  constructor(source: string, patterns: readonly string[], known: KnownFiles, notify: Notify) {
    this.#source = source;
    this.#patterns = patterns;
    this.#known = known;
    this.#notify = notify;
    this.#problems = new FileProblems(source, notify);
    this.#losses = new Losses(source, notify);
    this.#newcomers = new Newcomers(source, known, this.#losses, notify);
    this.#listing = new FileListing([], [], this.#problems);
  }

  /** Looks at the folders and brings the files up to date. */
  scan(nowMs: number): void {
    const logs = [...this.#known.all()].filter(({ retiredMs }) => retiredMs === null || nowMs - retiredMs < ROTATIONS_MS);
    this.#listing = new FileListing(this.#patterns, logs, this.#problems);
    const { candidates } = this.#listing;
    const unknown: Candidate[] = [];
    for (const [key, candidate] of candidates) {
      const file = this.#known.liveByKey(key);
      if (!file || this.#follow(file, candidate, nowMs) === 'replaced') unknown.push(candidate);
    }
    // Before newcomers are looked at: a copy is adopted only when its original is known to be gone.
    for (const file of [...this.#known.live()]) if (!candidates.has(file.key)) this.#followMissing(file, nowMs);
    this.#newcomers.look(unknown, this.#listing, this.#problems, nowMs);
    this.#losses.tell(nowMs);
    for (const { path, problem } of this.#known.live()) if (problem !== null) this.#problems.tell(path, problem);
    this.#problems.endRound();
    this.#known.trim(nowMs);
  }

  /** Whether the last scan found any file, be it empty. */
  get hasFiles(): boolean {
    return this.#listing.candidates.size > 0;
  }

  /** What is wrong, a sentence each. */
  problems(): string[] {
    return this.#problems.sentences();
  }

  /** Streams and files whose unread events may yet turn up under another name. */
  awaited(nowMs: number): string[] {
    return [...this.#losses.streams(), ...this.#newcomers.undecided(nowMs)];
  }

  /** The content before the position is not what was read: another generation under the same inode. */
  replaced(file: LogFile, nowMs: number): void {
    this.#rotated(file.path, 'truncated');
    this.#retire(file, file.formerSize, nowMs);
  }

  /** A gzip file was looked into, and what it is a copy of is known. */
  recognised(file: LogFile, recognised: Recognised, nowMs: number): void {
    this.#newcomers.recognised(file, recognised, nowMs);
  }

  #follow(file: LogFile, candidate: Candidate, nowMs: number): 'followed' | 'replaced' {
    const wasClosed = file.fd === null;
    const knownBytes = file.head.bytes;
    try {
      let found = followFile(file, candidate, nowMs);
      if (found !== 'later' && wasClosed && file.offset === 0 && wasReadBefore(file, knownBytes, this.#known.all())) found = 'replaced';
      if (found === 'replaced') {
        if (file.isCopy) this.#known.forget(file);
        else this.replaced(file, nowMs);
        return 'replaced';
      }
      if (found === 'renamed') this.#rotated(file.path, 'renamed');
      if (found !== 'later' && !file.isRotated && this.#listing.isRotation(file.path)) file.losesName(nowMs);
      if (wasClosed) file.problem = null;
    } catch (error) {
      file.problem = (error as Error).message;
    }
    return 'followed';
  }

  #followMissing(file: LogFile, nowMs: number): void {
    if (this.#listing.isUnknown(file.path)) return;
    if (file.isCopy) return this.#known.forget(file);
    if (file.fd === null) {
      // Gone before it was opened (while the exporter was down, mostly), or read to its end. A copy may still turn up.
      this.#rotated(file.path, 'removed');
      this.#retire(file, file.size, nowMs);
      return;
    }
    try {
      const stat = statOpen(file.fd);
      // Truncated before it went, maybe.
      if (file.see(stat, nowMs) && settleContent(file, file.fd, stat) === 'replaced') return this.replaced(file, nowMs);
      this.#waitForItsEnd(file, stat, nowMs);
    } catch (error) {
      file.problem = (error as Error).message;
    }
  }

  #waitForItsEnd(file: LogFile, stat: FileStat, nowMs: number): void {
    if (!file.isMissing) {
      file.isMissing = true;
      file.changedMs = nowMs;
      // A name that is not looked at may still lead to it; only without any is it gone.
      if (stat.links === 0) this.#rotated(file.path, 'removed');
    }
    const isDrained = file.isGzip ? file.isDone : file.offset >= file.size;
    const graceMs = this.#newcomers.hasCopyOf(file) ? FINAL_GRACE_MS : CLOSE_GRACE_MS;
    if (isDrained && nowMs - file.changedMs >= graceMs) this.#retire(file, file.size, nowMs);
  }

  #retire(file: LogFile, size: number, nowMs: number): void {
    if (file.claims.length > 0) return this.#known.forget(file);
    if (!file.isDone) this.#losses.add(file, file.isGzip ? size : size - file.offset, nowMs);
    this.#known.retire(file, nowMs);
  }

  #rotated(path: string, how: 'renamed' | 'truncated' | 'removed'): void {
    this.#notify({ kind: 'file_rotated', source: this.#source, path, how });
  }
}
