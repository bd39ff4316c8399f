import type { ServerConfig } from './config.js';
import { isLoopback } from './loopback.js';
import { certificateExpiry } from './tls-pair.js';

/** What works and should not stay so, one sentence each. @param nowMs milliseconds since 1970 */
export function accessWarnings(server: ServerConfig, nowMs: number): string[] {
  return [...clearWarnings(server), ...certificateWarnings(server, nowMs)];
}

/** Whether tokens can be read on their way. */
export function clearWarnings({ host, tokens, tls }: ServerConfig): string[] {
  const isClear = !tls && tokens.length > 0 && !isLoopback(host);
  const clear = `server.listen is ${host} without server.tls, so tokens cross the network in the clear: add server.tls, or a proxy in front that ends TLS`;
  return isClear ? [clear] : [];
}

/** Whether clients still take the certificate. @param nowMs milliseconds since 1970 */
export function certificateWarnings({ tls }: ServerConfig, nowMs: number): string[] {
  if (!tls) return [];
  const expiry = certificateExpiry(tls.cert);
  if (expiry.getTime() > nowMs) return [];
  return [
    `the certificate in ${tls.certFile} ended at ${expiry.toISOString()}, so clients refuse it: renew it; a new one is taken over by itself`,
  ];
}
