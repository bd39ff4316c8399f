import { describe, expect, it } from 'vitest';
import { BearerTokens } from './bearer-tokens.js';

const TOKEN = 'abcdefghijklmnop';
const tokens = new BearerTokens([
  { token: TOKEN, scopes: ['ingest'] },
  { token: 'same-token-two-rows', scopes: ['read'] },
  { token: 'same-token-two-rows', scopes: ['admin'] },
]);
const code = (authorization: string | undefined, scope: 'ingest' | 'read' | 'admin' = 'ingest'): string | null =>
  tokens.refusal(authorization, scope)?.code ?? null;

describe('BearerTokens', () => {
  it.each([
    [`Bearer ${TOKEN}`, null],
    [`bearer   ${TOKEN} `, null],
    [undefined, 'HTTP_TOKEN_MISSING'],
    ['', 'HTTP_TOKEN_MISSING'],
    ['Bearer', 'HTTP_TOKEN_MISSING'],
    ['Bearer ', 'HTTP_TOKEN_MISSING'],
    ['Bearer <no value>', 'HTTP_TOKEN_MISSING'],
    [TOKEN, 'HTTP_TOKEN_MISSING'],
    [`Basic ${TOKEN}`, 'HTTP_TOKEN_MISSING'],
    [`Bearer ${TOKEN}, Bearer ${TOKEN}`, 'HTTP_TOKEN_MISSING'],
    [`Bearer ${TOKEN}x`, 'HTTP_TOKEN_UNKNOWN'],
    [`Bearer ${TOKEN.slice(1)}`, 'HTTP_TOKEN_UNKNOWN'],
    [`Bearer ${TOKEN.toUpperCase()}`, 'HTTP_TOKEN_UNKNOWN'],
    ['Bearer same-token-two-rows', 'HTTP_TOKEN_SCOPE'],
  ])('answers %s with %s', (authorization, expected) => {
    expect(code(authorization)).toBe(expected);
  });

  it('adds up the scopes of rows with the same token', () => {
    for (const scope of ['read', 'admin'] as const) expect(code('Bearer same-token-two-rows', scope)).toBeNull();
  });

  it('gives no scope by another: a token for reloads cannot read or push', () => {
    const admin = new BearerTokens([{ token: TOKEN, scopes: ['admin'] }]);
    for (const scope of ['read', 'ingest'] as const)
      expect(admin.refusal(`Bearer ${TOKEN}`, scope)).toMatchObject({ code: 'HTTP_TOKEN_SCOPE', status: 403 });
  });

  it('is open to all without any token', () => {
    const open = new BearerTokens([]);
    expect(open.isOpen).toBe(true);
    expect(open.refusal(undefined, 'admin')).toBeNull();
  });

  it('refuses an empty token, which every client would have', () => {
    expect(() => new BearerTokens([{ token: '', scopes: ['read'] }])).toThrow(expect.objectContaining({ code: 'HTTP_TOKEN_EMPTY' }));
  });

  it('repeats no token in what it says', () => {
    expect(JSON.stringify(tokens.refusal('Bearer very-secret-token', 'read'))).not.toContain('very-secret');
  });
});
