import type { IncomingMessage, ServerResponse } from 'node:http';
import { CodedError } from '../contract/index.js';
import type { Access } from './access.js';
import type { ExporterBackend, IngestAnswer } from './backend.js';
import { httpError } from './errors.js';
import { jsonRecords } from './json-records.js';
import { readBody } from './read-body.js';
import { sendError, sendJson } from './send.js';

export const INGEST_PATH = '/api/v1/ingest/';
const NDJSON_TYPES = new Set(['application/x-ndjson', 'application/ndjson', 'application/jsonl', 'application/x-jsonlines']);
/** Deepest nesting while records are told apart; each record is held to the source's own limit afterwards. */
const ARRAY_DEPTH = 1000;
/** What a client should wait for when the queue is full. */
const RETRY_AFTER_SECONDS = 1;

/** Takes pushed batches. Handled before Express: at many small batches its routing would cost more than the counting. */
export class IngestRoute {
  readonly #backend: ExporterBackend;
  readonly #access: Access;
  readonly #onRefused: (status: number, code: string) => void;
  /** Bytes taken from clients whose batch is not answered yet, by source. */
  readonly #waiting = new Map<string, number>();

  constructor(backend: ExporterBackend, access: Access, onRefused: (status: number, code: string) => void) {
    this.#backend = backend;
    this.#access = access;
    this.#onRefused = onRefused;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { status, body } = await this.#take(request);
      sendJson(response, status, body);
    } catch (error) {
      const coded = error instanceof CodedError ? error : httpError('HTTP_INTERNAL', {}, error);
      this.#onRefused(coded.status, coded.code);
      if (coded.status === 429) response.setHeader('Retry-After', RETRY_AFTER_SECONDS);
      if (coded.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
      // The rest of a refused body is not read: the connection cannot be used again.
      if (!request.complete) response.setHeader('Connection', 'close');
      sendError(response, coded);
    }
  }

  async #take(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const source = decoded(path.slice(INGEST_PATH.length));
    if (request.method !== 'POST') throw httpError('HTTP_METHOD', { path: INGEST_PATH + source, method: String(request.method), allowed: 'POST' });
    const refusal = this.#access.refusal(request.headers.authorization, 'ingest');
    if (refusal) throw refusal;
    if (!this.#backend.isReady()) throw httpError('HTTP_STARTING');
    const limits = this.#backend.pushSources().get(source);
    if (!limits) throw httpError('HTTP_UNKNOWN_SOURCE', { source: source.slice(0, 80), known: [...this.#backend.pushSources().keys()].join(', ') || 'none is configured (sources of type http)' });
    const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    if (!NDJSON_TYPES.has(type) && type !== 'application/json') throw httpError('HTTP_MEDIA_TYPE', { found: type.slice(0, 80) || 'none' });
    const key = keyOf(request);
    const before = this.#waiting.get(source) ?? 0;
    const declared = Number(request.headers['content-length'] ?? 0) || 0;
    if (before > 0 && before + declared > limits.queueBytes) throw httpError('HTTP_BUSY');
    this.#waiting.set(source, before + declared);
    let held = declared;
    try {
      const body = await readBody(request, limits);
      const now = (this.#waiting.get(source) ?? 0) - held;
      held = body.length;
      this.#waiting.set(source, now + held);
      const records = type === 'application/json' ? jsonRecords(body, ARRAY_DEPTH) : ({ ok: true, lines: body } as const);
      if (!records.ok) throw httpError('HTTP_MALFORMED', { problem: records.problem });
      return answerOf(await this.#backend.ingest(source, records.lines, key));
    } finally {
      this.#waiting.set(source, Math.max(0, (this.#waiting.get(source) ?? 0) - held));
    }
  }
}

function answerOf(answer: IngestAnswer): { status: number; body: unknown } {
  switch (answer.kind) {
    case 'accepted':
      return { status: 202, body: { accepted: answer.accepted, rejected: answer.rejected, duplicate: false } };
    case 'duplicate':
      return { status: 202, body: { accepted: answer.accepted, rejected: answer.rejected, duplicate: true } };
    case 'key_reused':
      throw httpError('HTTP_KEY_REUSED');
    case 'malformed':
      throw httpError('HTTP_MALFORMED', { problem: answer.message });
    case 'unavailable':
      throw httpError('HTTP_UNAVAILABLE', { why: answer.why });
  }
}

function keyOf(request: IncomingMessage): string | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) throw httpError('HTTP_KEY');
  return key;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
