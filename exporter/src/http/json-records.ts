import { copyOneLine, elementEnd, endsAt, jsonStart, skipSpace } from './json-element.js';

const [NEWLINE, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT] = [10, 44, 91, 93, 123] as const;

export interface RecordLimits {
  readonly maxRecords: number;
  /** Deepest nesting of one record. */
  readonly maxDepth: number;
}

/** `record` is one-based: the element of the array. */
export type JsonRecords =
  | { readonly ok: true; readonly lines: Buffer; readonly records: number }
  | { readonly ok: false; readonly reason: 'syntax' | 'too_deep' | 'too_many'; readonly record: number; readonly problem: string };

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
  let at = jsonStart(body);
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
