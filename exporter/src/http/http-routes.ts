import type { Scope } from '../config/index.js';

export interface HttpRoute {
  readonly method: 'get' | 'post';
  readonly path: string;
  /** `open`: no token needed, ever (health checks and scrapes). */
  readonly scope: Scope | 'open';
  /** `early`: answers also while the exporter starts. */
  readonly when: 'started' | 'early';
}

/** Everything that is served. docs/api.md is compared with it. */
export const HTTP_ROUTES = {
  ingest: { method: 'post', path: '/api/v1/ingest/:source', scope: 'ingest', when: 'started' },
  traces: { method: 'post', path: '/v1/traces', scope: 'ingest', when: 'started' },
  notifications: { method: 'post', path: '/api/v1/notifications', scope: 'notify', when: 'started' },
  metrics: { method: 'get', path: '/metrics', scope: 'open', when: 'started' },
  page: { method: 'get', path: '/', scope: 'read', when: 'started' },
  status: { method: 'get', path: '/api/v1/status', scope: 'read', when: 'started' },
  verdicts: { method: 'get', path: '/api/v1/verdicts', scope: 'read', when: 'started' },
  verdict: { method: 'get', path: '/api/v1/verdicts/:id', scope: 'read', when: 'started' },
  quality: { method: 'get', path: '/api/v1/quality', scope: 'read', when: 'started' },
  baselines: { method: 'get', path: '/api/v1/baselines', scope: 'read', when: 'started' },
  baseline: { method: 'get', path: '/api/v1/baselines/:sha', scope: 'read', when: 'started' },
  schemas: { method: 'get', path: '/api/v1/models/:model/schemas', scope: 'read', when: 'started' },
  activate: { method: 'post', path: '/api/v1/baselines/:sha/activate', scope: 'write', when: 'started' },
  incidents: { method: 'get', path: '/api/v1/incidents', scope: 'read', when: 'started' },
  fatigue: { method: 'get', path: '/api/v1/reports/fatigue', scope: 'read', when: 'started' },
  incident: { method: 'get', path: '/api/v1/incidents/:id', scope: 'read', when: 'started' },
  incidentEvidence: { method: 'get', path: '/api/v1/incidents/:id/evidence', scope: 'read', when: 'started' },
  incidentAct: { method: 'post', path: '/api/v1/incidents/:id/acts', scope: 'write', when: 'started' },
  reload: { method: 'post', path: '/-/reload', scope: 'admin', when: 'started' },
  healthy: { method: 'get', path: '/-/healthy', scope: 'open', when: 'early' },
  ready: { method: 'get', path: '/-/ready', scope: 'open', when: 'early' },
} as const satisfies Readonly<Record<string, HttpRoute>>;

/** The routes that Express serves; those that take a body are handled before it. */
export type AppRouteName = Exclude<keyof typeof HTTP_ROUTES, 'ingest' | 'traces' | 'notifications' | 'incidentAct'>;
