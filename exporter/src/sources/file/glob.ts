import { readdirSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

const SPECIAL = /[*?[\]{}]/;

/**
 * Paths that match a pattern: `*` and `?` within a name, `[a-z]`, `{a,b}`, and `**` for any depth of folders. Sorted.
 * A folder that cannot be listed matches nothing; the caller says so through `onProblem`.
 */
export function globPaths(pattern: string, onProblem: (folder: string, error: Error) => void): string[] {
  const found = new Set<string>();
  for (const plain of alternatives(pattern)) {
    const parts = plain.split(sep);
    const fixed = parts.findIndex((part) => SPECIAL.test(part));
    if (fixed < 0) {
      found.add(plain);
      continue;
    }
    walk(parts.slice(0, fixed).join(sep) || sep, parts.slice(fixed), found, onProblem);
  }
  return [...found].sort();
}

function walk(folder: string, parts: readonly string[], found: Set<string>, onProblem: (folder: string, error: Error) => void): void {
  const [part = '', ...rest] = parts;
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    onProblem(folder, error as Error);
    return;
  }
  if (part === '**') walk(folder, rest, found, onProblem);
  const matches = part === '**' ? null : nameMatcher(part);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (matches === null) {
      // Links to folders are not followed here: they may lead in a circle.
      if (entry.isDirectory()) walk(path, parts, found, onProblem);
    } else if (matches.test(entry.name)) {
      if (rest.length === 0) found.add(path);
      else if (entry.isDirectory() || entry.isSymbolicLink()) walk(path, rest, found, onProblem);
    }
  }
}

/** A name pattern as a regular expression over the whole name. Hidden files match only patterns that begin with a dot. */
export function nameMatcher(pattern: string): RegExp {
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
        .replace(/\\/g, '\\\\')}]`;
      i = close;
    } else source += c.replace(/[\\^$.|+()[\]{}]/, '\\$&');
  }
  return new RegExp(`^${source}$`, 's');
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

/** Folder of a pattern's fixed part, for messages. */
export function fixedFolder(pattern: string): string {
  const parts = pattern.split(sep);
  const fixed = parts.findIndex((part) => SPECIAL.test(part));
  return fixed < 0 ? dirname(pattern) : parts.slice(0, fixed).join(sep) || sep;
}

/**
 * Names that log rotation gives to the file called `name`: name.1, name.1.gz, name-20261124, name-20261124.gz,
 * name.2026-11-24, name.gz.
 */
export function isRotationOf(name: string, candidate: string): boolean {
  if (!candidate.startsWith(name) || candidate === name) return false;
  return /^(?:[.-][0-9][0-9T:._-]*)?(?:\.gz)?$/.test(candidate.slice(name.length));
}
