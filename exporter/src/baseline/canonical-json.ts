import { baselineError } from './errors.js';

/**
 * Canonical JSON (RFC 8785): keys sorted by UTF-16 code units, no white space, numbers as ECMAScript prints them (-0 as 0).
 * Equal values give equal text on every machine, so a hash can be taken over it.
 *
 * Keys whose value is undefined are left out, as JSON.stringify does.
 * Errors: BASELINE_NOT_CANONICAL for NaN, infinities, lone surrogates, functions, symbols and bigints.
 * @example canonicalJson({ b: 1, a: [true, null] }) // '{"a":[true,null],"b":1}'
 */
export function canonicalJson(value: unknown): string {
  return write(value, '$');
}

function write(value: unknown, at: string): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return writeNumber(value, at);
  if (typeof value === 'string') return writeText(value, at);
  if (Array.isArray(value)) return `[${value.map((item, i) => write(item, `${at}[${i}]`)).join(',')}]`;
  if (typeof value !== 'object') throw baselineError('BASELINE_NOT_CANONICAL', { found: typeof value, at });
  // Object.entries and not a sorted copy: an object would put keys like "10" and "9" in numeric order again.
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, member]) => `${writeText(key, at)}:${write(member, `${at}.${key}`)}`).join(',')}}`;
}

function writeNumber(value: number, at: string): string {
  if (!Number.isFinite(value)) throw baselineError('BASELINE_NOT_CANONICAL', { found: 'a number that is not finite', at });
  return JSON.stringify(value);
}

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** JSON.stringify escapes exactly what RFC 8785 wants escaped; lone surrogates, which it would escape too, are an error there. */
function writeText(text: string, at: string): string {
  if (LONE_SURROGATE.test(text)) throw baselineError('BASELINE_NOT_CANONICAL', { found: 'half a surrogate pair', at });
  return JSON.stringify(text);
}
