import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { accessRefusal } from './access.js';
import { clientError, refuse } from './answer.js';
import { appHandlers, type AppHandler, type AppOptions } from './app-handlers.js';
import { httpError } from './errors.js';
import { HTTP_ROUTES, type AppRouteName, type HttpRoute } from './http-routes.js';
import { sendErrorPage } from './page.js';

/** Everything besides ingest. Paths are taken literally (case counts), so that a rule of a proxy in front means what is served here. */
export function expressApp(options: AppOptions): Express {
  const { notify } = options;
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing').set('query parser', 'simple').set('trust proxy', false);
  for (const [name, handle] of Object.entries(appHandlers(options))) {
    // The keys of the handlers are names of routes; Object.entries widens them to text.
    const route = HTTP_ROUTES[name as AppRouteName];
    app[route.method](route.path, guarded(route, handle, options));
    app.all(route.path, methodNotAllowed(route, options));
  }
  app.use((request: Request, response: Response) => refuse(request, response, httpError('HTTP_NOT_FOUND'), { route: 'unknown', notify }));
  // Express knows an error handler by its four parameters. It gets here what fails outside of a route.
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) =>
    refuse(request, response, error, { route: 'unknown', notify }),
  );
  return app;
}

/** Access, readiness, the handler, and the one place where its errors are answered. */
function guarded({ path, scope, when }: HttpRoute, handle: AppHandler, { backend, tokens, notify }: AppOptions): RequestHandler {
  return async (request, response) => {
    try {
      const refusal = scope === 'open' ? null : accessRefusal(request, tokens(), scope);
      if (refusal) throw refusal;
      const { state, reasons } = backend.readiness();
      if (state === 'starting' && when === 'started') throw httpError('HTTP_STARTING', { reasons: reasons.join('; ') });
      await handle(request, response);
    } catch (thrown) {
      if (path !== HTTP_ROUTES.page.path || response.headersSent) return refuse(request, response, thrown, { route: path, notify });
      const error = clientError(thrown, { route: path, notify });
      sendErrorPage(response, error);
      notify({ kind: 'request_refused', route: path, status: error.status, code: error.code, count: 1 });
    }
  };
}

function methodNotAllowed({ method, path }: HttpRoute, { notify }: AppOptions): RequestHandler {
  const allowed = method === 'get' ? 'GET, HEAD' : 'POST';
  return (request, response) =>
    refuse(request, response, httpError('HTTP_METHOD', { route: path, allowed, method: request.method }), {
      route: path,
      notify,
      headers: { Allow: allowed },
    });
}
