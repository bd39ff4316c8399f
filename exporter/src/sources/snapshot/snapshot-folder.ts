import { existsSync } from 'node:fs';
import type { NamePattern } from '../../events/index.js';
import type { SourceHealth, StreamPosition } from '../source.js';
import { missingEnd } from './file-end.js';
import { snapshotStat } from './file-signature.js';
import { Settling } from './settling.js';
import { findSnapshots, type FoundFile } from './snapshot-files.js';
import { SnapshotLedger, type ContentUse } from './snapshot-ledger.js';
import { markerOf } from './success-marker.js';

export interface SnapshotFolderOptions {
  readonly patterns: readonly string[];
  readonly settleMs: number;
  /** Name of the success marker (see markerOf); null where files say themselves that they are whole. */
  readonly marker: string | null;
  /** Orders files that wait by the time in their names; null: by their time of change. */
  readonly named: NamePattern | null;
  /** How often the folder is looked at, at most. */
  readonly rescanMs: number;
  readonly positions: readonly StreamPosition[];
  /** See SnapshotLedger. */
  readonly settings: string;
  readonly nowMs: () => number;
}

/** A file that is to be read now. */
export interface ReadySnapshot extends FoundFile {
  /** What is wrong with its end; null where it looks whole. It is not read then, only refused. */
  readonly missing: string | null;
}

/**
 * How many times the settle time a file without its end is waited for until it is called broken.
 * Why 10:   a writer that pauses (a slow query, a slow network) goes on within seconds.
 * Too low:  such a pause counts as a broken file, which is read all the same once it is whole. Too high: a broken file is told late.
 * Pinned by: snapshot-folder.test.ts
 */
const UNFINISHED_SETTLES = 10;
/** Looking takes at most this share of the time, however many files there are. */
const LOOKING_SHARE = 0.1;

/**
 * A folder that a batch job drops snapshots into: which of its files are finished and not yet known, oldest first. It reads names,
 * sizes and the last bytes; what a file holds is for the reader to find out, who then says what became of it.
 */
export class SnapshotFolder {
  readonly #options: SnapshotFolderOptions;
  readonly #settling: Settling;
  readonly #ledger: SnapshotLedger;
  #waiting: readonly FoundFile[] = [];
  #problem: string | null = null;
  #nextLookMs = -Infinity;
  /** Nothing was ready since the last look: nothing can be before the next one. */
  #isExhausted = false;

  constructor(options: SnapshotFolderOptions) {
    this.#options = options;
    this.#settling = new Settling(options.settleMs);
    this.#ledger = new SnapshotLedger(options.positions, options.settings);
  }

  /** The oldest file that is finished and unknown, or null. Looks at the folder where that is due. */
  next(): ReadySnapshot | null {
    const now = this.#options.nowMs();
    this.#look(now);
    if (this.#isExhausted) return null;
    for (const file of this.#waiting) {
      const ready = this.#readyAt(file, now);
      if (ready) return ready;
    }
    this.#isExhausted = true;
    return null;
  }

  /** What was done with a content before; null where it is new. */
  useOf(sha256: string): ContentUse | null {
    return this.#ledger.useOf(sha256);
  }

  /** Whether the path held another content before that was used. */
  isChanged({ path }: FoundFile): boolean {
    return this.#ledger.file(path)?.sha256 != null;
  }

  /** Whether the file is still the one that was found; false sends it back to settle. */
  isUntouched(file: FoundFile): boolean {
    let signature: string | undefined;
    try {
      signature = snapshotStat(file.path)?.signature;
    } catch {
      // It cannot be looked at any more: the next look says why.
    }
    if (signature === file.signature) return true;
    this.#settling.disturb(file.path);
    return false;
  }

  use(file: FoundFile, sha256: string, use: ContentUse): void {
    this.#ledger.use(file.path, file.signature, sha256, use);
    this.#forget(file);
  }

  recognise(file: FoundFile, sha256: string): void {
    this.#ledger.recognise(file.path, file.signature, sha256);
    this.#forget(file);
  }

  refuse(file: FoundFile, why: string): void {
    this.#ledger.refuse(file.path, file.signature, why);
    this.#forget(file);
  }

  get hasChanges(): boolean {
    return this.#ledger.hasChanges;
  }

  takeChangedPositions(): { changed: StreamPosition[]; forgotten: string[] } {
    return this.#ledger.takeChanges();
  }

  restoreChangedPositions(taken: { changed: readonly StreamPosition[]; forgotten: readonly string[] }): void {
    this.#ledger.restoreChanges(taken);
  }

  health(): SourceHealth {
    const [refused] = this.#ledger.refusals();
    const backlogBytes = this.#waiting.reduce((sum, { size }) => sum + size, 0);
    const streams = this.#waiting.map(({ path, size }) => ({ path, offset: 0, size, isDrained: false }));
    // A broken file is told and counted; the source goes on with the others and is up.
    return {
      isUp: this.#problem === null,
      backlogBytes,
      problem: this.#problem ?? (refused && sentenceOf(refused)) ?? null,
      streams,
    };
  }

  #look(now: number): void {
    const { rescanMs, patterns, named, nowMs } = this.#options;
    // A clock that was set back must not stop the looks until it is where it was.
    if (now < this.#nextLookMs && this.#nextLookMs - now <= rescanMs / LOOKING_SHARE) return;
    this.#isExhausted = false;
    const { files, problems } = findSnapshots(patterns);
    const paths = new Set(files.map(({ path }) => path));
    // While something cannot be listed, what is missing may only be hidden: nothing is forgotten then.
    if (problems.length === 0) this.#ledger.keepOnly((path) => paths.has(path));
    const unknown = files.filter((file) => this.#ledger.file(file.path)?.signature !== file.signature);
    this.#settling.look(unknown, now);
    const timeOf = (file: FoundFile): number => named?.read(file.name)?.time?.startMs ?? file.mtimeMs;
    this.#waiting = unknown.sort((a, b) => timeOf(a) - timeOf(b));
    const [first] = problems;
    this.#problem = first ? `${first.path} ${first.error}` : null;
    const tookMs = Math.max(0, nowMs() - now);
    this.#nextLookMs = now + Math.max(rescanMs, tookMs / LOOKING_SHARE);
  }

  #readyAt(file: FoundFile, now: number): ReadySnapshot | null {
    const { marker, settleMs } = this.#options;
    if (!this.#settling.isSettled(file, now)) return null;
    if (marker !== null && !existsSync(markerOf(file.path, marker))) return null;
    let missing: string | null;
    try {
      missing = missingEnd(file.path, file.name, file.size);
    } catch (error) {
      missing = `it cannot be opened (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`;
    }
    const isLate = (this.#settling.quietMs(file, now) ?? 0) >= settleMs * UNFINISHED_SETTLES;
    return missing === null || isLate ? { ...file, missing } : null;
  }

  #forget({ path }: FoundFile): void {
    this.#waiting = this.#waiting.filter((file) => file.path !== path);
  }
}

/** Some reasons name the file themselves. */
function sentenceOf({ path, why }: { readonly path: string; readonly why: string }): string {
  return why.includes(path) ? why : `${path}: ${why}`;
}
