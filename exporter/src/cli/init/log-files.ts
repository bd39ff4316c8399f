import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { globPaths, rotatedFrom } from '../../sources/index.js';
import { cliError } from '../errors.js';

/** The files of a log: what is to be followed, and one of them to look at. */
export interface LogFiles {
  /** Absolute path or pattern. */
  readonly pattern: string;
  readonly evidence: string;
  /** The file that was written last. */
  readonly sample: string;
}

/**
 * Finds out what a person means by a path: a log and its rotations, one of many files that are named alike, a folder, a pattern.
 *
 * @throws CodedError CLI_INIT_NO_LOG
 */
export function findLogFiles(from: string): LogFiles {
  const path = resolve(from);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return filesOfFolder(path);
  if (!stat) return matched(path, (n) => `the pattern matches ${n}`);
  const name = basename(path);
  const folder = dirname(path);
  const names = readdirSync(folder);
  const [home] = rotatedFrom(name).filter((other) => names.includes(other));
  if (home !== undefined)
    return { pattern: join(folder, home), evidence: `${name} is a rotation of it; rotations are found by themselves`, sample: path };
  const rotations = names.filter((other) => rotatedFrom(other).includes(name)).length;
  if (rotations > 0) return { pattern: path, evidence: `${rotations} rotations lie beside it; they are found by themselves`, sample: path };
  const skeleton = skeletonOf(name);
  const alike = names.filter((other) => other !== name && skeletonOf(other) === skeleton).length;
  if (alike > 0) {
    const found = matched(join(folder, skeleton), (n) => `${n} are named alike but for numbers`);
    return { ...found, sample: path };
  }
  return { pattern: path, evidence: 'one file', sample: path };
}

function filesOfFolder(folder: string): LogFiles {
  const counts = new Map<string, number>();
  for (const name of readdirSync(folder)) {
    const extension = /\.(?:jsonl|ndjson|json|csv|log)(?=\.gz$|$)/.exec(name)?.[0];
    if (extension !== undefined) counts.set(extension, (counts.get(extension) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  if (!most)
    throw cliError('CLI_INIT_NO_LOG', { path: folder, problem: 'holds no file that ends in .jsonl, .ndjson, .json, .csv or .log' });
  return matched(join(folder, `*${most[0]}`), (n) => `${n} of the folder`);
}

function matched(pattern: string, evidence: (files: string) => string): LogFiles {
  const files = globPaths(pattern, () => undefined).flatMap(({ text }) => {
    const stat = statSync(text, { throwIfNoEntry: false });
    return stat?.isFile() ? [{ text, writtenMs: stat.mtimeMs }] : [];
  });
  const [newest] = files.sort((a, b) => b.writtenMs - a.writtenMs);
  if (!newest) throw cliError('CLI_INIT_NO_LOG', { path: pattern, problem: 'matches no file' });
  return { pattern, evidence: evidence(`${files.length} file${files.length === 1 ? '' : 's'}`), sample: newest.text };
}

/** A name with its dates and numbers as wildcards. */
function skeletonOf(name: string): string {
  return name.replace(/\d+(?:[-_.T:]\d+)*/g, '*');
}
