import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import type { Scope } from '../config/index.js';
import type { Notify } from '../contract/index.js';
import { accessRefusal } from './access.js';
import { clientError, refuse, sendJson, sendText } from './answer.js';
import { baselineSha, verdictId, verdictQuery } from './api-parameters.js';
import type { BearerTokens } from './bearer-tokens.js';
import { httpError } from './errors.js';
import type { ExporterBackend } from './exporter-backend.js';
import { MetricsRoute } from './metrics-route.js';
import { sendErrorPage, sendPage } from './page.js';
import { statusPage } from './status-page.js';

export interface AppOptions {
  readonly backend: ExporterBackend;
  readonly tokens: () => BearerTokens;
  readonly notify: Notify;
  readonly clock: { nowMs(): number };
}

type Handler = (request: Request, response: Response) => Promise<void> | void;

interface Route {
  readonly method: 'get' | 'post';
  readonly path: string;
  /** `open`: no token needed, ever (health checks and scrapes). */
  readonly scope: Scope | 'open';
  /** `early`: answers also while the exporter starts. */
  readonly when: 'started' | 'early';
  readonly handle: Handler;
}

/** The routes besides ingest: metrics, health, status page and API. */
export function expressApp(options: AppOptions): Express {
  const { backend, clock } = options;
  const metrics = new MetricsRoute(backend);
  const routes: readonly Route[] = [
    { method: 'get', path: '/metrics', scope: 'open', when: 'started', handle: (request, response) => metrics.handle(request, response) },
    { method: 'get', path: '/-/healthy', scope: 'open', when: 'early', handle: (_, response) => plain(response, 'healthy\n') },
    {
      method: 'get',
      path: '/-/ready',
      scope: 'open',
      when: 'early',
      handle: (_, response) => {
        const { state, reasons } = backend.readiness();
        if (state === 'starting') throw httpError('HTTP_STARTING', { reasons: reasons.join('; ') });
        if (state === 'failing') throw httpError('HTTP_UNAVAILABLE', { why: reasons.join('; ') });
        plain(response, 'ready\n');
      },
    },
    {
      method: 'post',
      path: '/-/reload',
      scope: 'admin',
      when: 'started',
      handle: (request, response) => reload(options, request, response),
    },
    {
      method: 'get',
      path: '/',
      scope: 'read',
      when: 'started',
      handle: async (_, response) => sendPage(response, 200, 'AI Operations exporter', statusPage(await backend.status(), clock.nowMs())),
    },
    {
      method: 'get',
      path: '/api/v1/status',
      scope: 'read',
      when: 'started',
      handle: async (_, response) => sendJson(response, 200, await backend.status()),
    },
    {
      method: 'get',
      path: '/api/v1/verdicts',
      scope: 'read',
      when: 'started',
      handle: async (request, response) => sendJson(response, 200, await backend.verdicts(verdictQuery(request.query))),
    },
    {
      method: 'get',
      path: '/api/v1/verdicts/:id',
      scope: 'read',
      when: 'started',
      handle: async (request, response) => found(response, await backend.verdict(verdictId(request.params['id'])), 'HTTP_VERDICT_UNKNOWN'),
    },
    {
      method: 'get',
      path: '/api/v1/baselines',
      scope: 'read',
      when: 'started',
      handle: async (_, response) => sendJson(response, 200, await backend.baselines()),
    },
    {
      method: 'get',
      path: '/api/v1/baselines/:sha',
      scope: 'read',
      when: 'started',
      handle: async (request, response) =>
        found(response, await backend.baseline(baselineSha(request.params['sha'])), 'HTTP_BASELINE_UNKNOWN'),
    },
  ];
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple').set('trust proxy', false);
  for (const route of routes) {
    app[route.method](route.path, guarded(route, options));
    app.all(route.path, methodNotAllowed(route, options));
  }
  app.use((request: Request, response: Response) =>
    refuse(request, response, httpError('HTTP_NOT_FOUND'), { route: 'unknown', notify: options.notify }),
  );
  // Express knows an error handler by its four parameters. It gets here what fails before a route is found: a path that cannot be decoded.
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) =>
    refuse(request, response, error, { route: 'unknown', notify: options.notify }),
  );
  return app;
}

/** Access, readiness, the handler, and the one place where its errors are answered. */
function guarded(route: Route, options: AppOptions): RequestHandler {
  return async (request, response) => {
    try {
      const refusal = route.scope === 'open' ? null : accessRefusal(request, options.tokens(), route.scope);
      if (refusal) throw refusal;
      const { state, reasons } = options.backend.readiness();
      if (state === 'starting' && route.when === 'started') throw httpError('HTTP_STARTING', { reasons: reasons.join('; ') });
      await route.handle(request, response);
    } catch (thrown) {
      const refusal = { route: route.path, notify: options.notify };
      if (route.path !== '/' || response.headersSent) return refuse(request, response, thrown, refusal);
      const error = clientError(thrown, refusal);
      sendErrorPage(response, error);
      options.notify({ kind: 'request_refused', route: route.path, status: error.status, code: error.code, count: 1 });
    }
  };
}

function methodNotAllowed({ method, path }: Route, { notify }: AppOptions): RequestHandler {
  const allowed = method === 'get' ? 'GET, HEAD' : 'POST';
  return (request, response) =>
    refuse(request, response, httpError('HTTP_METHOD', { route: path, allowed, method: request.method }), {
      route: path,
      notify,
      headers: { Allow: allowed },
    });
}

async function reload({ backend, notify }: AppOptions, request: Request, response: Response): Promise<void> {
  const outcome = await backend.reload();
  if (outcome.ok) return sendJson(response, 200, { ok: true });
  refuse(request, response, httpError('HTTP_RELOAD_REFUSED'), { route: '/-/reload', notify, details: { problems: [...outcome.errors] } });
}

function found(response: Response, record: object | null, code: 'HTTP_VERDICT_UNKNOWN' | 'HTTP_BASELINE_UNKNOWN'): void {
  if (record === null) throw httpError(code);
  sendJson(response, 200, record);
}

function plain(response: Response, text: string): void {
  sendText(response, 200, text, { 'Content-Type': 'text/plain; charset=utf-8' });
}
