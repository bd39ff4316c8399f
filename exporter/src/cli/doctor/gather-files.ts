import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FileSourceConfig } from '../../config/index.js';
import type { FollowedFile, RotationFacts, SourceFilesFacts } from '../../doctor/index.js';
import { globPaths, rotatedFrom, type FilePosition } from '../../sources/index.js';
import { problemOf } from './problem-of.js';

/** What is on the disk for a file source: as the exporter would find it, and what lies beside it. */
export interface FoundFiles {
  readonly facts: SourceFilesFacts;
  readonly followed: ReadonlySet<string>;
}

/** Looks for the files of a source by its patterns, and for their rotations. */
export function gatherFiles({ name, patterns }: FileSourceConfig): FoundFiles {
  const files = new Map<string, FollowedFile>();
  const oddities: { path: string; what: string }[] = [];
  const looked = patterns.map((pattern) => {
    let problem: string | null = null;
    const paths = globPaths(pattern, (_folder, error) => (problem = missing(error) ? problem : problemOf(error)));
    let matches = 0;
    for (const { text, isWild } of paths) {
      const file = fileAt(text);
      if (file === null) continue;
      matches++;
      if (typeof file !== 'string') files.set(text, file);
      else if (isWild) matches--;
      else oddities.push({ path: text, what: file });
    }
    return { pattern, matches, problem };
  });
  for (const path of [...files.keys()].flatMap((home) => rotationsOf(home))) {
    const file = fileAt(path);
    if (file !== null && typeof file !== 'string') files.set(path, file);
  }
  return { facts: { source: name, patterns: looked, oddities, files: [...files.values()] }, followed: new Set(files.keys()) };
}

/**
 * What rotation may lose of a source.
 *
 * @param known paths that any source follows
 * @param positions of the files that the store remembers for the source
 */
export function gatherRotations(
  { facts, followed }: FoundFiles,
  known: ReadonlySet<string>,
  positions: readonly FilePosition[],
): RotationFacts {
  const uncaught = new Map<string, string>();
  const numbered = new Map<string, number[]>();
  for (const home of followed) {
    const number = Number(/\.(\d{1,4})(?:\.gz)?$/.exec(home)?.[1] ?? NaN);
    const [, base = ''] = /^(.*)\.\d{1,4}(?:\.gz)?$/.exec(home) ?? [];
    if (Number.isFinite(number)) numbered.set(base, [...(numbered.get(base) ?? []), number]);
    for (const path of besides(home)) if (!known.has(path) && isFile(path)) uncaught.set(path, home);
  }
  const identities = new Set(facts.files.map(({ identity }) => identity));
  const lost = positions
    .filter(({ isDone, isCopy, offset, size, dev, ino }) => !isDone && !isCopy && offset < size && !identities.has(`${dev}:${ino}`))
    .map(({ path, offset, size }) => ({ path, unreadBytes: size - offset }));
  return { uncaught: [...uncaught].map(([path, beside]) => ({ path, beside })), numbered, lost };
}

function rotationsOf(home: string): string[] {
  return namesBeside(home)
    .filter((name) => rotatedFrom(name).includes(basename(home)))
    .map((name) => join(dirname(home), name));
}

/** Files that begin with the whole name of a log, or with its stem and end like it. */
function besides(home: string): string[] {
  const name = basename(home);
  const extension = /\.[A-Za-z]\w*$/.exec(name)?.[0] ?? '';
  const stem = name.slice(0, name.length - extension.length);
  const continues = (other: string, start: string): boolean => other.startsWith(start) && /^[._~-]/.test(other.slice(start.length));
  return namesBeside(home)
    .filter(
      (other) => continues(other, name) || (extension !== '' && other.endsWith(extension) && other !== name && continues(other, stem)),
    )
    .map((other) => join(dirname(home), other));
}

function namesBeside(home: string): string[] {
  try {
    return readdirSync(dirname(home));
  } catch {
    // A folder that cannot be listed is told by its pattern.
    return [];
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** A file, what else is there, or null for nothing. */
function fileAt(path: string): FollowedFile | string | null {
  let stat;
  try {
    stat = statSync(path, { bigint: true });
  } catch (error) {
    return missing(error) ? null : { path, identity: path, bytes: 0, writtenMs: 0, problem: problemOf(error) };
  }
  if (stat.isDirectory()) return 'a folder';
  if (!stat.isFile()) return 'no regular file';
  const { dev, ino, size, mtimeNs } = stat;
  return { path, identity: `${dev}:${ino}`, bytes: Number(size), writtenMs: Number(mtimeNs) / 1e6, problem: readProblem(path) };
}

function readProblem(path: string): string | null {
  try {
    const fd = openSync(path, 'r');
    try {
      readSync(fd, Buffer.alloc(1));
    } finally {
      closeSync(fd);
    }
    return null;
  } catch (error) {
    return problemOf(error);
  }
}

function missing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
