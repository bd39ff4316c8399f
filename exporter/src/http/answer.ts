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

const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' } as const;

/** Members of an error beside code, message and advice. */
export type ErrorDetails = Pick<ApiError['error'], 'line' | 'reason' | 'problems'>;

export interface Refusal {
  /** The route by its pattern, for the counter: never the path, which anybody can make up. */
  readonly route: string;
  readonly notify: Notify;
  readonly details?: ErrorDetails;
  /** What a protocol wants around the error. */
  readonly around?: (body: ApiError) => object;
  /** With Connection: close the answer does not wait for the body: nobody knows whether it comes. */
  readonly headers?: Readonly<Record<string, string>>;
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  sendText(response, status, JSON.stringify(body), { ...JSON_TYPE, ...headers });
}

export function sendText(response: ServerResponse, status: number, text: string | Buffer, headers: Readonly<Record<string, string>>): void {
  const body = typeof text === 'string' ? Buffer.from(text) : text;
  writeHead(response, status, body.length, headers);
  endWith(response, body);
}

function writeHead(response: ServerResponse, status: number, bytes: number, headers: Readonly<Record<string, string>>): void {
  response.writeHead(status, { ...SECURITY_HEADERS, ...headers, 'Content-Length': String(bytes) });
}

function endWith(response: ServerResponse, body: Buffer): void {
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

/**
 * The error as a client may see it. What is not a CodedError with a status is a fault of ours: it goes to the log, and the
 * client learns only that there was one.
 */
export function clientError(error: unknown, { route, notify }: Pick<Refusal, 'route' | 'notify'>): CodedError {
  if (error instanceof CodedError && error.status >= 400) return error;
  notify({
    kind: 'request_failed',
    route,
    error: error instanceof Error ? `${error.name}: ${error.message}` : 'a value that is no Error was thrown',
  });
  return httpError('HTTP_INTERNAL');
}

/** One line of it: a message has no more, unless somebody put a stack trace into one. */
export function publicMessage({ message }: CodedError): string {
  return message.split(/[\r\n]/, 1)[0] ?? '';
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
  const { code, advice, status } = error;
  const { headers, notify, route, details, around } = refusal;
  const body: ApiError = { error: { code, message: publicMessage(error), advice, ...details } };
  const text = Buffer.from(JSON.stringify(around ? around(body) : body));
  writeHead(response, status, text.length, { ...JSON_TYPE, ...errorHeaders(status), ...headers });
  notify({ kind: 'request_refused', route, status, code, count: 1 });
  const isBodyComing = !request.complete && headers?.['Connection'] !== 'close';
  if (!isBodyComing) return endWith(response, text);
  // Whole for the client at once. The end comes later, because it closes the connection where the client wants that, and the
  // client, which still writes, would see a reset instead of the answer.
  if (request.method === 'HEAD') response.flushHeaders();
  else response.write(text);
  drain(request, () => response.end());
}

/**
 * Tells a client that waits to be told (Expect: 100-continue) to send its body. Not while an earlier answer has the turn on the
 * connection: Node (20 to 24) would put the 100 between the head and the body of this one. The client then sends it unasked.
 */
export function wantBody(response: ServerResponse): void {
  if (response.socket) response.writeContinue();
}

/** Reads the rest of a request for nobody, up to a limit; beyond it the connection is cut. */
export function drain(request: IncomingMessage, then: () => void = () => undefined): void {
  if (request.readableEnded || request.destroyed) return then();
  let left = DRAIN_BYTES;
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
  request.once('close', then);
  request.resume();
}
