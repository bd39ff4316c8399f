import { describe, expect, it } from 'vitest';
import type { Scope } from '../../src/config/index.js';
import { HTTP_ROUTES, type HttpRoute, type HttpServerOptions } from '../../src/http/index.js';
import { SOURCE } from './backend-double.js';
import type { RawRequest } from './raw-connection.js';
import { startServer, type RunningServer } from './running-server.js';
import { TEST_TLS } from './tls-for-tests.js';

const SHA = '0'.repeat(64);
const BATCH = { headers: { 'Content-Type': 'application/json' }, body: '{}' };

/** A request to each route that succeeds once it may pass; the compiler refuses a route without one. */
const REQUESTS: Readonly<Record<keyof typeof HTTP_ROUTES, Partial<RawRequest> & { readonly status: number }>> = {
  ingest: { path: '/api/v1/ingest/push', ...BATCH, status: 202 },
  traces: { path: '/v1/traces', ...BATCH, status: 200 },
  notifications: { ...BATCH, status: 200 },
  incidents: { status: 200 },
  fatigue: { status: 200 },
  incident: { path: '/api/v1/incidents/inc-000000000000', status: 404 },
  incidentEvidence: { path: '/api/v1/incidents/inc-000000000000/evidence', status: 404 },
  incidentAct: { path: '/api/v1/incidents/inc-000000000000/acts', ...BATCH, status: 200 },
  metrics: { status: 200 },
  page: { status: 200 },
  status: { status: 200 },
  verdicts: { status: 200 },
  verdict: { path: '/api/v1/verdicts/a', status: 404 },
  quality: { status: 200 },
  baselines: { status: 200 },
  baseline: { path: `/api/v1/baselines/${SHA}`, status: 404 },
  schemas: { path: '/api/v1/models/churn/schemas', status: 404 },
  activate: { path: `/api/v1/baselines/${SHA}/activate`, status: 404 },
  reload: { status: 200 },
  healthy: { status: 200 },
  ready: { status: 200 },
};

const SCOPES: readonly Scope[] = ['ingest', 'notify', 'read', 'write', 'admin'];
const tokenOf = (scope: Scope): string => `the-token-with-the-scope-${scope}`;
const TOKENS: HttpServerOptions['tokens'] = SCOPES.map((scope) => ({ token: tokenOf(scope), scopes: [scope] }));

/** What a client sends, and the scope that it has by that. */
const CLIENTS: readonly { readonly sends: string | null; readonly has: Scope | null }[] = [
  { sends: null, has: null },
  { sends: 'Bearer no-token-of-this-server', has: null },
  { sends: `Bearer ${tokenOf('admin').slice(1)}`, has: null },
  { sends: `Basic ${tokenOf('admin')}`, has: null },
  ...SCOPES.map((scope) => ({ sends: `Bearer ${tokenOf(scope)}`, has: scope })),
];

const SCHEMES = [
  ['http', null],
  ['https', TEST_TLS],
] as const;
const rows = SCHEMES.flatMap(([scheme, tls]) =>
  Object.entries(HTTP_ROUTES as Readonly<Record<string, HttpRoute>>).map(
    ([name, route]) => [scheme, `${route.method} ${route.path}`, name as keyof typeof HTTP_ROUTES, tls] as const,
  ),
);

async function start(tls: (typeof SCHEMES)[number][1]): Promise<RunningServer> {
  const running = await startServer({ tokens: TOKENS, tls });
  running.backend.sources = [SOURCE, { ...SOURCE, name: 'llm', format: 'otel_genai' }];
  return running;
}

describe('access', () => {
  it.each(rows)('%s: %s takes the scope of its row, and no other', async (_scheme, _title, name, tls) => {
    const { ask, backend } = await start(tls);
    const { method, path, scope } = HTTP_ROUTES[name];
    const { status: success, ...request } = REQUESTS[name];
    for (const { sends, has } of CLIENTS) {
      const asked = { method: method.toUpperCase(), path, ...request, headers: { ...request.headers, Authorization: sends } };
      const answer = await ask(asked);
      const expected = scope === 'open' || has === scope ? success : has === null ? 401 : 403;
      expect([sends, answer.status]).toEqual([sends, expected]);
      expect(answer.headers['www-authenticate']).toBe(expected === 401 ? 'Bearer realm="aiops"' : undefined);
      if (expected === 403) expect(answer.body).toContain(`requires a bearer token with the scope ${scope}`);
      expect(answer.body).not.toContain('the-token-with');
    }
    const taken = scope === 'ingest' ? 1 : 0;
    expect(backend.delivered).toHaveLength(taken);
  });

  it.each(SCHEMES)(
    '%s: a path with a dot segment is refused before it is routed, also with a token for everything',
    async (_scheme, tls) => {
      const { ask, backend } = await start(tls);
      const dotted = ['..', '.', '%2e%2e', '%2E%2E', '.%2e', '%2E.', '%2e', '..%2f', '%2e%2e%5c', '..\\'];
      const paths = dotted.flatMap((dots) => [
        `/api/v1/ingest/${dots}/push`,
        `/api/v1/${dots}/v1/status`,
        `/${dots}/metrics`,
        `/-/reload/${dots}`,
      ]);
      for (const path of paths) {
        const answer = await ask({
          method: 'POST',
          path,
          ...BATCH,
          headers: { ...BATCH.headers, Authorization: `Bearer ${tokenOf('admin')}` },
        });
        expect([path, answer.status, answer.body.includes('HTTP_PATH')]).toEqual([path, 400, true]);
      }
      // Twice encoded it is a name with a percent sign, and no such route is there.
      expect(await ask({ path: '/api/v1/%252e%252e/status' })).toMatchObject({ status: 404 });
      expect(backend.delivered).toEqual([]);
    },
  );
});
