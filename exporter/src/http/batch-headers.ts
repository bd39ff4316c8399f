import type { IncomingHttpHeaders } from 'node:http';
import { httpError } from './errors.js';
import { MAX_KEY_LENGTH } from './http-limits.js';

export interface BatchHeaders {
  readonly format: 'ndjson' | 'json';
  readonly encoding: 'identity' | 'gzip';
  readonly idempotencyKey: string | null;
}

const FORMATS: Readonly<Record<string, BatchHeaders['format']>> = {
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'application/json': 'json',
};

const ENCODINGS: Readonly<Record<string, BatchHeaders['encoding']>> = {
  '': 'identity',
  identity: 'identity',
  gzip: 'gzip',
  'x-gzip': 'gzip',
};

/** One printable ASCII word or sentence: it is stored and compared byte by byte. */
const KEY = new RegExp(`^[\\x20-\\x7e]{1,${MAX_KEY_LENGTH}}$`);
const CHARSET = /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/i;

/** Errors: HTTP_CONTENT_TYPE, HTTP_CONTENT_ENCODING, HTTP_KEY_INVALID. */
export function batchHeaders(headers: IncomingHttpHeaders): BatchHeaders {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').split(';');
  const format = lookUp(FORMATS, type);
  const charsets = parameters.flatMap((parameter) => CHARSET.exec(parameter)?.[1] ?? []);
  if (!format || !charsets.every((charset) => /^(?:utf-?8|us-ascii)$/i.test(charset))) throw httpError('HTTP_CONTENT_TYPE');
  const encoding = lookUp(ENCODINGS, headers['content-encoding'] ?? '');
  if (!encoding) throw httpError('HTTP_CONTENT_ENCODING');
  const key = headers['idempotency-key'];
  if (key !== undefined && !KEY.test(String(key))) throw httpError('HTTP_KEY_INVALID', { limit: MAX_KEY_LENGTH });
  return { format, encoding, idempotencyKey: key === undefined ? null : String(key) };
}

function lookUp<T>(table: Readonly<Record<string, T>>, text: string): T | undefined {
  const key = text.trim().toLowerCase();
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
