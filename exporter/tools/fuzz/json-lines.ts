import type { Choose } from './choose.js';
import { NUMBER_CLASSES, anyValue, escapedText, noJson, numberOf, type NumberClass } from './json-values.js';
import { mutateBytes } from './mutate-bytes.js';
import { draftOf, printDraft, type Draft } from './record-shapes.js';

/** What is done to a record, each with how often. `none` keeps layouts in use. */
const MUTATIONS = {
  none: 40,
  'unicode escapes': 4,
  exponent: 4,
  'negative zero': 4,
  'huge integer': 4,
  'full precision': 4,
  'duplicate key': 4,
  'key order': 5,
  'missing key': 4,
  'unknown key': 4,
  'white space': 4,
  'null or other type': 8,
  'no JSON value': 5,
  'deep nesting': 3,
  'missing comma': 3,
  'truncated line': 3,
  'invalid UTF-8': 4,
  CRLF: 4,
  'byte order mark': 2,
  'control character': 3,
  'random bytes': 4,
  'not an object': 2,
  'blank line': 1,
  'long line': 1,
} as const;
export type Mutation = keyof typeof MUTATIONS;
export const MUTATION_NAMES = Object.keys(MUTATIONS) as Mutation[];
const BAG = MUTATION_NAMES.flatMap((name) => new Array<Mutation>(MUTATIONS[name]).fill(name));

const NO_OBJECTS = ['[]', '[{"n":1}]', '5', '"s"', 'null', 'true', '{"n":1}}', '{"n":1} x', '{}{}', '}', '[1,2', '{"n":1,}'];
const BLANKS = ['', ' ', '\t \r', '   ', '\u00a0', '\u000b'];

/** One line without its newline, and what was done to it. */
export interface FuzzLine {
  readonly bytes: Buffer;
  readonly mutation: Mutation;
}

/** @param calm share of records that are left alone, so that layouts get compiled and stay */
export function fuzzLine(choose: Choose, shape: string, calm: number): FuzzLine {
  const mutation = choose.chance(calm) ? 'none' : choose.one(BAG);
  const text = mutateText(choose, draftOf(choose, shape), mutation);
  const bytes = mutateBytes(choose, Buffer.from(text), mutation);
  // A newline would make two lines of it.
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 10) bytes[i] = 13;
  return { bytes, mutation };
}

function mutateText(choose: Choose, draft: Draft, mutation: Mutation): string {
  if (mutation === 'blank line') return choose.one(BLANKS);
  if (mutation === 'not an object') return choose.one(NO_OBJECTS);
  if (mutation === 'white space') return printDraft(draft, () => choose.one(['', '', '', ' ', '\t', '\r', '  ']));
  if (mutation === 'key order') return printDraft(shuffled(choose, draft), () => '');
  if (mutation === 'long line') draft.push(['pad', JSON.stringify('z'.repeat(choose.below(3000)))]);
  else if (mutation === 'unknown key') (inner(choose, draft) ?? draft).push([`k${choose.below(20)}`, anyValue(choose)]);
  else if (mutation === 'missing key') (inner(choose, draft) ?? draft).splice(choose.below(3), 1);
  else mutateMember(choose, draft, mutation);
  return printDraft(draft, () => '');
}

/** Changes one member of the record, or of an object in it. */
function mutateMember(choose: Choose, draft: Draft, mutation: Mutation): void {
  const place = anyMember(choose, draft);
  if (!place) return;
  const { object, member } = place;
  if (isNumberClass(mutation)) member[1] = numberOf(choose, mutation);
  else if (mutation === 'null or other type') member[1] = choose.chance(0.4) ? 'null' : anyValue(choose);
  else if (mutation === 'no JSON value') member[1] = noJson(choose);
  else if (mutation === 'deep nesting') member[1] = nest(choose);
  else if (mutation === 'duplicate key') object.splice(choose.below(object.length + 1), 0, [member[0], anyValue(choose)]);
  else if (mutation === 'unicode escapes') {
    if (choose.chance(0.3)) member[0] = escapeOne(choose, member[0]);
    else member[1] = escapedText(choose);
  }
}

function anyMember(choose: Choose, object: Draft): { object: Draft; member: Draft[0] } | null {
  const member = object.length > 0 ? choose.one(object) : null;
  if (!member) return null;
  const deeper = typeof member[1] !== 'string' && choose.chance(0.8) ? anyMember(choose, member[1]) : null;
  return deeper ?? { object, member };
}

function inner(choose: Choose, draft: Draft): Draft | null {
  const objects = draft.flatMap(([, value]) => (typeof value === 'string' ? [] : [value]));
  return objects.length > 0 && choose.chance(0.8) ? choose.one(objects) : null;
}

function shuffled(choose: Choose, draft: Draft): Draft {
  return choose.shuffled(draft).map(([key, value]) => [key, typeof value === 'string' ? value : shuffled(choose, value)]);
}

/** Around the depth limits of the streams, and far beyond. */
function nest(choose: Choose): string {
  const depth = choose.one([1, 2, 3, 4, 5, 6, 7, 8, 30, 31, 32, 33, 64, 5000]);
  const isClosed = choose.chance(0.8);
  if (choose.chance(0.3)) return `${'{"a":'.repeat(depth)}1${isClosed ? '}'.repeat(depth) : ''}`;
  return `${'['.repeat(depth)}${choose.one(['', '1', '"]"', '"\\"["'])}${isClosed ? ']'.repeat(depth) : ''}`;
}

/** One character of a key as \uXXXX. */
function escapeOne(choose: Choose, key: string): string {
  const at = choose.below(Math.max(1, key.length));
  return `${key.slice(0, at)}\\u${(key.charCodeAt(at) || 0).toString(16).padStart(4, '0')}${key.slice(at + 1)}`;
}

function isNumberClass(mutation: string): mutation is NumberClass {
  return (NUMBER_CLASSES as readonly string[]).includes(mutation);
}
