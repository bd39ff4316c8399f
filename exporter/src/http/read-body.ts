import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import type { Lease } from './bytes-in-flight.js';
import { httpError } from './errors.js';
import { GrowingBuffer } from './growing-buffer.js';
import { RATIO_FREE_BYTES } from './http-limits.js';

export interface BodyLimits {
  readonly bodyBytes: number;
  readonly decompressionRatio: number;
}

/** Unpacked bytes that are looked at before more is unpacked; this is how far a limit can be overshot. */
const UNPACK_CHUNK = 64 * 1024;

/** Room for a body of which nothing has come yet: most bodies fit, and a client that only announces much does not get it. */
const FIRST_ROOM = 256 * 1024;

/**
 * Reads and unpacks a body within its limits, which are enforced while bytes arrive, not afterwards.
 *
 * A gzip body may consist of several members. Everything that was sent must belong to one: what Node's gunzip leaves out
 * without a word (bytes behind a zero byte at the end of a member) would be records that the client takes for accepted.
 *
 * Errors: HTTP_BODY_TOO_LARGE, HTTP_BODY_RATIO, HTTP_BODY_NOT_GZIP, HTTP_BUSY.
 * @returns the body, in memory of its own; null when the client went away
 */
export function readBody(
  request: IncomingMessage,
  encoding: 'identity' | 'gzip',
  limits: BodyLimits,
  lease: Lease,
): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const announced = Number(request.headers['content-length'] ?? 0);
    const body = new GrowingBuffer(encoding === 'identity' ? Math.min(announced, FIRST_ROOM) : 0);
    const gunzip = encoding === 'gzip' ? createGunzip({ chunkSize: UNPACK_CHUNK }) : null;
    let packedBytes = 0;
    let bytes = 0;
    let isSettled = false;

    const settle = (act: () => void): void => {
      if (isSettled) return;
      isSettled = true;
      request.off('data', onPacked);
      gunzip?.destroy();
      act();
    };
    const fail = (error: Error): void => settle(() => reject(error));
    const onPacked = (chunk: Buffer): void => {
      packedBytes += chunk.length;
      if (packedBytes > limits.bodyBytes) return fail(httpError('HTTP_BODY_TOO_LARGE', { limit: limits.bodyBytes }));
      if (!gunzip) return take(chunk);
      if (!gunzip.write(chunk)) request.pause();
    };
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > limits.bodyBytes) fail(httpError('HTTP_BODY_TOO_LARGE', { limit: limits.bodyBytes }));
      // Against the announced size: which limit is told must not depend on how the network cuts a body.
      else if (bytes > RATIO_FREE_BYTES && bytes > Math.max(packedBytes, announced) * limits.decompressionRatio)
        fail(httpError('HTTP_BODY_RATIO', { limit: limits.decompressionRatio }));
      else if (!lease.tryTake(chunk.length)) fail(httpError('HTTP_BUSY'));
      else body.append(chunk);
    };
    const finish = (): void => {
      if (gunzip && (!gunzip.writableEnded || gunzip.bytesWritten < packedBytes)) fail(httpError('HTTP_BODY_NOT_GZIP'));
      else settle(() => resolve(body.contents()));
    };

    request.on('data', onPacked);
    request.on('error', () => settle(() => resolve(null)));
    // A request that arrived whole closes too, maybe before it is unpacked.
    request.on('close', () => request.readableEnded || settle(() => resolve(null)));
    if (gunzip) {
      gunzip.on('data', take);
      gunzip.on('drain', () => request.resume());
      gunzip.on('error', (cause) => fail(httpError('HTTP_BODY_NOT_GZIP', {}, cause)));
      gunzip.on('end', finish);
      request.on('end', () => isSettled || gunzip.end());
    } else {
      request.on('end', finish);
    }
  });
}
