import { readdirSync, type PathLike } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FileProblems } from './file-problems.js';
import { fileKey, isGone, statPath, type FileStat } from './file-stat.js';
import { globPaths } from './glob.js';
import type { LogFile } from './log-file.js';
import { rotatedFrom } from './rotation-name.js';

/** A file on disk, under all the names that lead to it. */
export interface Candidate {
  readonly paths: string[];
  readonly raw: PathLike;
  readonly stat: FileStat;
  /** `matched` by a pattern; a `rotation` of a known file, beside it; where a link led `formerly`. */
  readonly role: 'matched' | 'rotation' | 'former';
  /** The file it is a rotation of. */
  readonly home: string | null;
}

/** What is on disk for a source, by device and inode: a file with two names, or matched by two patterns, is one file. */
export class FileListing {
  readonly candidates = new Map<string, Candidate>();
  readonly #problems: FileProblems;
  readonly #homes: ReadonlySet<string>;
  readonly #paths = new Set<string>();
  readonly #unlisted = new Set<string>();

  /** @param files beside which rotations are looked for */
  constructor(patterns: readonly string[], files: readonly LogFile[], problems: FileProblems) {
    this.#problems = problems;
    this.#homes = new Set(files.map((file) => file.home));
    for (const pattern of patterns)
      for (const { text, raw, isWild } of globPaths(pattern, (folder, error) => this.#cannotList(folder, error)))
        this.#look(text, raw, 'matched', null, isWild ? 'pass over folders' : 'name folders');
    for (const [path, home] of this.#rotations()) this.#look(path, path, 'rotation', home);
    for (const { isLinked, isRetired, home } of files) if (isLinked && !isRetired) this.#look(home, home, 'former', home);
  }

  /** Whether a path has the name of a rotation of a file that is there or was. */
  isRotation(path: string): boolean {
    const folder = dirname(path);
    return rotatedFrom(basename(path)).some((from) => this.#paths.has(join(folder, from)) || this.#homes.has(join(folder, from)));
  }

  /** Whether a path is missing only because it could not be looked at. */
  isUnknown(path: string): boolean {
    for (let at = path; ; at = dirname(at)) {
      if (this.#unlisted.has(at)) return true;
      if (at === dirname(at)) return false;
    }
  }

  /** Rotations beside the files known so far, which no pattern may match, with the file each belongs to. */
  #rotations(): Map<string, string> {
    const found = new Map<string, string>();
    for (const folder of new Set([...this.#homes].map((home) => dirname(home)))) {
      let names: string[];
      try {
        names = readdirSync(folder);
      } catch (error) {
        if (!isGone(error)) this.#unlisted.add(folder);
        continue;
      }
      for (const name of names) {
        const home = rotatedFrom(name)
          .map((from) => join(folder, from))
          .find((from) => this.#homes.has(from));
        if (home !== undefined) found.set(join(folder, name), home);
      }
    }
    return found;
  }

  #look(text: string, raw: PathLike, role: Candidate['role'], home: string | null, folders = 'pass over folders'): void {
    if (this.#paths.has(text)) return;
    let stat: FileStat;
    try {
      stat = statPath(raw);
    } catch (error) {
      // Gone between listing and looking: the next scan tells.
      if (!isGone(error)) this.#cannotList(text, error as Error);
      return;
    }
    if (stat.type !== 'file') {
      if (folders === 'pass over folders') return;
      const what = stat.type === 'folder' ? 'is a folder, not a file: name the files in it, as in folder/*.jsonl' : 'is not a regular file';
      this.#problems.tell(text, what);
      return;
    }
    this.#paths.add(text);
    const known = this.candidates.get(fileKey(stat));
    if (known) known.paths.push(text);
    else this.candidates.set(fileKey(stat), { paths: [text], raw, stat, role, home });
  }

  #cannotList(path: string, error: Error): void {
    this.#unlisted.add(path);
    this.#problems.tell(path, isGone(error) ? 'does not exist: mount the log folder or correct the pattern' : error.message);
  }
}
