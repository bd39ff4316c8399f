import { closeSync, realpathSync } from 'node:fs';
import type { Notify } from '../../contract/index.js';
import type { Newcomer } from './copy-of.js';
import type { Candidate, FileListing } from './file-listing.js';
import type { FilePosition } from './file-position.js';
import type { FileProblems } from './file-problems.js';
import { fileKey, isGone, openSeen } from './file-stat.js';
import { EMPTY_FINGERPRINT, TAIL_BYTES, fingerprintOf, headFingerprint, readAt, type Fingerprint } from './fingerprint.js';
import { GZIP_QUIET_MS, type Recognised } from './gzip-file-reader.js';
import { identifyFile, isCovered, type Identity } from './identify-file.js';
import type { KnownFiles } from './known-files.js';
import { LogFile } from './log-file.js';
import { LookAlikes } from './look-alikes.js';
import type { Losses } from './losses.js';
import { Sightings, type Sighting } from './sightings.js';

/** A gzip file is looked into when it has not changed for this long: until then it is being written. */
const SETTLED_MS = 1000;
/** How long a file that is not identified yet holds windows back: its events may be older than those of all others. */
const UNDECIDED_HOLD_MS = 10_000;

/** What a newcomer is seen among. */
interface Surroundings {
  readonly listing: FileListing;
  readonly alikes: LookAlikes;
  readonly nowMs: number;
}

/** Decides about files that are on disk and not known by device and inode, and makes those known that are to be read. */
export class Newcomers {
  readonly #source: string;
  readonly #notify: Notify;
  readonly #known: KnownFiles;
  readonly #losses: Losses;
  readonly #sightings = new Sightings();

  constructor(source: string, known: KnownFiles, losses: Losses, notify: Notify) {
    this.#source = source;
    this.#notify = notify;
    this.#known = known;
    this.#losses = losses;
  }

  look(candidates: readonly Candidate[], listing: FileListing, problems: FileProblems, nowMs: number): void {
    let among: Surroundings | null = null;
    for (const candidate of candidates) {
      const path = candidate.paths[0] ?? '';
      const sighting = this.#sightings.see(fileKey(candidate.stat), candidate.stat, nowMs);
      try {
        if (this.#isOpen(sighting, nowMs))
          this.#identify(candidate, sighting, (among ??= { listing, alikes: new LookAlikes(this.#known.all()), nowMs }));
      } catch (error) {
        if (!isGone(error)) problems.tell(path, (error as Error).message);
      }
      if (sighting.problem !== null) problems.tell(path, sighting.problem);
    }
    this.#sightings.keep((key) => listing.candidates.has(key));
  }

  /** Files that are not identified yet: what they hold may be older than all that is being read. */
  undecided(nowMs: number): string[] {
    const young = this.#sightings.undecided.filter(([, { firstMs }]) => nowMs - firstMs < UNDECIDED_HOLD_MS);
    return young.map(([key]) => `unidentified ${key}`);
  }

  /** Whether a copy of a file waits for it to be gone. */
  hasCopyOf(file: LogFile): boolean {
    return this.#sightings.originals.has(file);
  }

  /** A gzip file was looked into: it goes on where its original stopped, or has a position of its own. */
  recognised(file: LogFile, recognised: Recognised, nowMs: number): void {
    file.claims = [];
    file.recognised = null;
    if (recognised.is === 'copy') {
      const fd = file.detach();
      this.#known.forget(file);
      if (fd === null) return;
      // Found again in the meantime: this is a copy of it then, as the next scan will see.
      const { original } = recognised;
      if (!original.isRetired || this.#known.byStream(original.stream) !== original) return closeSync(fd);
      const adopted = this.#continue(original, file.position);
      adopted.attach(fd);
      adopted.changedMs = nowMs;
      this.#known.add(adopted);
      return;
    }
    file.isPositionChanged = true;
    if (recognised.is === 'own' || !file.wasCopy) return this.#tellOpened(file);
    // Shorter than what was read, and it was seen to be a copy: an earlier one, all of which was read.
    file.skipTo(file.gzip?.offset ?? 0, file.gzip?.tail ?? Buffer.alloc(0));
    file.isDone = true;
    file.close();
  }

  /** Whether there is something (more) to be found out about a file that looks as it did. */
  #isOpen(sighting: Sighting, nowMs: number): boolean {
    const { verdict, original, length } = sighting;
    if (verdict === 'open' || original === null) return verdict === 'open';
    // The original is gone; or it was read as far as the copy goes, and that can be noted for good.
    return !this.#known.isLive(original) || (ageOf(sighting, nowMs) !== 'young' && isCovered(length, original));
  }

  #identify(candidate: Candidate, sighting: Sighting, among: Surroundings): void {
    if (candidate.role === 'former' || candidate.stat.size === 0) return;
    const opened = openSeen(candidate.raw, fileKey(candidate.stat));
    // Renamed or replaced since it was listed: the next scan sees what it is.
    if (!opened) return;
    let file: LogFile | null = null;
    try {
      const { original: copied } = sighting;
      const ownPath = realPath(candidate);
      const identity = identifyFile(opened, { home: ownPath, age: ageOf(sighting, among.nowMs), copied }, among.alikes);
      note(sighting, identity);
      if (!('newcomer' in identity)) return;
      const position = freshPosition(candidate, candidate.home ?? ownPath, identity.newcomer, among);
      if (identity.is === 'fresh' && candidate.role === 'rotation' && position.mtimeMs <= position.sinceMs) {
        // Rotated before the log was first read: the past is not asked for.
        sighting.verdict = 'history';
        return;
      }
      file = this.#fileOf(identity, position, among.alikes);
      file.wasCopy = copied !== null;
      file.changedMs = among.nowMs;
      file.isPositionChanged = true;
      file.attach(opened.fd);
      file.noteHead(identity.newcomer.sample);
      if (file.isCopy) file.close();
    } finally {
      if (file === null) closeSync(opened.fd);
    }
    this.#known.add(file);
    among.alikes.add(file);
    this.#sightings.forget(fileKey(candidate.stat));
  }

