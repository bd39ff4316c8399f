import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { accessWarnings, certificateWarnings } from './access-warnings.js';
import type { ServerConfig } from './config.js';

const pem = (name: string): string => readFileSync(new URL(`../../fixtures/config/${name}.pem`, import.meta.url), 'utf8');
const TOKENS: ServerConfig['tokens'] = [{ token: 'a-token-0123456789', scopes: ['read'], file: null }];
const tls = (cert: string): ServerConfig['tls'] => ({ cert: pem(cert), key: pem('good.key'), certFile: '/s/cert', keyFile: '/s/key' });
/** The second in which expired.cert.pem ends. */
const END_MS = Date.UTC(2021, 0, 1);

describe('accessWarnings', () => {
  it.each<[string, string, ServerConfig['tokens'], ServerConfig['tls'], number]>([
    ['tokens beyond loopback in the clear', '0.0.0.0', TOKENS, null, 1],
    ['a name, which can be any address', 'aiops.example', TOKENS, null, 1],
    ['tokens on loopback', '127.0.0.1', TOKENS, null, 0],
    ['tokens over TLS', '0.0.0.0', TOKENS, tls('good.cert'), 0],
    ['no tokens, which is asked for by a key of its own', '0.0.0.0', [], null, 0],
    ['a certificate that ended', '127.0.0.1', [], tls('expired.cert'), 1],
  ])('of %s', (_, host, tokens, pair, count) => {
    const warnings = accessWarnings({ host, port: 9464, tokens, tls: pair }, END_MS + 1);
    expect(warnings).toHaveLength(count);
    expect(warnings.join()).not.toContain('a-token');
  });

  it('of a certificate from its last second on', () => {
    const server: ServerConfig = { host: '127.0.0.1', port: 9464, tokens: [], tls: tls('expired.cert') };
    expect(certificateWarnings(server, END_MS - 1)).toEqual([]);
    expect(certificateWarnings(server, END_MS)).toEqual([expect.stringContaining('/s/cert ended at 2021-01-01T00:00:00.000Z')]);
  });
});
