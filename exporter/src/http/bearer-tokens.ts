import { createHash, timingSafeEqual } from 'node:crypto';
import type { Scope, TokenConfig } from '../config/index.js';
import type { CodedError } from '../contract/index.js';
import { httpError } from './errors.js';

const SCHEME = /^Bearer +([^\s,]+) *$/i;

/** A token and what it may do. */
export type BearerToken = Pick<TokenConfig, 'scopes' | 'token'>;

/**
 * The bearer tokens of the server. Without any token everything is open; with at least one, every scope needs a token that
 * has it. Only hashes are kept, and all of them are compared at each check, each in constant time.
 */
export class BearerTokens {
  readonly #entries: readonly { readonly hash: Buffer; readonly scopes: ReadonlySet<Scope> }[];

  /** Errors: HTTP_TOKEN_EMPTY. */
  constructor(tokens: readonly BearerToken[]) {
    this.#entries = tokens.map(({ token, scopes }, index) => {
      if (token === '') throw httpError('HTTP_TOKEN_EMPTY', { index });
      return { hash: sha256(token), scopes: new Set(scopes) };
    });
  }

  /** True without any token. */
  get isOpen(): boolean {
    return this.#entries.length === 0;
  }

  /** null when the request may pass, else the error to answer with. */
  refusal(authorization: string | undefined, scope: Scope): CodedError | null {
    if (this.isOpen) return null;
    const token = SCHEME.exec(authorization ?? '')?.[1];
    if (token === undefined) return httpError('HTTP_TOKEN_MISSING', { scope });
    const hash = sha256(token);
    let isKnown = false;
    let isGranted = false;
    for (const entry of this.#entries) {
      const isSame = timingSafeEqual(entry.hash, hash);
      isKnown = isSame || isKnown;
      isGranted = (isSame && entry.scopes.has(scope)) || isGranted;
    }
    if (isGranted) return null;
    return isKnown ? httpError('HTTP_TOKEN_SCOPE', { scope }) : httpError('HTTP_TOKEN_UNKNOWN');
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
