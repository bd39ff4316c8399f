import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Notify } from '../contract/index.js';
import { refuse, sendJson, sendText } from './answer.js';
import { baselineSha, fatigueQuery, incidentId, incidentQuery, modelName, verdictId, verdictQuery } from './api-parameters.js';
import type { BearerTokens } from './bearer-tokens.js';
import { httpError } from './errors.js';
import type { ExporterBackend } from './exporter-backend.js';
import { HTTP_ROUTES, type AppRouteName } from './http-routes.js';
import { MetricsRoute } from './metrics-route.js';
import { sendPage } from './page.js';
import { statusPage } from './status-page.js';

export interface AppOptions {
  readonly backend: ExporterBackend;
  readonly tokens: () => BearerTokens;
  readonly notify: Notify;
  readonly clock: { nowMs(): number };
}

/** A request whose route was found: with what the path and the query hold. */
export interface RoutedRequest extends IncomingMessage {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
}

/** Answers a request that may pass. What it throws is answered by its caller. */
export type AppHandler = (request: RoutedRequest, response: ServerResponse) => Promise<void> | void;

/** What each route does; the compiler refuses a route without a handler. */
export function appHandlers(options: AppOptions): Readonly<Record<AppRouteName, AppHandler>> {
  const { backend, clock } = options;
  const metrics = new MetricsRoute(backend);
  return {
    metrics: (request, response) => metrics.handle(request, response),
    page: async (_, response) => sendPage(response, 200, statusPage(await backend.status(), clock.nowMs())),
    status: async (_, response) => sendJson(response, 200, await backend.status()),
    verdicts: async ({ query }, response) => sendJson(response, 200, await backend.verdicts(verdictQuery(query))),
    verdict: async ({ params }, response) => found(response, await backend.verdict(verdictId(params['id'])), 'HTTP_VERDICT_UNKNOWN'),
    quality: async (_, response) => sendJson(response, 200, await backend.quality()),
    baselines: async (_, response) => sendJson(response, 200, await backend.baselines()),
    baseline: async ({ params }, response) => found(response, await backend.baseline(baselineSha(params['sha'])), 'HTTP_BASELINE_UNKNOWN'),
    schemas: async ({ params }, response) => found(response, await backend.schemas(modelName(params['model'])), 'HTTP_SCHEMA_UNKNOWN'),
    activate: async ({ params }, response) =>
      found(response, await backend.activateBaseline(baselineSha(params['sha'])), 'HTTP_BASELINE_UNKNOWN', 202),
    incidents: async ({ query }, response) => sendJson(response, 200, await backend.incidents(incidentQuery(query))),
    fatigue: async ({ query }, response) => sendJson(response, 200, await backend.fatigue(fatigueQuery(query))),
    incident: async ({ params }, response) => found(response, await backend.incident(incidentId(params['id'])), 'HTTP_INCIDENT_UNKNOWN'),
    incidentEvidence: async ({ params }, response) =>
      found(response, await backend.incidentEvidence(incidentId(params['id'])), 'HTTP_INCIDENT_UNKNOWN'),
    reload: (request, response) => reload(options, request, response),
    healthy: (_, response) => plain(response, 'healthy\n'),
    ready: (_, response) => ready(options, response),
  };
}

function ready({ backend }: AppOptions, response: ServerResponse): void {
  const { state, reasons } = backend.readiness();
  if (state === 'starting') throw httpError('HTTP_STARTING', { reasons: reasons.join('; ') });
  if (state === 'failing') throw httpError('HTTP_UNAVAILABLE', { why: reasons.join('; ') });
  plain(response, 'ready\n');
}

async function reload({ backend, notify }: AppOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const outcome = await backend.reload();
  if (outcome.ok) return sendJson(response, 200, { ok: true });
  const details = { problems: [...outcome.errors] };
  refuse(request, response, httpError('HTTP_RELOAD_REFUSED'), { route: HTTP_ROUTES.reload.path, notify, details });
}

function found(
  response: ServerResponse,
  record: object | null,
  code: 'HTTP_VERDICT_UNKNOWN' | 'HTTP_BASELINE_UNKNOWN' | 'HTTP_INCIDENT_UNKNOWN' | 'HTTP_SCHEMA_UNKNOWN',
  status = 200,
): void {
  if (record === null) throw httpError(code);
  sendJson(response, status, record);
}

function plain(response: ServerResponse, text: string): void {
  sendText(response, 200, text, { 'Content-Type': 'text/plain; charset=utf-8' });
}
