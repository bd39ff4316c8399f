import type { IncomingHttpHeaders } from 'node:http';
import type { CodedError } from '../contract/index.js';
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

/** Characters of a header that an error repeats. */
const SHOWN_LENGTH = 100;

/** Errors: HTTP_CONTENT_TYPE, HTTP_CONTENT_ENCODING, HTTP_KEY_INVALID. */
export function batchHeaders(headers: IncomingHttpHeaders): BatchHeaders {
  const contentType = headers['content-type'] ?? '';
  const [type = '', ...parameters] = contentType.split(';');
  const format = lookUp(FORMATS, type);
  const charsets = parameters.flatMap((parameter) => CHARSET.exec(parameter)?.[1] ?? []);
  if (!format || !charsets.every((charset) => /^(?:utf-?8|us-ascii)$/i.test(charset)))
    throw httpError('HTTP_CONTENT_TYPE', { found: shown(contentType) });
  const contentEncoding = headers['content-encoding'] ?? '';
  const encoding = lookUp(ENCODINGS, contentEncoding);
  if (!encoding) throw httpError('HTTP_CONTENT_ENCODING', { found: shown(contentEncoding) });
  const key = headers['idempotency-key'];
  if (key !== undefined && !KEY.test(String(key))) throw invalidKey(String(key));
  return { format, encoding, idempotencyKey: key === undefined ? null : String(key) };
}

/** A key is not repeated: it may be a secret of the client. */
function invalidKey({ length }: string): CodedError {
  const found = length > 0 && length <= MAX_KEY_LENGTH ? 'others' : length;
  return httpError('HTTP_KEY_INVALID', { limit: MAX_KEY_LENGTH, found });
}

function shown(header: string): string {
  return header.trim() === '' ? 'none' : JSON.stringify(header.slice(0, SHOWN_LENGTH));
}

function lookUp<T>(table: Readonly<Record<string, T>>, text: string): T | undefined {
  const key = text.trim().toLowerCase();
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
