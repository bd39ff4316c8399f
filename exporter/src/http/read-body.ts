import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { httpError } from './errors.js';
import type { PushLimits } from './backend.js';

/** Bytes of input after which the ratio is looked at: the first block of a small body may well compress better. */
const RATIO_AFTER_BYTES = 1024;

/**
 * Reads a request body, decompressed, within its limits. They hold while it arrives: neither a huge body nor a small one that
 * inflates without end is ever in memory.
 *
 * @throws CodedError HTTP_BODY_TOO_LARGE, HTTP_RATIO, HTTP_BAD_GZIP, HTTP_ABORTED, HTTP_ENCODING
 */
export function readBody(request: IncomingMessage, limits: PushLimits): Promise<Buffer> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding !== 'gzip' && encoding !== 'identity') return Promise.reject(httpError('HTTP_ENCODING', { found: encoding.slice(0, 40) }));
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limits.bodyBytes) return Promise.reject(httpError('HTTP_BODY_TOO_LARGE', { limit: limits.bodyBytes }));
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let received = 0;
    let size = 0;
    const gunzip = encoding === 'gzip' ? createGunzip() : null;
    const content = gunzip ? request.pipe(gunzip) : request;
    const fail = (error: Error): void => {
      gunzip?.destroy();
      request.unpipe();
      reject(error);
    };
    request.on('data', (piece: Buffer) => {
      received += piece.length;
      if (received > limits.bodyBytes) fail(httpError('HTTP_BODY_TOO_LARGE', { limit: limits.bodyBytes }));
    });
    content.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size > limits.bodyBytes) return fail(httpError('HTTP_BODY_TOO_LARGE', { limit: limits.bodyBytes }));
      if (gunzip && size > RATIO_AFTER_BYTES && size > received * limits.decompressionRatio) return fail(httpError('HTTP_RATIO', { ratio: limits.decompressionRatio }));
      pieces.push(piece);
      return undefined;
    });
    content.on('end', () => resolve(Buffer.concat(pieces)));
    gunzip?.on('error', () => fail(httpError('HTTP_BAD_GZIP')));
    request.on('aborted', () => fail(httpError('HTTP_ABORTED')));
    request.on('error', () => fail(httpError('HTTP_ABORTED')));
  });
}
