import { isObject, type JsonObject } from '../jsonl/parse-record.js';
import { csvRows } from '../payload/csv-rows.js';
import { parseJson } from '../payload/parse-json.js';

/** One side of a captured inference: rows of a CSV, a JSON value (JSON lines as a list), bytes of another kind, or damage. */
export type CapturedPayload =
  | { readonly kind: 'csv'; readonly rows: readonly (readonly unknown[])[] }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'other' }
  | { readonly kind: 'broken' };

const BROKEN: CapturedPayload = { kind: 'broken' };

/**
 * Reads `{ observedContentType, data, encoding }`.
 *
 * Encodings: CSV and JSON say what the text is. BASE64 is what SageMaker writes where the request had no content type, or one that it was
 *            not told about: the content type decides then, and without one JSON is tried before CSV.
 * @returns `other` for a payload whose content type is neither, as of an image; `broken` for one that is not what it says
 */
export function capturedPayload(side: unknown): CapturedPayload {
  if (!isObject(side) || typeof side['data'] !== 'string') return BROKEN;
  const { data, encoding } = side;
  if (encoding === 'CSV') return csv(data);
  if (encoding === 'JSON') return json(data);
  if (encoding !== 'BASE64') return BROKEN;
  const type = contentType(side);
  const text = Buffer.from(data, 'base64').toString('utf8');
  if (type.includes('json')) return json(text);
  if (type.includes('csv')) return csv(text);
  if (type !== '') return { kind: 'other' };
  const guess = json(text);
  return guess.kind === 'broken' ? csvOfText(text) : guess;
}

function contentType({ observedContentType: type }: JsonObject): string {
  return typeof type === 'string' ? type.toLowerCase() : '';
}

function csv(text: string): CapturedPayload {
  const rows = csvRows(text);
  return rows && rows.length > 0 ? { kind: 'csv', rows } : BROKEN;
}

/** Bytes of an unknown kind are a CSV when they are text; else they are something else. */
function csvOfText(text: string): CapturedPayload {
  return /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(text) ? { kind: 'other' } : csv(text);
}

/** One value, or JSON lines: one for each instance. */
function json(text: string): CapturedPayload {
  const value = parseJson(text);
  if (value !== undefined) return { kind: 'json', value };
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const values = lines.map(parseJson);
  return lines.length > 1 && !values.includes(undefined) ? { kind: 'json', value: values } : BROKEN;
}
