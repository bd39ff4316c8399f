import type { z } from 'zod';
import { allowedWords } from './allowed-words.js';
import { faultAt, type Fault } from './fault.js';
import { foundWords, isSecret } from './found-words.js';
import { leafIssues, type Issue } from './leaf-issues.js';
import { nearestWord } from './nearest-word.js';
import { isPlannedKey, isPlannedValue } from './planned.js';
import { homesOf, keysAt, nodesAt, schemaTree, valueAt, type SchemaNode } from './schema-tree.js';
import type { Path, YamlFile } from './yaml-file.js';

/** A key that stands in more maps than this is too common a word to say where it belongs. */
const MOST_HOMES = 2;

interface Context {
  readonly yaml: YamlFile;
  readonly raw: unknown;
  readonly tree: SchemaNode;
}

/** The issues of the schema as faults in words: the key, what was found, what is allowed, what was probably meant. */
export function describeIssues(yaml: YamlFile, raw: unknown, issues: readonly z.core.$ZodIssue[]): Fault[] {
  const context = { yaml, raw, tree: schemaTree() };
  const leaves = leafIssues(issues);
  const unknown = leaves.flatMap((issue) => (issue.code === 'unrecognized_keys' ? unknownKeys(context, issue) : []));
  // A required key that was misspelt is one fault, not two.
  const meant = new Set(unknown.map(({ meant: path }) => path));
  const others = leaves.filter(
    (issue) => issue.code !== 'unrecognized_keys' && !(isMissing(context, issue.path) && meant.has(pathId(issue.path))),
  );
  return [...unknown.map(({ fault }) => fault), ...others.map((issue) => faultOf(context, issue))];
}

const pathId = (path: Path): string => JSON.stringify(path);

function isMissing({ raw }: Context, path: Path): boolean {
  return valueAt(raw, path) === undefined;
}

function unknownKeys(context: Context, { path, keys }: Issue & { code: 'unrecognized_keys' }): { fault: Fault; meant: string | null }[] {
  const { yaml, tree, raw } = context;
  const known = keysAt(tree, path, raw);
  return keys.map((key) => {
    const full = [...path, key];
    if (isPlannedKey(full)) return { fault: faultAt(yaml, full, 'is not available in this version; remove it', 'key'), meant: null };
    const near = nearestWord(key, known);
    const hint = near === null ? belongsElsewhere(context, path, key) : `did you mean ${near}? `;
    // In place of a key of a token entry there can be the token.
    const fault =
      isSecret(path) && near === null
        ? faultAt(yaml, path, `has a key that is not known; known here: ${known.join(', ')}`)
        : faultAt(yaml, full, `is not a known key; ${hint}known here: ${known.join(', ')}`, 'key');
    return { fault, meant: near === null ? null : pathId([...path, near]) };
  });
}

/** Where a known key belongs that stands in the wrong map; nothing where a map around it has such a key already. */
function belongsElsewhere({ tree, raw }: Context, path: Path, key: string): string {
  const homes = homesOf(tree, key);
  const isAround = path.some((_, length) => valueAt(raw, [...path.slice(0, length), key]) !== undefined);
  if (homes.length === 0 || homes.length > MOST_HOMES || isAround) return '';
  return `it belongs ${homes.map((home) => (home === '' ? 'on the top level' : `under ${home}`)).join(' or ')}; `;
}

function faultOf(context: Context, issue: Issue): Fault {
  const { yaml, raw, tree } = context;
  const { path } = issue;
  const value = valueAt(raw, path);
  const words = allowedWords(nodesAt(tree, path, raw));
  if (issue.code === 'invalid_key') return faultAt(yaml, path.slice(0, -1), 'has an entry without a name; write the name before the colon');
  if (value === undefined) return faultAt(yaml, path, `is missing; needed: ${words}`);
  if (value === null) return faultAt(yaml, path, emptyWords(issue, words));
  if (isPlannedValue(path, value)) {
    return faultAt(yaml, path, `is ${foundWords(yaml, path, value)}, which is not available in this version; allowed: ${words}`);
  }
  if (issue.code === 'custom' && typeof value === 'object') return faultAt(yaml, path, issue.message);
  const own = isOwnMessage(issue) ? ` (${issue.message})` : '';
  return faultAt(yaml, path, `is ${foundWords(yaml, path, value)}${own}; allowed: ${words}${hintOf(issue, value, words)}`);
}

function emptyWords(issue: Issue, words: string): string {
  const isMap = issue.code === 'invalid_type' && (issue.expected === 'object' || issue.expected === 'record');
  return `has no value; ${isMap ? 'write {} for the defaults, or indent its keys under it, or remove the line' : `allowed: ${words}`}`;
}

/** Texts that the schema gives its own checks; those of zod repeat what `allowed` says. */
function isOwnMessage(issue: Issue): boolean {
  return issue.code === 'custom' || (issue.code === 'invalid_format' && !issue.message.startsWith('Invalid'));
}

const BOOLEANS: Readonly<Record<string, string>> = { yes: 'true', on: 'true', no: 'false', off: 'false' };

function hintOf(issue: Issue, value: unknown, words: string): string {
  if (typeof value === 'string') {
    const choice = wordsToChoose(issue);
    const near = choice.includes('true') ? (BOOLEANS[value.toLowerCase()] ?? null) : nearestWord(value, choice);
    return near === null ? '' : `; did you mean ${near}?`;
  }
  if (issue.code !== 'invalid_type' || issue.expected !== 'string') return '';
  if (typeof value === 'number' && /^a (duration|size)/.test(words)) return '; the unit is missing';
  return words.startsWith('a text') ? '; put it in quotes' : '';
}

function wordsToChoose(issue: Issue): string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options)) return issue.options.map(String);
  return issue.code === 'invalid_type' && issue.expected === 'boolean' ? ['true', 'false'] : [];
}