  #fileOf(identity: Extract<Identity, { newcomer: Newcomer }>, position: FilePosition, alikes: LookAlikes): LogFile {
    switch (identity.is) {
      case 'continuation':
        alikes.remove(identity.original);
        return this.#continue(identity.original, position);
      case 'covered':
        this.#rotated(position);
        return this.#fresh({ ...position, offset: position.size, tail: tailOf(identity.newcomer), isDone: true, isCopy: true });
      case 'claimed': {
        const file = this.#fresh(position);
        file.claims = identity.originals;
        return file;
      }
      case 'fresh': {
        const file = this.#fresh(position);
        this.#tellOpened(file);
        return file;
      }
    }
  }

  #fresh(position: FilePosition): LogFile {
    return new LogFile(this.#known.newStream(position.ino, position.head), position);
  }

  /** The stream of a file gone by goes on in another file. */
  #continue(original: LogFile, position: FilePosition): LogFile {
    const { path, home, dev, ino, size, mtimeMs, content, isRotated } = position;
    this.#losses.delete(original);
    this.#rotated(position);
    // A file that takes the place of another under its own name (rsync does that) is no rotation.
    const isElsewhere = home !== original.home && (path !== original.path || original.isRotated);
    const place = { path, dev, ino, size, mtimeMs, content, isDone: false, isRotated: isRotated || isElsewhere, retiredMs: null };
    const file = new LogFile(original.stream, { ...original.position, ...place });
    file.isPositionChanged = true;
    if (!original.isRetired && !original.isMissing) this.#leaveBehind(original);
    original.close();
    return file;
  }

  /** A file whose stream goes on in another one, and that is still there: it holds nothing that this one does not. */
  #leaveBehind({ position, ino, head, size }: LogFile): void {
    const left = new LogFile(this.#known.newStream(ino, head), { ...position, offset: size, isCopy: true });
    left.isPositionChanged = true;
    this.#known.add(left);
  }

  #rotated({ path, content }: FilePosition): void {
    this.#notify({ kind: 'file_rotated', source: this.#source, path, how: content === 'gzip' ? 'compressed' : 'copied' });
  }

  #tellOpened({ path, offset }: LogFile): void {
    this.#notify({ kind: 'source_opened', source: this.#source, path, detail: `from byte ${offset}` });
  }
}

function freshPosition(
  { paths, stat, role }: Candidate,
  home: string,
  newcomer: Newcomer,
  { listing, alikes }: Surroundings,
): FilePosition {
  const path = paths[0] ?? '';
  const { isGzip, sample } = newcomer;
  const { dev, ino, size, mtimeMs } = newcomer.stat;
  const isRotated = isGzip || role === 'rotation' || listing.isRotation(path);
  return {
    path,
    home,
    isLinked: role === 'matched' && home !== path,
    sinceMs: Math.min(stat.mtimeMs, alikes.sinceMs(home)),
    dev,
    ino,
    content: isGzip ? 'gzip' : 'plain',
    size,
    mtimeMs,
    offset: 0,
    head: headFingerprint(sample),
    opening: EMPTY_FINGERPRINT,
    tail: EMPTY_FINGERPRINT,
    isRotated,
    isDone: false,
    isCopy: false,
    retiredMs: null,
  };
}

function tailOf({ fd, stat }: Newcomer): Fingerprint {
  return fingerprintOf(readAt(fd, Math.max(0, stat.size - TAIL_BYTES), TAIL_BYTES));
}

/** The mtime says how long a file is settled already when it is first seen; it may also lie in the future, and says nothing then. */
function ageOf({ sinceMs, mtimeMs }: Sighting, nowMs: number): 'young' | 'settled' | 'quiet' {
  if (nowMs - sinceMs >= GZIP_QUIET_MS) return 'quiet';
  return Math.max(nowMs - sinceMs, nowMs - mtimeMs) >= SETTLED_MS ? 'settled' : 'young';
}

/** Where a file is, with links resolved. */
function realPath({ paths, raw }: Candidate): string {
  // A name that is no UTF-8 has no text that leads to it.
  return typeof raw === 'string' ? realpathSync(raw) : (paths[0] ?? '');
}

function note(sighting: Sighting, identity: Identity): void {
  sighting.original = identity.is === 'copy' ? identity.original : null;
  sighting.length = identity.is === 'copy' ? identity.length : null;
  sighting.problem = identity.is === 'unreadable' ? identity.why : null;
  sighting.verdict = identity.is === 'copy' || identity.is === 'unreadable' ? identity.is : 'open';
}
