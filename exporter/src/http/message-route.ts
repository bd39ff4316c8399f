import type { IncomingMessage, ServerResponse } from 'node:http';
import { CodedError } from '../contract/index.js';
import { accessRefusal } from './access.js';
import { refuse, sendJson, wantBody } from './answer.js';
import { incidentId } from './api-parameters.js';
import { bodyHeaders } from './batch-headers.js';
import { BytesInFlight } from './bytes-in-flight.js';
import { httpError } from './errors.js';
import type { Message } from './exporter-backend.js';
import { HTTP_ROUTES, type HttpRoute } from './http-routes.js';
import type { IngestRouteOptions } from './ingest-route.js';
import { mediaType, shownHeader } from './media-type.js';
import { readBody } from './read-body.js';

/**
 * Largest message, unpacked. Alertmanager sends a group as one message: 10 000 alerts of 1.5 KiB.
 * Too low: large groups are never delivered. Too high: memory, for each message in flight. Pinned by: messages.test.ts
 */
const MESSAGE_BYTES = 16 << 20;
/** Bytes of messages that may be in flight at once; whoever comes then is told to come again. */
const QUEUE_BYTES = 32 << 20;
const LIMITS = { bodyBytes: MESSAGE_BYTES, decompressionRatio: 100 };

const NOTIFICATIONS_PATH = /^\/api\/v1\/notifications\/?(?:\?.*)?$/;
const ACTS_PATH = /^\/api\/v1\/incidents\/([^/?]+)\/acts\/?(?:\?.*)?$/;

/** Where a message goes by its path. */
export interface MessageDestination {
  readonly route: HttpRoute;
  /** Of the incident that is acted on; null for a notification. */
  readonly id: string | null;
}

export function messageDestination(target: string): MessageDestination | null {
  if (NOTIFICATIONS_PATH.test(target)) return { route: HTTP_ROUTES.notifications, id: null };
  const id = ACTS_PATH.exec(target)?.[1];
  return id === undefined ? null : { route: HTTP_ROUTES.incidentAct, id };
}

/** The routes that take one JSON message: notifications of alerts, and acts on incidents. */
export class MessageRoute {
  readonly #options: IngestRouteOptions;
  readonly #inFlight = new BytesInFlight();

  constructor(options: IngestRouteOptions) {
    this.#options = options;
  }

  /** @param expectation `waits`: the client sends its body only when it is told to (Expect: 100-continue) */
  async handle(request: IncomingMessage, response: ServerResponse, to: MessageDestination, expectation: 'sends' | 'waits'): Promise<void> {
    let isBodyWanted = expectation === 'sends';
    const { path } = to.route;
    try {
      const encoding = this.#admit(request, to);
      if (!isBodyWanted) wantBody(response);
      isBodyWanted = true;
      const lease = this.#inFlight.lease(path, QUEUE_BYTES);
      try {
        const body = await readBody(request, encoding, LIMITS, lease);
        if (body === null) return;
        const answer = await this.#take({ body, headers: request.headers }, to);
        if (!response.destroyed) sendJson(response, 200, answer);
      } finally {
        lease.release();
      }
    } catch (error) {
      const close = isBodyWanted ? {} : { Connection: 'close' };
      const allow = error instanceof CodedError && error.code === 'HTTP_METHOD' ? { Allow: 'POST' } : {};
      refuse(request, response, error, { route: path, notify: this.#options.notify, headers: { ...close, ...allow } });
    }
  }

  #admit(request: IncomingMessage, { route, id }: MessageDestination): 'identity' | 'gzip' {
    const { backend, tokens } = this.#options;
    if (request.method !== 'POST') throw httpError('HTTP_METHOD', { route: route.path, allowed: 'POST', method: request.method ?? '' });
    const isSigned = id === null && backend.isSigned(request.headers);
    const refusal = isSigned || route.scope === 'open' ? null : accessRefusal(request, tokens(), route.scope);
    if (refusal) throw refusal;
    const { state, reasons } = backend.readiness();
    if (state === 'starting') throw httpError('HTTP_STARTING', { reasons: reasons.join('; ') });
    if (state === 'failing') throw httpError('HTTP_UNAVAILABLE', { why: reasons.join('; ') });
    if (id !== null) incidentId(id);
    const { name, isUtf8 } = mediaType(request.headers);
    if (name !== 'application/json' || !isUtf8)
      throw httpError('HTTP_MESSAGE_TYPE', { found: shownHeader(request.headers['content-type']) });
    if (Number(request.headers['content-length'] ?? 0) > MESSAGE_BYTES) throw httpError('HTTP_BODY_TOO_LARGE', { limit: MESSAGE_BYTES });
    return bodyHeaders(request.headers).encoding;
  }

  #take(message: Message, { id }: MessageDestination): Promise<object> {
    const { backend } = this.#options;
    return id === null ? backend.notification(message) : backend.incidentAct(id, message.body);
  }
}
