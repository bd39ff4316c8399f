import type { IncomingMessage } from 'node:http';
import type { ApiError } from '../contract/index.js';
import { batchForm } from './batch-form.js';
import { cloudEventForm } from './cloud-event-form.js';
import { httpError } from './errors.js';
import type { PushSource } from './exporter-backend.js';
import { HTTP_ROUTES, type HttpRoute } from './http-routes.js';
import type { PushForm } from './push-form.js';
import { otlpError, tracesForm } from './traces-form.js';

const SOURCE_PATH = /^\/api\/v1\/ingest\/([^/?]+)\/?(?:\?.*)?$/;
const TRACES_PATH = /^\/v1\/traces\/?(?:\?.*)?$/;

/** Where a batch goes by the path that it was sent to. */
export interface PushDestination {
  readonly route: HttpRoute;
  /** Errors: HTTP_SOURCE_UNKNOWN, HTTP_TRACES_SOURCE. */
  source(sources: readonly PushSource[]): PushSource;
  /** Errors: those of the forms. */
  form(request: IncomingMessage, source: PushSource): PushForm;
  readonly around?: (body: ApiError) => object;
}

const TRACES: PushDestination = {
  route: HTTP_ROUTES.traces,
  source: (sources) => {
    const [only, ...others] = sources.filter(({ format }) => format === 'otel_genai');
    if (!only || others.length > 0) throw httpError('HTTP_TRACES_SOURCE', { found: only ? others.length + 1 : 'none' });
    return only;
  },
  form: ({ headers }) => tracesForm(headers),
  around: otlpError,
};

/** @param target in origin form (see originForm). @returns null when batches are not sent there */
export function pushDestination(target: string): PushDestination | null {
  const name = SOURCE_PATH.exec(target)?.[1];
  if (name === undefined) return TRACES_PATH.test(target) ? TRACES : null;
  return {
    route: HTTP_ROUTES.ingest,
    source: (sources) => named(decodeURIComponent(name), sources),
    form: (request, { format }) => (format === 'kserve' ? cloudEventForm(request) : batchForm(request.headers)),
  };
}

function named(name: string, sources: readonly PushSource[]): PushSource {
  const source = sources.find((candidate) => candidate.name === name);
  if (!source) throw httpError('HTTP_SOURCE_UNKNOWN', { known: sources.map((known) => known.name).join(', ') || 'none' });
  return source;
}
