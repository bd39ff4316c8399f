import type { IncomingMessage } from 'node:http';
import type { Scope } from '../config/index.js';
import type { CodedError } from '../contract/index.js';
import type { BearerTokens } from './bearer-tokens.js';
import { httpError } from './errors.js';

/** What browsers say of a request that a page of this server, or a person by hand, started. */
const OWN_SITE: ReadonlySet<string> = new Set(['same-origin', 'none']);

/**
 * Whether a request may pass; null when it may. Requests that change something are also refused when a browser says that
 * another site's page started them: a server on loopback is reachable from every page that is open on that machine.
 */
export function accessRefusal(request: IncomingMessage, tokens: BearerTokens, scope: Scope): CodedError | null {
  const site = request.headers['sec-fetch-site'];
  if (scope !== 'read' && site !== undefined && !OWN_SITE.has(String(site))) return httpError('HTTP_CROSS_SITE');
  return tokens.refusal(request.headers.authorization, scope);
}
