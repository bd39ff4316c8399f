import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ApiError, CodedError, Notify } from '../contract/index.js';
import { SECURITY_HEADERS } from './answer.js';
import { httpError } from './errors.js';
import { MAX_HEADER_BYTES } from './http-limits.js';

/**
 * Answers what Node finds wrong with a request before, or instead of, handing it to us, and ends the connection.
 *
 * Answers leave a connection in the order of their requests. So where an earlier request still waits for its answer, that
 * one goes out and nothing more; and where the broken request itself was answered already (refused before its body arrived),
 * nothing more is said, or the client would take it for the answer to its next request.
 *
 * @param latest the answer to the last request that arrived whole or in part on this connection
 */
export function answerBrokenRequest(
  error: NodeJS.ErrnoException,
  connection: Duplex,
  latest: ServerResponse | undefined,
  notify: Notify,
): void {
  // Node hands over the socket of the connection, and types it as the Duplex that an agent of another kind could use.
  const socket = connection as Socket;
  if (!socket.writable || error.code === 'ECONNRESET' || isTlsFault(error)) return void socket.destroy();
  if (latest && latest.req.complete && !latest.writableFinished) return void latest.once('finish', () => socket.destroySoon());
  if (latest && !latest.req.complete && (latest.headersSent || latest.socket !== socket)) return void socket.destroy();
  const { code, message, advice, status } = brokenRequestError(error.code);
  const body: ApiError = { error: { code, message, advice } };
  socket.end(rawAnswer(status, JSON.stringify(body)), () => socket.destroy());
  notify({ kind: 'request_refused', route: 'unknown', status, code, count: 1 });
}

function brokenRequestError(code: string | undefined): CodedError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return httpError('HTTP_TIMEOUT');
  if (code === 'HPE_HEADER_OVERFLOW') return httpError('HTTP_HEADERS_TOO_LARGE', { limit: MAX_HEADER_BYTES });
  return httpError('HTTP_REQUEST_INVALID');
}

/** A client that speaks no TLS, or another one: it could not read an answer. */
function isTlsFault({ code = '' }: NodeJS.ErrnoException): boolean {
  return /^ERR_(?:SSL|TLS)_/.test(code);
}

function rawAnswer(status: number, body: string): string {
  const headers = {
    ...SECURITY_HEADERS,
    Connection: 'close',
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n');
}
