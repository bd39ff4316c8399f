import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Lease } from './bytes-in-flight.js';
import { httpError } from './errors.js';
import { RATIO_FREE_BYTES } from './http-limits.js';
import type { BodyLimits } from './read-body.js';

const unpack = promisify(gunzip);

/** Whether a body begins as gzip does. No JSON begins like this. */
export function isPacked(body: Buffer): boolean {
  return body[0] === 0x1f && body[1] === 0x8b;
}

/**
 * Unpacks data that its sender did not call packed: the payload logger of KServe passes on what a model was sent, and forgets
 * the Content-Encoding of it.
 *
 * Errors: HTTP_BODY_NOT_GZIP, HTTP_BODY_RATIO, HTTP_BUSY.
 */
export async function unpackData(packed: Buffer, { bodyBytes, decompressionRatio }: BodyLimits, lease: Lease): Promise<Buffer> {
  const most = Math.min(bodyBytes, Math.max(RATIO_FREE_BYTES, packed.length * decompressionRatio));
  const data = await unpack(packed, { maxOutputLength: most }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ERR_BUFFER_TOO_LARGE') throw httpError('HTTP_BODY_RATIO', { limit: decompressionRatio }, cause);
    throw httpError('HTTP_BODY_NOT_GZIP', {}, cause);
  });
  if (!lease.tryTake(data.length)) throw httpError('HTTP_BUSY');
  return data;
}
