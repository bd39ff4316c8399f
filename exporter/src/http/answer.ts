import type { IncomingMessage, ServerResponse } from 'node:http';
import { CodedError, type ApiError, type Notify } from '../contract/index.js';
import { httpError } from './errors.js';
import { DRAIN_BYTES, RETRY_AFTER_SECONDS } from './http-limits.js';

/** Headers of every answer. Nothing here may be framed, sniffed, cached or embedded. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
};

/** Members of an error beside code, message and advice. */
export type ErrorDetails = Pick<ApiError['error'], 'line' | 'reason' | 'problems'>;

export interface Refusal {
  /** The route by its pattern, for the counter: never the path, which anybody can make up. */
  readonly route: string;
  readonly notify: Notify;
  readonly details?: ErrorDetails;
  readonly headers?: Readonly<Record<string, string>>;
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  sendText(response, status, JSON.stringify(body), { 'Content-Type': 'application/json; charset=utf-8', ...headers });
}

export function sendText(response: ServerResponse, status: number, text: string | Buffer, headers: Readonly<Record<string, string>>): void {
  const body = typeof text === 'string' ? Buffer.from(text) : text;
  response.writeHead(status, { ...SECURITY_HEADERS, ...headers, 'Content-Length': String(body.length) });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

/**
 * The error as a client may see it. What is not a CodedError with a status is a fault of ours: it goes to the log, and the
 * client learns only that there was one.
 */
export function clientError(error: unknown, { route, notify }: Pick<Refusal, 'route' | 'notify'>): CodedError {
  if (error instanceof CodedError && error.status >= 400) return error;
  // Express marks a path that cannot be decoded this way.
  if (error instanceof URIError) return httpError('HTTP_REQUEST_INVALID');
  notify({
    kind: 'request_failed',
    route,
    error: error instanceof Error ? `${error.name}: ${error.message}` : 'a value that is no Error was thrown',
  });
  return httpError('HTTP_INTERNAL');
}

/** Headers that belong to a status. */
export function errorHeaders(status: number): Record<string, string> {
  if (status === 401) return { 'WWW-Authenticate': 'Bearer realm="aiops"' };
  if (status === 429 || status === 503) return { 'Retry-After': String(RETRY_AFTER_SECONDS) };
  return {};
}

/** Answers with an error as JSON and counts it. What is left of the body is read for a while, so that the client sees the answer. */
export function refuse(request: IncomingMessage, response: ServerResponse, thrown: unknown, refusal: Refusal): void {
  const error = clientError(thrown, refusal);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { code, message, advice, status } = error;
  const body: ApiError = { error: { code, message, advice, ...refusal.details } };
  sendJson(response, status, body, { ...errorHeaders(status), ...refusal.headers });
  refusal.notify({ kind: 'request_refused', route: refusal.route, status, code, count: 1 });
  drain(request);
}

/** Closing at once would reset the connection under a client that is still writing, and lose the answer. */
function drain(request: IncomingMessage): void {
  if (request.readableEnded || request.destroyed) return;
  let left = DRAIN_BYTES;
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
  request.resume();
}
