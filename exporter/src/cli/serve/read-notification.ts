import { createHmac, timingSafeEqual } from 'node:crypto';
import type { HmacConfig } from '../../config/index.js';
import { factsOfNotification, incidentsError, parseNotification } from '../../incidents/index.js';
import type { Told } from '../../pipeline/index.js';

/** A notification as it came: the body byte for byte, and the headers in lower case. */
export interface RawNotification {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Whether a notification claims to be signed; it then needs no token, and its signature is checked instead. */
export function isSigned(headers: RawNotification['headers'], hmac: HmacConfig | null): boolean {
  return hmac !== null && headers[hmac.header] !== undefined;
}

/**
 * What a webhook body says. A signature is checked first, over the bytes as they came.
 *
 * @throws CodedError INCIDENTS_SIGNATURE, INCIDENTS_NOT_JSON, INCIDENTS_CUSTOM_PAYLOAD, INCIDENTS_TOO_MANY
 */
export function readNotification({ body, headers }: RawNotification, hmac: HmacConfig | null, nowMs: number): Told {
  if (hmac && isSigned(headers, hmac)) checkSignature({ body, headers }, hmac, nowMs);
  const notification = parseNotification(parsed(body));
  const { dialect: source, unusable: rejected, truncated } = notification;
  return { source, facts: factsOfNotification(notification, source, nowMs), rejected, truncated };
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    throw incidentsError('INCIDENTS_NOT_JSON', { found: 'something else' });
  }
}

/** Hex of HMAC-SHA-256 over the body, or over `seconds:body` where a header carries the time (facts: Grafana's contact point). */
function checkSignature({ body, headers }: RawNotification, hmac: HmacConfig, nowMs: number): void {
  const { header, timestampHeader, secret, maxAgeMs } = hmac;
  const mac = createHmac('sha256', secret);
  if (timestampHeader !== null) {
    const seconds = String(headers[timestampHeader] ?? '');
    if (!/^\d{1,12}$/.test(seconds)) throw incidentsError('INCIDENTS_SIGNATURE', { found: `without a time in ${timestampHeader}` });
    if (Math.abs(nowMs - Number(seconds) * 1000) > maxAgeMs)
      throw incidentsError('INCIDENTS_SIGNATURE', { found: 'too old, or of a clock that is wrong' });
    mac.update(`${seconds}:`);
  }
  const wanted = mac.update(body).digest();
  const found = Buffer.from(String(headers[header]), 'hex');
  if (found.length !== wanted.length || !timingSafeEqual(found, wanted))
    throw incidentsError('INCIDENTS_SIGNATURE', { found: 'not that of this body' });
}
