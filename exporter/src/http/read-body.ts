import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import type { Lease } from './bytes-in-flight.js';
import { httpError } from './errors.js';
import { RATIO_FREE_BYTES } from './http-limits.js';

export interface BodyLimits {
  readonly bodyBytes: number;
  readonly decompressionRatio: number;
}

/** Unpacked bytes that are looked at before more is unpacked; this is how far a limit can be overshot. */
const UNPACK_CHUNK = 64 * 1024;

/**
 * Reads and unpacks a body within its limits, which are enforced while bytes arrive, not afterwards.
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
    const chunks: Buffer[] = [];
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
      // After its end a gzip stream takes nothing more; what follows is only counted.
      if (!gunzip.writableEnded && !gunzip.readableEnded && !gunzip.write(chunk)) request.pause();
    };
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > limits.bodyBytes) fail(httpError('HTTP_BODY_TOO_LARGE', { limit: limits.bodyBytes }));
      else if (bytes > RATIO_FREE_BYTES && bytes > packedBytes * limits.decompressionRatio)
        fail(httpError('HTTP_BODY_RATIO', { limit: limits.decompressionRatio }));
      else if (!lease.tryTake(chunk.length)) fail(httpError('HTTP_BUSY'));
      else chunks.push(chunk);
    };
    const finish = (): void => settle(() => resolve(joined(chunks, bytes)));

    request.on('data', onPacked);
    request.on('error', () => settle(() => resolve(null)));
    // A request that arrived whole closes too, maybe before it is unpacked.
    request.on('close', () => request.readableEnded || settle(() => resolve(null)));
    if (gunzip) {
      gunzip.on('data', take);
      gunzip.on('drain', () => request.resume());
      gunzip.on('error', (cause) => fail(httpError('HTTP_BODY_NOT_GZIP', {}, cause)));
      gunzip.on('end', () => (request.readableEnded ? finish() : request.resume()));
      request.on('end', () => (isSettled || gunzip.readableEnded ? finish() : gunzip.end()));
    } else {
      request.on('end', finish);
    }
  });
}

/** One buffer that shares its memory with nothing (not with the pool either), so that it may be transferred. */
function joined(chunks: readonly Buffer[], bytes: number): Buffer {
  const whole = Buffer.allocUnsafeSlow(bytes);
  let at = 0;
  for (const chunk of chunks) at += chunk.copy(whole, at);
  return whole;
}
