import type * as Crypto from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';

const compared = vi.hoisted(() => [] as [number, number][]);
vi.mock('node:crypto', async (original) => {
  const real = await original<typeof Crypto>();
  const timingSafeEqual: typeof real.timingSafeEqual = (a, b) => {
    compared.push([a.byteLength, b.byteLength]);
    return real.timingSafeEqual(a, b);
  };
  return { ...real, timingSafeEqual };
});

const { BearerTokens } = await import('./bearer-tokens.js');

const CONFIGURED = ['first-token-0123456789', 'second-token-0123456789', `a-long-token-${'x'.repeat(200)}`];
const tokens = new BearerTokens(CONFIGURED.map((token) => ({ token, scopes: ['read'] })));

describe('a token is compared with every token of the server, by the constant-time primitive, as digests of one length', () => {
  beforeEach(() => void compared.splice(0));

  it.each([
    ['the first', CONFIGURED[0]],
    ['the last', CONFIGURED[2]],
    ['an unknown one', 'other-token-0123456789'],
    ['a beginning of one', 'first-token'],
    ['one of a single character', 'x'],
    ['one of 10 000 characters', 'x'.repeat(10_000)],
  ])('%s', (_, token) => {
    const isKnown = CONFIGURED.includes(token ?? '');
    expect(tokens.refusal(`Bearer ${token}`, 'read')?.code ?? null).toBe(isKnown ? null : 'HTTP_TOKEN_UNKNOWN');
    expect(compared).toEqual(CONFIGURED.map(() => [32, 32]));
  });

  it('a known one without the scope', () => {
    expect(tokens.refusal(`Bearer ${CONFIGURED[0]}`, 'admin')?.code).toBe('HTTP_TOKEN_SCOPE');
    expect(compared).toEqual(CONFIGURED.map(() => [32, 32]));
  });
});
