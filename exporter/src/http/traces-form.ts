import type { IncomingHttpHeaders } from 'node:http';
import type { ApiError, IngestAccepted } from '../contract/index.js';
import { sendJson } from './answer.js';
import { bodyHeaders } from './batch-headers.js';
import { httpError } from './errors.js';
import { jsonLine } from './json-line.js';
import { mediaType, shownHeader } from './media-type.js';
import { BatchRefused, type PushForm } from './push-form.js';

const OPEN_OBJECT = 123;

/**
 * OTLP/HTTP in JSON: the whole body (an ExportTraceServiceRequest) is one record.
 *
 * Errors: HTTP_TRACES_TYPE, HTTP_CONTENT_ENCODING, HTTP_KEY_INVALID.
 * Source: OTLP 1.x, OTLP/HTTP
 */
export function tracesForm(headers: IncomingHttpHeaders): PushForm {
  const { name, isUtf8 } = mediaType(headers);
  if (name !== 'application/json' || !isUtf8) throw httpError('HTTP_TRACES_TYPE', { found: shownHeader(headers['content-type']) });
  return {
    ...bodyHeaders(headers),
    lines: (body, { maxDepth }) => tracesLine(body, maxDepth),
    nameOf: () => 'the body',
    answer: (response, accepted) => sendJson(response, 200, { partialSuccess: partialSuccess(accepted) }),
  };
}

/** The form in which OTLP tells an error: a Status, which has its text in `message`. Ours stands beside it. */
export function otlpError(body: ApiError): object {
  return { message: `${body.error.message}: ${body.error.advice}`, ...body };
}

function tracesLine(body: Buffer, maxDepth: number): Buffer {
  const record = jsonLine(body, maxDepth);
  if (record.ok && record.line[0] === OPEN_OBJECT) return record.line;
  const problem = `the body ${record.ok ? 'is no JSON object' : record.problem}`;
  throw new BatchRefused(httpError('HTTP_BODY_NOT_JSON', { problem }), { reason: record.ok ? 'syntax' : record.reason });
}

/** Empty when all was taken. Numbers of 64 bits are texts in the JSON of OTLP. A client must not send the rejected ones again. */
function partialSuccess({ rejected }: IngestAccepted): object {
  const counts = Object.entries(rejected).filter(([, count]) => count > 0);
  if (counts.length === 0) return {};
  const sum = counts.reduce((total, [, count]) => total + count, 0);
  return { rejectedSpans: String(sum), errorMessage: counts.map(([reason, count]) => `${count} ${reason}`).join(', ') };
}
