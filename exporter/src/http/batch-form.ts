import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { IngestAccepted } from '../contract/index.js';
import { sendJson } from './answer.js';
import { batchHeaders, type BodyHeaders } from './batch-headers.js';
import { httpError } from './errors.js';
import { MAX_RECORDS } from './http-limits.js';
import { jsonRecords } from './json-records.js';
import { BatchRefused, NOTHING_TAKEN, type PushForm } from './push-form.js';

/**
 * Batches of records: NDJSON, a JSON array, or one JSON object.
 *
 * @param allowed types that the error names, where the source takes more than these
 * Errors: those of batchHeaders
 */
export function batchForm(headers: IncomingHttpHeaders, allowed?: string): PushForm {
  const { format, ...body } = batchHeaders(headers, allowed);
  return format === 'json' ? jsonForm(body, 'record') : { ...body, lines: countedLines, nameOf: () => null, answer: sendCounts };
}

/** A JSON array, or one object. @param noun what an element is called */
export function jsonForm(headers: BodyHeaders, noun: 'record' | 'event'): PushForm {
  return {
    ...headers,
    lines: (body, { maxDepth }) => linesOf(body, maxDepth),
    nameOf: (line) => `${noun} ${line} of the body`,
    answer: sendCounts,
  };
}

function sendCounts(response: ServerResponse, accepted: IngestAccepted): void {
  sendJson(response, accepted.duplicate ? 200 : 202, accepted);
}

function linesOf(body: Buffer, maxDepth: number): Buffer {
  const result = jsonRecords(body, { maxRecords: MAX_RECORDS, maxDepth });
  if (result.ok) return result.lines;
  const { reason, record: line, problem } = result;
  if (reason === 'too_many') throw httpError('HTTP_BODY_RECORDS', { limit: MAX_RECORDS });
  if (reason === 'syntax') throw new BatchRefused(httpError('HTTP_BODY_NOT_JSON', { problem }), { line, reason });
  throw new BatchRefused(httpError('HTTP_RECORD_MALFORMED', { problem: `${problem}; ${NOTHING_TAKEN}` }), { line, reason });
}

function countedLines(body: Buffer): Buffer {
  if (countLines(body, MAX_RECORDS) > MAX_RECORDS) throw httpError('HTTP_BODY_RECORDS', { limit: MAX_RECORDS });
  return body;
}

/** Lines of a body, the last one also without a newline; counted no further than one beyond the limit. */
function countLines(body: Buffer, limit: number): number {
  let lines = 0;
  let start = 0;
  while (start < body.length && lines <= limit) {
    const end = body.indexOf(10, start);
    start = end < 0 ? body.length : end + 1;
    lines++;
  }
  return lines;
}
