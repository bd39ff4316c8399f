import { gzip } from 'node:zlib';
import { promisify } from 'node:util';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { CodedError } from '../contract/index.js';
import { CONTENT_TYPES, negotiate } from '../metrics/index.js';
import type { Access } from './access.js';
import type { ExporterBackend } from './backend.js';
import { httpError } from './errors.js';
import { sendError, sendJson } from './send.js';
import { statusPage } from './status-page.js';

const compress = promisify(gzip);
/** Level 1: 100 000 series cost 20 ms for a tenth of the size; level 6 costs 80 ms for little more (facts: exposition). */
const GZIP_LEVEL = 1;
const LIST_LIMIT = 100;

type Handler = (request: Request, response: Response) => Promise<void> | void;

/** API and pages. Every route parses, calls and translates; decisions are made elsewhere. */
export function createApp(backend: ExporterBackend, access: Access, onRefused: (route: string, error: CodedError) => void): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use((_request, response, next) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    response.setHeader('Referrer-Policy', 'no-referrer');
    next();
  });
  const guarded = (scope: string, handler: Handler) => (request: Request, response: Response, next: NextFunction): void => {
    const refusal = access.refusal(request.headers.authorization, scope);
    if (refusal) {
      if (refusal.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
      return next(refusal);
    }
    Promise.resolve(handler(request, response)).catch(next);
  };
  const open = (handler: Handler) => (request: Request, response: Response, next: NextFunction): void => {
    Promise.resolve(handler(request, response)).catch(next);
  };
  const only = (method: 'get' | 'post', path: string, handler: (request: Request, response: Response, next: NextFunction) => void): void => {
    app[method](path, handler);
    app.all(path, (request, response, next) => {
      response.setHeader('Allow', method === 'get' ? 'GET, HEAD' : 'POST');
      next(httpError('HTTP_METHOD', { path, method: request.method, allowed: method.toUpperCase() }));
    });
  };

  only('get', '/-/healthy', (_request, response) => void response.type('text/plain').send('healthy\n'));
  only('get', '/-/ready', (_request, response) => {
    if (backend.isReady()) response.type('text/plain').send('ready\n');
    else response.status(503).type('text/plain').send('starting: reading the store and the configuration\n');
  });
  only('get', '/metrics', open(async (request, response) => {
    if (!backend.isReady()) throw httpError('HTTP_STARTING');
    const format = negotiate(request.headers.accept);
    const text = await backend.renderMetrics(format);
    response.setHeader('Content-Type', CONTENT_TYPES[format]);
    response.setHeader('Vary', 'Accept, Accept-Encoding');
    const isZipped = /(^|[, ])gzip(?!;q=0(?:\.0*)?(?:,|$))/.test(request.headers['accept-encoding'] ?? '');
    if (isZipped) response.setHeader('Content-Encoding', 'gzip');
    response.end(isZipped ? await compress(text, { level: GZIP_LEVEL }) : text);
  }));
  only('post', '/-/reload', guarded('admin', async (_request, response) => {
    const result = await backend.reload();
    if (result.ok) return sendJson(response, 200, { reloaded: true });
    return sendJson(response, 400, { error: { code: 'CONFIG_INVALID', message: 'the new configuration was refused as a whole; the running one stays', advice: 'correct the faults and reload again', faults: result.errors } });
  }));
  only('get', '/api/v1/status', guarded('read', async (_request, response) => sendJson(response, 200, await backend.status())));
  only('get', '/api/v1/verdicts', guarded('read', (request, response) => {
    const { model, limit } = request.query;
    const wanted = Math.min(LIST_LIMIT, Math.max(1, Math.floor(Number(limit ?? 20)) || 20));
    sendJson(response, 200, { verdicts: backend.verdicts(typeof model === 'string' ? model : null, wanted) });
  }));
  only('get', '/api/v1/verdicts/:id', guarded('read', (request, response) => {
    const id = String(request.params['id']);
    const verdict = backend.verdict(id);
    if (!verdict) throw httpError('HTTP_VERDICT_UNKNOWN', { id: id.slice(0, 40) });
    sendJson(response, 200, verdict);
  }));
  only('get', '/api/v1/baselines', guarded('read', (_request, response) => sendJson(response, 200, { baselines: backend.baselines() })));
  only('get', '/api/v1/baselines/:sha', guarded('read', (request, response) => {
    const sha = String(request.params['sha']);
    const baseline = backend.baseline(sha);
    if (baseline === null) throw httpError('HTTP_BASELINE_UNKNOWN', { sha: sha.slice(0, 64) });
    response.type('application/json').send(baseline);
  }));
  only('get', '/', guarded('read', async (_request, response) => void response.type('text/html').send(statusPage(await backend.status()))));

  app.use((request, _response, next) => next(httpError('HTTP_NOT_FOUND', { path: request.path.slice(0, 100) })));
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const coded = error instanceof CodedError && error.status > 0 ? error : isUriError(error) ? httpError('HTTP_NOT_FOUND', { path: 'this path' }) : httpError('HTTP_INTERNAL', {}, error);
    onRefused(routeOf(request), coded);
    sendError(response, coded);
  });
  return app;
}

/** Express reports a path that cannot be percent-decoded with status 400. */
function isUriError(error: unknown): boolean {
  return error instanceof URIError || (error as { status?: unknown } | null)?.status === 400;
}

/** The route, not the path: a path is user input and would be an unbounded label. */
function routeOf(request: Request): string {
  const path: unknown = (request.route as { path?: unknown } | undefined)?.path;
  return typeof path === 'string' ? path : 'unknown';
}
