import { createHash, timingSafeEqual } from 'node:crypto';
import type { CodedError } from '../contract/index.js';
import { httpError } from './errors.js';

export interface AccessToken {
  readonly scopes: readonly string[];
  readonly token: string;
}

/** Who may do what. Compares hashes in constant time, so neither content nor length of a token shows in the time it takes. */
export class Access {
  #tokens: { readonly scopes: ReadonlySet<string>; readonly hash: Buffer }[] = [];

  constructor(tokens: readonly AccessToken[]) {
    this.replace(tokens);
  }

  replace(tokens: readonly AccessToken[]): void {
    this.#tokens = tokens.map(({ scopes, token }) => ({ scopes: new Set(scopes), hash: hashOf(token) }));
  }

  /** Null if the request may go on; without configured tokens everything may. */
  refusal(authorization: string | undefined, scope: string): CodedError | null {
    if (this.#tokens.length === 0) return null;
    const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (given === undefined) return httpError('HTTP_NO_TOKEN');
    const hash = hashOf(given);
    let found: ReadonlySet<string> | null = null;
    // All are compared, whichever fits.
    for (const token of this.#tokens) if (timingSafeEqual(token.hash, hash)) found = token.scopes;
    if (!found) return httpError('HTTP_WRONG_TOKEN');
    return found.has(scope) || found.has('admin') ? null : httpError('HTTP_SCOPE', { scope });
  }
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
