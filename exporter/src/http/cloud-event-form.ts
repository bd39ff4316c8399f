import type { IncomingMessage, ServerResponse } from 'node:http';
import { batchForm, jsonForm } from './batch-form.js';
import { BATCH_TYPES, bodyHeaders } from './batch-headers.js';
import { sendText } from './answer.js';
import { binaryEventLine } from './cloud-event-line.js';
import { httpError } from './errors.js';
import { jsonLine } from './json-line.js';
import { mediaType, shownHeader } from './media-type.js';
import type { PushForm } from './push-form.js';

const STRUCTURED = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';
const ALLOWED = `${STRUCTURED}, ${BATCH} (or any together with ce-* headers), ${BATCH_TYPES}`;
const [NEWLINE, OPEN_OBJECT] = [10, 123] as const;

/**
 * What a source that takes CloudEvents is sent: one event in binary or structured mode, a batch of them, or a batch of structured
 * events as any other source takes it. The Content-Type decides, and after it the ce-* headers, as the HTTP binding says.
 *
 * Errors: HTTP_CONTENT_TYPE, HTTP_CONTENT_ENCODING, HTTP_KEY_INVALID.
 */
export function cloudEventForm(request: IncomingMessage): PushForm {
  const { headers } = request;
  const { name, isUtf8 } = mediaType(headers);
  const isBinary = !name.startsWith('application/cloudevents') && hasAttributes(request);
  if (!isBinary && name !== STRUCTURED && name !== BATCH) return batchForm(headers, ALLOWED);
  if (!isUtf8) throw httpError('HTTP_CONTENT_TYPE', { allowed: ALLOWED, found: shownHeader(headers['content-type']) });
  const body = bodyHeaders(headers);
  if (name === BATCH) return jsonForm(body, 'event');
  const lines: PushForm['lines'] = isBinary ? (data, limits) => binaryLine(request, name, data, limits.maxDepth) : structuredLine;
  return { ...body, mayBePacked: isBinary, lines, nameOf: () => 'the event', answer: sendNothing };
}

function hasAttributes({ headers }: IncomingMessage): boolean {
  return Object.keys(headers).some((name) => name.startsWith('ce-'));
}

function binaryLine({ rawHeaders }: IncomingMessage, type: string, body: Buffer, maxDepth: number): Buffer {
  const event = binaryEventLine({ rawHeaders, type, body, maxDepth });
  if (!event.ok) throw httpError('HTTP_CLOUD_EVENT', { mode: 'binary', problem: event.problem });
  return event.line;
}

function structuredLine(body: Buffer, { maxDepth }: { readonly maxDepth: number }): Buffer {
  const event = jsonLine(body, maxDepth);
  const problem = event.ok ? (event.line[0] === OPEN_OBJECT ? null : 'is no JSON object') : event.problem;
  if (!event.ok || problem !== null) throw httpError('HTTP_CLOUD_EVENT', { mode: 'structured', problem: `the body ${problem}` });
  const line = Buffer.allocUnsafeSlow(event.line.length + 1);
  event.line.copy(line);
  line[event.line.length] = NEWLINE;
  return line;
}

/**
 * No body: brokers and channels of Knative take a body that is no CloudEvent for a failed delivery, and send the event again
 * (knative/eventing, filter_handler.go).
 */
function sendNothing(response: ServerResponse, { duplicate }: { readonly duplicate: boolean }): void {
  sendText(response, duplicate ? 200 : 202, '', {});
}
