import { isUtf8 } from 'node:buffer';
import { existsSync, readdirSync, type Dirent, type PathLike } from 'node:fs';
import { join, sep } from 'node:path';
import { isGone } from './file-stat.js';

/** A path that a pattern matched. */
export interface FoundPath {
  /** For people and for comparing; bytes that are no UTF-8 are written as \xNN. */
  readonly text: string;
  /** For the file system: names may be any bytes. */
  readonly raw: PathLike;
  /** Matched by a wildcard: what is no file (a folder beside the logs) is passed over without a word. */
  readonly isWild: boolean;
}

const SPECIAL = /[*?[\]{}]/;

/**
 * Paths that match a pattern: `*` and `?` within a name, `[a-z]`, `{a,b}`, and `**` for any depth of folders. Sorted.
 * A path that exists as it is written is itself, whatever characters it holds.
 *
 * @param onProblem takes folders that cannot be listed; they match nothing
 */
export function globPaths(pattern: string, onProblem: (folder: string, error: Error) => void): FoundPath[] {
  const found = new Map<string, FoundPath>();
  const literal = (text: string): Map<string, FoundPath> => found.set(text, { text, raw: text, isWild: false });
  if (SPECIAL.test(pattern) && existsSync(pattern)) literal(pattern);
  for (const plain of alternatives(pattern)) {
    const parts = plain.split(sep);
    const fixed = parts.findIndex((part) => SPECIAL.test(part));
    if (fixed < 0) {
      literal(plain);
      continue;
    }
    const root = parts.slice(0, fixed).join(sep) || sep;
    const report = (folder: string, error: Error): void => {
      // Folders come and go below the root; that the root is missing is worth a word.
      if (folder === root || !isGone(error)) onProblem(folder, error);
    };
    walk({ text: root, raw: root, isWild: true }, parts.slice(fixed), found, report);
  }
  return [...found.values()].sort((a, b) => (a.text < b.text ? -1 : 1));
}

function walk(
  folder: FoundPath,
  parts: readonly string[],
  found: Map<string, FoundPath>,
  onProblem: (folder: string, error: Error) => void,
): void {
  const [part = '', ...rest] = parts;
  let entries;
  try {
    entries = entriesOf(folder);
  } catch (error) {
    onProblem(folder.text, error as Error);
    return;
  }
  if (part === '**') walk(folder, rest, found, onProblem);
  const matches = part === '**' ? null : nameMatcher(part);
  for (const { name, path, entry } of entries) {
    if (matches === null) {
      // Links to folders are not followed here: they may lead in a circle.
      if (entry.isDirectory()) walk(path, parts, found, onProblem);
    } else if (matches.test(name)) {
      if (rest.length === 0) found.set(path.text, path);
      else if (entry.isDirectory() || entry.isSymbolicLink()) walk(path, rest, found, onProblem);
    }
  }
}

interface Entry {
  readonly name: string;
  readonly path: FoundPath;
  readonly entry: Dirent | Dirent<Buffer>;
}

function entriesOf({ text: folder, raw }: FoundPath): Entry[] {
  if (typeof raw === 'string') {
    const entries = readdirSync(raw, { withFileTypes: true });
    // The replacement character stands for bytes that are no UTF-8: such a name leads nowhere, it is listed again as bytes.
    if (!entries.some(({ name }) => name.includes('\ufffd')))
      return entries.map((entry) => {
        const text = join(folder, entry.name);
        return { name: entry.name, entry, path: { text, raw: text, isWild: true } };
      });
  }
  return readdirSync(raw, { withFileTypes: true, encoding: 'buffer' }).map((entry) => {
    const name = entry.name.toString('utf8');
    const shown = isUtf8(entry.name) ? name : readable(entry.name);
    const bytes = Buffer.concat([Buffer.isBuffer(raw) ? raw : Buffer.from(folder), Buffer.from(sep), entry.name]);
    return { name, entry, path: { text: join(folder, shown), raw: bytes, isWild: true } };
  });
}

function readable(name: Buffer): string {
  return name.toString('latin1').replace(/[^\x20-\x7e]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

const matchers = (pattern: string): string => {
  let source = pattern.startsWith('.') ? '' : '(?!\\.)';
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i] as string;
    const close = c === '[' ? pattern.indexOf(']', i + 2) : -1;
    if (c === '*') source += '.*';
    else if (c === '?') source += '.';
    else if (close > 0) {
      source += `[${pattern
        .slice(i + 1, close)
        .replace(/^!/, '^')
        .replace(/[\\[]/g, '\\$&')}]`;
      i = close;
    } else source += c.replace(/[\\^$.|+()[\]{}]/, '\\$&');
  }
  return `^${source}$`;
};

/** A name pattern as a regular expression over the whole name. Hidden files match only patterns that begin with a dot. */
export function nameMatcher(pattern: string): RegExp {
  try {
    return new RegExp(matchers(pattern), 's');
  } catch {
    // A range that is none, as in [z-a]: taken literally, as a shell does.
    return new RegExp(`^${pattern.replace(/[\\^$.|+()[\]{}*?]/g, '\\$&')}$`, 's');
  }
}

/** Expands `{a,b}`; braces do not nest. */
function alternatives(pattern: string): string[] {
  const open = pattern.indexOf('{');
  const close = pattern.indexOf('}', open);
  if (open < 0 || close < 0) return [pattern];
  const before = pattern.slice(0, open);
  const after = pattern.slice(close + 1);
  return pattern
    .slice(open + 1, close)
    .split(',')
    .flatMap((choice) => alternatives(before + choice + after));
}
