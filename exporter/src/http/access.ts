import type { IncomingMessage } from 'node:http';
import type { Scope } from '../config/index.js';
import type { CodedError } from '../contract/index.js';
import type { BearerTokens } from './bearer-tokens.js';
import { httpError } from './errors.js';

/** What browsers say of a request that a page of this server, or a person by hand, started. */
const OWN_SITE: ReadonlySet<string> = new Set(['same-origin', 'none']);

/** 127.0.0.0/8 and ::1, the former also as IPv6 writes it. */
const LOOPBACK = /^(?:(?:::ffff:)?127\.|::1$)/;

/** localhost and what is below it, an IPv4 or an IPv6 address; with or without a port. No name that a stranger can have. */
const OWN_HOST = /^(?:(?:[\w-]+\.)*localhost|\d+\.\d+\.\d+\.\d+|\[[0-9a-f:.]+\])(?::\d*)?$/i;

/**
 * Whether a request may pass; null when it may. A server on loopback is reachable from every page that is open in a browser
 * of that machine, so beside the token two things are looked at, which only browsers are affected by:
 * - requests that change something are refused when a page of another site started them;
 * - without tokens, a connection over loopback must not name a host by a name of its own: a page can let its name point to
 *   127.0.0.1 (DNS rebinding), and is then of the same origin as this server.
 */
export function accessRefusal(request: IncomingMessage, tokens: BearerTokens, scope: Scope): CodedError | null {
  if (scope !== 'read' && isCrossSite(request)) return httpError('HTTP_CROSS_SITE');
  if (tokens.isOpen && LOOPBACK.test(request.socket.localAddress ?? '') && !isOwnHost(request.headers.host)) return httpError('HTTP_HOST');
  return tokens.refusal(request.headers.authorization, scope);
}

/** Browsers send Sec-Fetch-Site to loopback and over TLS only; Origin with everything that changes something. Programs send neither. */
function isCrossSite({ headers: { host, origin, 'sec-fetch-site': site } }: IncomingMessage): boolean {
  if (site !== undefined) return !OWN_SITE.has(String(site));
  return origin !== undefined && origin.replace(/^https?:\/\//, '') !== host;
}

function isOwnHost(host: string | undefined): boolean {
  return host === undefined || OWN_HOST.test(host);
}
