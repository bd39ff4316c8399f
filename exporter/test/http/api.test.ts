import { get } from 'node:https';
import { describe, expect, it } from 'vitest';
import { storedVerdictSchema } from '../../src/contract/index.js';
import { sampleVerdict } from '../store/sample-records.js';
import { exchange, requestBytes } from './raw-connection.js';
import { startServer } from './running-server.js';
import { TEST_TLS } from './tls-for-tests.js';

const TOKEN = 'reader-token-0123456789';
const AUTHORIZED = { Authorization: `Bearer ${TOKEN}` };

describe('the API', () => {
  it.each([
    ['', { model: null, limit: 50 }],
    ['?', { model: null, limit: 50 }],
    ['?model=churn', { model: 'churn', limit: 50 }],
    ['?model=a%20%26%3Db&limit=1', { model: 'a &=b', limit: 1 }],
    ['?limit=500', { model: null, limit: 500 }],
    [`?model=${'x'.repeat(200)}`, { model: 'x'.repeat(200), limit: 50 }],
  ])('asks for verdicts as the query %s says', async (query, asked) => {
    const { ask, backend } = await startServer();
    expect(await ask({ path: `/api/v1/verdicts${query}` })).toMatchObject({ status: 200, body: '[]' });
    expect(backend.asked).toEqual(asked);
  });

  it.each(['?limit=501', '?limit=-1', '?limit=1e2', '?limit=', '?limit=1&limit=2', '?model=', `?model=${'x'.repeat(201)}`])(
    'refuses the query %s',
    async (query) => {
      const { ask, backend } = await startServer();
      expect((await ask({ path: `/api/v1/verdicts${query}` })).status).toBe(400);
      expect(backend.asked).toBeNull();
    },
  );

  it('hands a stored verdict on whole', async () => {
    const { ask, backend } = await startServer();
    backend.stored = sampleVerdict(1, 'a/b');
    const answer = await ask({ path: '/api/v1/verdicts/a%2Fb-v1-1' });
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(storedVerdictSchema.parse(JSON.parse(answer.body))).toEqual(backend.stored);
  });

  it('answers HEAD with the head of GET, also where GET fails', async () => {
    const { ask } = await startServer();
    for (const path of ['/api/v1/status', '/api/v1/verdicts/none', '/nowhere']) {
      const [whole, head] = [await ask({ path }), await ask({ path, method: 'HEAD' })];
      expect([head.status, { ...head.headers, date: '' }, head.body]).toEqual([whole.status, { ...whole.headers, date: '' }, '']);
    }
  });

  it('says all that is wrong with a configuration that it refuses', async () => {
    const { ask, backend } = await startServer();
    backend.reloaded = { ok: false, errors: ['line 3: <b>', 'line 4'] };
    const { body } = await ask({ path: '/-/reload', method: 'POST' });
    expect(JSON.parse(body)).toMatchObject({ error: { code: 'HTTP_RELOAD_REFUSED', problems: ['line 3: <b>', 'line 4'] } });
  });

  it('counts what it refuses by the pattern of the route, never by the path', async () => {
    const { ask, notices } = await startServer();
    await ask({ path: '/api/v1/verdicts/secret' });
    await ask({ path: '/api/v1/ingest/secret', method: 'POST' });
    await ask({ path: '/secret' });
    expect(notices.map((notice) => notice.kind === 'request_refused' && notice.route)).toEqual([
      '/api/v1/verdicts/:id',
      '/api/v1/ingest/:source',
      'unknown',
    ]);
  });
});

describe('access', () => {
  it.each([
    ['localhost', 200],
    ['localhost:9464', 200],
    ['LOCALHOST', 200],
    ['grafana.localhost:9464', 200],
    ['127.0.0.1:9464', 200],
    ['10.1.2.3', 200],
    ['[::1]:9464', 200],
    ['[fe80::1]', 200],
    ['evil.example', 403],
    ['127.0.0.1.evil.example', 403],
    ['localhost.evil.example', 403],
    ['1', 403],
    ['', 403],
  ])('over loopback and without tokens, host %j gets %i', async (host, status) => {
    const { ask } = await startServer();
    expect((await ask({ path: '/api/v1/status', headers: { Host: host } })).status).toBe(status);
    expect((await ask({ path: '/metrics', headers: { Host: host } })).status).toBe(200);
  });

  it('does not depend on the host where tokens are set', async () => {
    const { ask } = await startServer({ tokens: [{ token: TOKEN, scopes: ['read'] }] });
    expect((await ask({ path: '/api/v1/status', headers: { Host: 'exporter.internal', ...AUTHORIZED } })).status).toBe(200);
  });

  it.each([
    [{}, 200],
    [{ 'Sec-Fetch-Site': 'same-origin', Origin: 'http://proxy.example' }, 200],
    [{ 'Sec-Fetch-Site': 'none' }, 200],
    [{ Origin: 'http://127.0.0.1' }, 200],
    [{ 'Sec-Fetch-Site': 'same-site' }, 403],
    [{ 'Sec-Fetch-Site': 'cross-site', Origin: 'http://127.0.0.1' }, 403],
    [{ 'Sec-Fetch-Site': 'nonsense' }, 403],
    [{ Origin: 'http://127.0.0.1:3000' }, 403],
    [{ Origin: 'http://evil.example' }, 403],
    [{ Origin: 'null' }, 403],
  ])('a reload with %j gets %i', async (headers, status) => {
    const { ask } = await startServer();
    expect((await ask({ path: '/-/reload', method: 'POST', headers })).status).toBe(status);
  });

  it('lets a page of another site read nothing, although the answer is sent: no answer allows it to', async () => {
    const { ask } = await startServer();
    const { headers } = await ask({ path: '/api/v1/status', headers: { Origin: 'http://evil.example', 'Sec-Fetch-Site': 'cross-site' } });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
  });

  it('takes over the tokens of a reload, and keeps the old ones when one of the new is empty', async () => {
    const { ask, server } = await startServer();
    const status = async (): Promise<number> => (await ask({ path: '/api/v1/status' })).status;
    expect(await status()).toBe(200);
    server.setTokens([{ token: TOKEN, scopes: ['read'] }]);
    expect(await status()).toBe(401);
    expect(() => server.setTokens([{ token: '', scopes: ['read'] }])).toThrow(expect.objectContaining({ code: 'HTTP_TOKEN_EMPTY' }));
    expect(await status()).toBe(401);
    expect((await ask({ path: '/api/v1/status', headers: AUTHORIZED })).status).toBe(200);
  });
});

describe('with a certificate', () => {
  it('serves TLS, and closes connections that speak none', async () => {
    const { port, notices } = await startServer({ tls: TEST_TLS });
    const status = (): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        get({ port, path: '/-/healthy', rejectUnauthorized: false, agent: false }, (response) => resolve(response.resume().statusCode)).on(
          'error',
          reject,
        );
      });
    expect(await status()).toBe(200);
    await expect(exchange(port, requestBytes({ path: '/-/healthy' }))).resolves.toEqual([]);
    expect(await status()).toBe(200);
    expect(notices).toEqual([]);
  });
});
