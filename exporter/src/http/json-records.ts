const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [34, 92, 44, 91, 93, 123, 125] as const;
const [TAB, NEWLINE, RETURN, SPACE] = [9, 10, 13, 32] as const;
const BYTE_ORDER_MARK = Buffer.from('\ufeff');

export interface RecordLimits {
  readonly maxRecords: number;
  /** Deepest nesting of one record. */
  readonly maxDepth: number;
}

/** `record` is one-based: the element of the array. */
export type JsonRecords =
  | { readonly ok: true; readonly lines: Buffer; readonly records: number }
  | { readonly ok: false; readonly reason: 'syntax' | 'too_deep' | 'too_many'; readonly record: number; readonly problem: string };

type End = { readonly at: number } | { readonly reason: 'syntax' | 'too_deep'; readonly problem: string };

/**
 * Turns a JSON body (an array of records, or one record) into NDJSON, so that line i is element i: newlines between tokens
 * become spaces, elements are cut at the commas between them, and nothing inside an element is parsed or changed. An
 * element that is itself broken is left for the format to find; a body whose elements are all valid JSON is accepted
 * exactly when JSON.parse accepts it.
 *
 * Why not JSON.parse and stringify: it would lose big integers and duplicate keys, and cost ten times as much.
 * The result owns its memory.
 */
export function jsonRecords(body: Buffer, { maxRecords, maxDepth }: RecordLimits): JsonRecords {
  // An element gives at most its own bytes and a newline, which stands for its comma or for the closing bracket.
  const lines = Buffer.allocUnsafeSlow(body.length + 1);
  // RFC 8259 (8.1) lets a reader ignore it, and tools on Windows write it.
  const hasMark = body.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
  let at = skipSpace(body, hasMark ? BYTE_ORDER_MARK.length : 0);
  const isList = body[at] === OPEN_LIST;
  if (!isList && body[at] !== OPEN_OBJECT) return broken(1, 'the body requires a JSON array or object');
  if (isList) at = skipSpace(body, at + 1);
  let out = 0;
  let records = 0;
  if (isList && body[at] === CLOSE_LIST) return endsAt(body, at + 1) ? whole(lines, 0, 0) : broken(1, 'something follows the array');
  for (;;) {
    records++;
    if (records > maxRecords)
      return { ok: false, reason: 'too_many', record: records, problem: `the body holds more than ${maxRecords} records` };
    const end = elementEnd(body, at, maxDepth);
    if ('problem' in end) return { ok: false, reason: end.reason, record: records, problem: `record ${records} ${end.problem}` };
    const length = copyOneLine(body, at, end.at, lines, out);
    if (length === 0) return broken(records, `record ${records} is empty`);
    out += length;
    lines[out++] = NEWLINE;
    if (!isList) return endsAt(body, end.at) ? whole(lines, out, records) : broken(1, 'something follows the object');
    if (body[end.at] === CLOSE_LIST)
      return endsAt(body, end.at + 1) ? whole(lines, out, records) : broken(records, 'something follows the array');
    if (body[end.at] !== COMMA) return broken(records, `record ${records} is followed by neither a comma nor the end of the array`);
    at = skipSpace(body, end.at + 1);
  }
}

function whole(lines: Buffer, length: number, records: number): JsonRecords {
  return { ok: true, lines: lines.subarray(0, length), records };
}

function broken(record: number, problem: string): JsonRecords {
  return { ok: false, reason: 'syntax', record, problem };
}

/** First byte behind an element: a comma or a closing bracket outside of it, or the end of the body. */
function elementEnd(body: Buffer, start: number, maxDepth: number): End {
  let depth = 0;
  for (let at = start; at < body.length; at++) {
    const byte = body[at] as number;
    if (byte === QUOTE) {
      at = stringEnd(body, at + 1);
      if (at < 0) return { reason: 'syntax', problem: 'holds a string that does not end, or a line break in a string' };
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      if (++depth > maxDepth) return { reason: 'too_deep', problem: `is nested deeper than ${maxDepth}` };
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      if (depth-- === 0) return { at };
    } else if (byte === COMMA && depth === 0) return { at };
  }
  return depth > 0 ? { reason: 'syntax', problem: 'does not end' } : { at: body.length };
}

/** Where the closing quote of a string is; -1 when there is none, or a raw control character stands before it. */
function stringEnd(body: Buffer, start: number): number {
  for (let at = start; at < body.length; at++) {
    const byte = body[at] as number;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at++;
    else if (byte < SPACE) return -1;
  }
  return -1;
}

/** Copies without leading and trailing space, newlines as spaces; returns the bytes written. */
function copyOneLine(body: Buffer, from: number, to: number, lines: Buffer, out: number): number {
  let end = to;
  while (end > from && isSpace(body[end - 1] as number)) end--;
  for (let at = from, write = out; at < end; at++, write++) {
    const byte = body[at] as number;
    lines[write] = byte === NEWLINE || byte === RETURN ? SPACE : byte;
  }
  return end - from;
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB;
}

function skipSpace(body: Buffer, from: number): number {
  let at = from;
  while (at < body.length && isSpace(body[at] as number)) at++;
  return at;
}

function endsAt(body: Buffer, at: number): boolean {
  return skipSpace(body, at) === body.length;
}
