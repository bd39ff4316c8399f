import type { IncomingHttpHeaders } from 'node:http';
import type { CodedError } from '../contract/index.js';
import { httpError } from './errors.js';
import { MAX_KEY_LENGTH } from './http-limits.js';
import { mediaType, shownHeader } from './media-type.js';

export interface BodyHeaders {
  readonly encoding: 'identity' | 'gzip';
  readonly idempotencyKey: string | null;
}

export interface BatchHeaders extends BodyHeaders {
  readonly format: 'ndjson' | 'json';
}

/** As an error names them. */
export const BATCH_TYPES = 'application/x-ndjson, application/jsonl or application/json';

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

/**
 * @param allowed the types that an error names
 * Errors: HTTP_CONTENT_TYPE, and those of `bodyHeaders`
 */
export function batchHeaders(headers: IncomingHttpHeaders, allowed = BATCH_TYPES): BatchHeaders {
  const type = mediaType(headers);
  const format = type.isUtf8 ? lookUp(FORMATS, type.name) : undefined;
  if (!format) throw httpError('HTTP_CONTENT_TYPE', { allowed, found: shownHeader(headers['content-type']) });
  return { format, ...bodyHeaders(headers) };
}

/** What does not depend on the type of the body. Errors: HTTP_CONTENT_ENCODING, HTTP_KEY_INVALID. */
export function bodyHeaders(headers: IncomingHttpHeaders): BodyHeaders {
  const contentEncoding = headers['content-encoding'] ?? '';
  const encoding = lookUp(ENCODINGS, contentEncoding);
  if (!encoding) throw httpError('HTTP_CONTENT_ENCODING', { found: shownHeader(contentEncoding) });
  const key = headers['idempotency-key'];
  if (key !== undefined && !KEY.test(String(key))) throw invalidKey(String(key));
  return { encoding, idempotencyKey: key === undefined ? null : String(key) };
}

/** A key is not repeated: it may be a secret of the client. */
function invalidKey({ length }: string): CodedError {
  const found = length > 0 && length <= MAX_KEY_LENGTH ? 'others' : length;
  return httpError('HTTP_KEY_INVALID', { limit: MAX_KEY_LENGTH, found });
}

function lookUp<T>(table: Readonly<Record<string, T>>, text: string): T | undefined {
  const key = text.trim().toLowerCase();
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
