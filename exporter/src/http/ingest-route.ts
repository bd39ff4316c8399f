import type { IncomingMessage, ServerResponse } from 'node:http';
import { CodedError, type IngestAccepted, type Notify } from '../contract/index.js';
import { accessRefusal } from './access.js';
import { refuse, sendJson, wantBody, type ErrorDetails } from './answer.js';
import { batchHeaders, type BatchHeaders } from './batch-headers.js';
import type { BearerTokens } from './bearer-tokens.js';
import { BytesInFlight, type Lease } from './bytes-in-flight.js';
import { httpError } from './errors.js';
import type { ExporterBackend, IngestAnswer, PushSource } from './exporter-backend.js';
import { MAX_RECORDS } from './http-limits.js';
import { HTTP_ROUTES } from './http-routes.js';
import { jsonRecords } from './json-records.js';
import { readBody } from './read-body.js';

const PATH = /^\/api\/v1\/ingest\/([^/?]+)\/?(?:\?.*)?$/;
const ROUTE = HTTP_ROUTES.ingest.path;
const NOTHING_TAKEN = 'nothing of this batch was taken';

export interface IngestRouteOptions {
  readonly backend: ExporterBackend;
  readonly tokens: () => BearerTokens;
  readonly notify: Notify;
}

/** An error together with what the answer says beside it. */
class BatchRefused extends Error {
  constructor(
    readonly error: CodedError,
    readonly details: ErrorDetails,
  ) {
    super(error.message);
  }
}

/**
 * POST /api/v1/ingest/:source. Handled before Express: Express costs 0.1 ms a request, which halves the throughput of small
 * batches (autocannon, 100 records a body: 1.25 M records/s on node:http, 0.50 M behind Express 5.3).
 */
export class IngestRoute {
  readonly #options: IngestRouteOptions;
  readonly #inFlight = new BytesInFlight();

  constructor(options: IngestRouteOptions) {
    this.#options = options;
  }

  /** True if a target in origin form (see originForm) is for this route. */
  static matches(target: string): boolean {
    return PATH.test(target);
  }

  /** Bytes of batches of a source that are being read or wait for their answer. */
  bytesInFlight(source: string): number {
    return this.#inFlight.of(source);
  }

  /** @param expectation `waits`: the client sends its body only when it is told to (Expect: 100-continue) */
  async handle(request: IncomingMessage, response: ServerResponse, expectation: 'sends' | 'waits'): Promise<void> {
    const { notify } = this.#options;
    let isBodyWanted = expectation === 'sends';
    try {
      const { source, headers } = this.#admit(request);
      if (!isBodyWanted) wantBody(response);
      isBodyWanted = true;
      const lease = this.#inFlight.lease(source.name, source.queueBytes);
      try {
        await this.#take(request, response, source, headers, lease);
      } finally {
        lease.release();
      }
    } catch (thrown) {
      const [error, details] = thrown instanceof BatchRefused ? [thrown.error, thrown.details] : [thrown, {}];
      // A client that was not told to continue may send the next request, or the body: nobody can tell which.
      const close = isBodyWanted ? {} : { Connection: 'close' };
      const allow = error instanceof CodedError && error.code === 'HTTP_METHOD' ? { Allow: 'POST' } : {};
      refuse(request, response, error, { route: ROUTE, notify, details, headers: { ...close, ...allow } });
    }
  }

  /** Everything that can be said before the body. */
  #admit(request: IncomingMessage): { source: PushSource; headers: BatchHeaders } {
    const { backend, tokens } = this.#options;
    if (request.method !== 'POST') throw httpError('HTTP_METHOD', { route: ROUTE, allowed: 'POST', method: request.method ?? '' });
    const refusal = accessRefusal(request, tokens(), HTTP_ROUTES.ingest.scope);
    if (refusal) throw refusal;
    const { state, reasons } = backend.readiness();
    if (state === 'starting') throw httpError('HTTP_STARTING', { reasons: reasons.join('; ') });
    const name = decodeURIComponent(PATH.exec(request.url ?? '')?.[1] ?? '');
    const sources = backend.pushSources();
    const source = sources.find((candidate) => candidate.name === name);
    if (!source) throw httpError('HTTP_SOURCE_UNKNOWN', { known: sources.map((known) => known.name).join(', ') || 'none' });
    if (state === 'failing') throw httpError('HTTP_UNAVAILABLE', { why: reasons.join('; ') });
    const headers = batchHeaders(request.headers);
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > source.bodyBytes) throw httpError('HTTP_BODY_TOO_LARGE', { limit: source.bodyBytes });
    const waiting = this.#inFlight.of(source.name);
    if (waiting > 0 && waiting + announced > source.queueBytes) throw httpError('HTTP_BUSY');
    return { source, headers };
  }

  async #take(request: IncomingMessage, response: ServerResponse, source: PushSource, headers: BatchHeaders, lease: Lease): Promise<void> {
    const body = await readBody(request, headers.encoding, source, lease);
    if (body === null) return;
    const lines = headers.format === 'json' ? linesOf(body, source.maxDepth) : body;
    if (headers.format === 'ndjson' && countLines(lines, MAX_RECORDS) > MAX_RECORDS)
      throw httpError('HTTP_BODY_RECORDS', { limit: MAX_RECORDS });
    const answer = await this.#options.backend.ingest(source.name, lines, headers.idempotencyKey);
    if (response.destroyed) return;
    if (answer.kind === 'busy') {
      const { notify } = this.#options;
      refuse(request, response, httpError('HTTP_BUSY'), {
        route: ROUTE,
        notify,
        headers: { 'Retry-After': String(Math.max(1, Math.ceil(answer.retryAfterSeconds))) },
      });
      return;
    }
    const accepted = acceptedOrThrow(answer, headers.format);
    sendJson(response, accepted.duplicate ? 200 : 202, accepted);
  }
}

function acceptedOrThrow(answer: Exclude<IngestAnswer, { kind: 'busy' }>, format: BatchHeaders['format']): IngestAccepted {
  switch (answer.kind) {
    case 'accepted':
    case 'duplicate':
      return { accepted: answer.accepted, rejected: answer.rejected, duplicate: answer.kind === 'duplicate' };
    case 'key_reused':
      throw httpError('HTTP_KEY_REUSED');
    case 'unavailable':
      throw httpError('HTTP_UNAVAILABLE', { why: answer.why });
    case 'malformed': {
      const { line, reason } = answer;
      const problem =
        format === 'json' ? `record ${line} of the body is not a record of this source (${reason}); ${NOTHING_TAKEN}` : answer.message;
      throw new BatchRefused(httpError('HTTP_RECORD_MALFORMED', { problem }), { line, reason });
    }
  }
}

function linesOf(body: Buffer, maxDepth: number): Buffer {
  const result = jsonRecords(body, { maxRecords: MAX_RECORDS, maxDepth });
  if (result.ok) return result.lines;
  const { reason, record: line, problem } = result;
  if (reason === 'too_many') throw httpError('HTTP_BODY_RECORDS', { limit: MAX_RECORDS });
  if (reason === 'syntax') throw new BatchRefused(httpError('HTTP_BODY_NOT_JSON', { problem }), { line, reason });
  throw new BatchRefused(httpError('HTTP_RECORD_MALFORMED', { problem: `${problem}; ${NOTHING_TAKEN}` }), { line, reason });
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
