import { isMap, isScalar, isSeq, type Document, type LineCounter, type Node } from 'yaml';
import type { z } from 'zod';
import { nearestWord } from './nearest-word.js';
import { isPlannedKey, isPlannedValue } from './planned.js';

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;

/** What is needed to say where a key stands. */
export interface YamlPlace {
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

/** `sources[0].map.time` */
export function keyPath(path: Path): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${String(part)}`)).join('');
}

/** `aiops.yaml:12:9` of a key; of the nearest enclosing key that stands in the file where the key itself does not. */
export function placeOf({ file, document, lines }: YamlPlace, path: Path): string {
  for (let length = path.length; length >= 0; length--) {
    const offset = offsetOf(document, path.slice(0, length), length === path.length);
    if (offset !== null) {
      const { line, col } = lines.linePos(offset);
      return `${file}:${line}:${col}`;
    }
  }
  return `${file}:1:1`;
}

function offsetOf(document: Document, path: Path, wantsValue: boolean): number | null {
  let node: Node | null = document.contents as Node | null;
  let offset: number | null = node?.range?.[0] ?? null;
  for (const [i, part] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part));
      if (!pair) return null;
      const isLast = i === path.length - 1;
      const value = pair.value as Node | null;
      offset = (isLast && wantsValue && isScalar(value) ? value.range?.[0] : (pair.key as Node).range?.[0]) ?? null;
      node = value;
    } else if (isSeq(node)) {
      node = (node.items[Number(part)] as Node | undefined) ?? null;
      if (!node) return null;
      offset = node.range?.[0] ?? null;
    } else return null;
  }
  return offset;
}

/** Keys whose values must not be repeated in a message. */
const SECRET = /(^|\.)token$/;

/** One fault in words: place, key, what was found, what is allowed, the nearest valid word. */
export function describeIssue(place: YamlPlace, issue: Issue, value: unknown, allowedKeys: (path: Path) => readonly string[]): string[] {
  const path = issue.path;
  const key = keyPath(path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((unknown) => {
      const full = keyPath([...path, unknown]);
      const where = placeOf(place, [...path, unknown]);
      if (isPlannedKey(full)) return `${where}: ${full} is not available in this version; remove it`;
      const allowed = allowedKeys(path);
      const near = nearestWord(unknown, allowed);
      return `${where}: ${full} is not a known key${near ? `; did you mean ${near}?` : ''}${allowed.length > 0 ? ` Known here: ${allowed.join(', ')}` : ''}`;
    });
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The alternative that got furthest is the one that was meant.
    const deepest = issue.errors.map((alternative) => ({ alternative, depth: Math.max(0, ...alternative.map((inner) => inner.path.length * 2 + Number(inner.code !== 'invalid_type')) ) }));
    deepest.sort((a, b) => b.depth - a.depth);
    const best = deepest[0];
    if (best && best.depth > 0) {
      return best.alternative.flatMap((inner) => describeIssue(place, { ...inner, path: [...path, ...inner.path] } as Issue, valueAt(value, inner.path), allowedKeys));
    }
  }
  const where = placeOf(place, path);
  const found = value === undefined ? 'is missing' : SECRET.test(key) ? 'has a value that' : `${shown(value)}`;
  if (isPlannedValue(key, value)) return [`${where}: ${key}: ${shown(value)} is not available in this version; ${allowed(issue)}`];
  if (value === undefined) return [`${where}: ${key} is missing; ${allowed(issue)}`];
  return [`${where}: ${key}: ${found} ${allowed(issue)}${suggestion(issue, value)}`];
}

function suggestion(issue: Issue, value: unknown): string {
  const words = issue.code === 'invalid_value' ? issue.values.map(String) : issue.code === 'invalid_union' ? optionsOf(issue) : [];
  const near = typeof value === 'string' ? nearestWord(value, words) : null;
  return near ? `; did you mean ${near}?` : '';
}

function optionsOf(issue: Issue): string[] {
  const options = (issue as { options?: unknown[] }).options;
  return Array.isArray(options) ? options.map(String) : [];
}

/** What is allowed, in words. */
function allowed(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `is not allowed; use ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`;
    case 'invalid_union': {
      const options = optionsOf(issue);
      return options.length > 0 ? `is not allowed; use one of ${options.join(', ')}` : 'has none of the allowed forms; see docs/configuration.md';
    }
    case 'invalid_type':
      return issue.message.startsWith('expected') ? `is not allowed; ${issue.message}` : `is not allowed; expected ${typeName(issue.expected)}`;
    case 'too_small':
      return issue.message.startsWith('Too small') ? `is too small; at least ${String(issue.minimum)}${issue.inclusive ? '' : ' (exclusive)'}` : issue.message;
    case 'too_big':
      return `is too large; at most ${String(issue.maximum)}`;
    default:
      return issue.message;
  }
}

function typeName(expected: string): string {
  return expected === 'record' || expected === 'object' ? 'a map (key: value)' : expected === 'array' ? 'a list' : expected === 'int' ? 'a whole number' : `a ${expected}`;
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? `"${value}"` : Array.isArray(value) ? 'a list' : value !== null && typeof value === 'object' ? 'a map' : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}..."` : text;
}

function valueAt(value: unknown, path: Path): unknown {
  let node = value;
  for (const part of path) node = node !== null && typeof node === 'object' ? (node as Record<PropertyKey, unknown>)[part] : undefined;
  return node;
}
