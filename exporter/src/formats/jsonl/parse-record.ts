import { constants } from 'node:buffer';
import type { RejectReason } from '../../contract/index.js';
import { byteOrderMarkBytes } from '../byte-order-mark.js';
import { unreadableReason } from '../unreadable-reason.js';
import { isDeeperThan } from './record-depth.js';

const BRACE = 123;

export interface RecordLimits {
  readonly maxRecordBytes: number;
  readonly maxDepth: number;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** One line: a record, the reason why it is none, or a blank line, which is nothing at all. */
export type ParsedRecord = { readonly record: JsonObject } | { readonly reason: RejectReason } | 'blank';

/**
 * Parses buffer[start, end), one line without its newline, by JSON.parse. What this says is what a record of the format is.
 *
 * Order of the checks: `too_large`, blank, `too_deep` (before JSON.parse sees the line), then `syntax` or `encoding` for what is
 * no JSON object. One UTF-8 byte order mark at the beginning of a line is ignored, on any line: logs written by Windows tools
 * begin with one, and such logs get concatenated. A carriage return at the end is white space to JSON.
 */
export function parseRecord(buffer: Buffer, start: number, end: number, limits: RecordLimits): ParsedRecord {
  if (isTooLarge(end - start, limits.maxRecordBytes)) return { reason: 'too_large' };
  const from = start + byteOrderMarkBytes(buffer, start, end);
  const text = buffer.toString('utf8', from, end);
  if (text.charCodeAt(0) !== BRACE && /^[ \t\r]*$/.test(text)) return 'blank';
  if (mayBeDeeperThan(text, limits.maxDepth) && isDeeperThan(buffer, from, end, limits.maxDepth)) return { reason: 'too_deep' };
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    return { reason: unreadableReason(buffer, start, end) };
  }
  return isObject(record) ? { record } : { reason: 'syntax' };
}

/** Whatever the configuration allows, a record must fit into one string. */
export function isTooLarge(bytes: number, maxRecordBytes: number): boolean {
  return bytes > maxRecordBytes || bytes > constants.MAX_STRING_LENGTH;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Counts opening brackets, also those in strings, and stops at maxDepth + 1: nearly every record needs no walk.
 * Why: for a record of 444 bytes the walk takes 0.40 us, this 0.05 us, and JSON.parse 2 us.
 */
function mayBeDeeperThan(text: string, maxDepth: number): boolean {
  let brackets = 0;
  for (const bracket of '{[') {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) if (++brackets > maxDepth) return true;
  }
  return false;
}
