import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  apiErrorSchema,
  baselineSummarySchema,
  fatigueReportSchema,
  modelQualitySchema,
  incidentSchema,
  ingestAcceptedSchema,
  notificationAcceptedSchema,
  registeredSchemaSchema,
  statusReportSchema,
  verdictSummarySchema,
} from '../../src/contract/index.js';
import { MAX_HEADER_BYTES, MAX_KEY_LENGTH, MAX_RECORDS, RATIO_FREE_BYTES } from '../../src/http/http-limits.js';
import { DEFAULT_HTTP_LIMITS, HTTP_ERRORS, HTTP_ROUTES, type HttpRoute } from '../../src/http/index.js';
import { INCIDENTS_ERRORS } from '../../src/incidents/index.js';
import type { BackendDouble } from './backend-double.js';
import type { RawRequest } from './raw-connection.js';
import { startServer } from './running-server.js';

const PAGE = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8');
const SECTIONS = PAGE.split(/^### /m).slice(1);
const routes: readonly HttpRoute[] = Object.values(HTTP_ROUTES);

/** Rows of all tables whose first cells look like this. */
const rows = (first: RegExp): string[][] =>
  PAGE.split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    )
    .filter(([cell = '']) => first.test(cell));

/** A curl command as the request that it sends. Only what the page uses is understood; anything else fails. */
function requestOf(command: string): RawRequest {
  const words = [...command.replaceAll('\\\n', ' ').matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const headers: Record<string, string> = {};
  let body: string | undefined;
  let url: URL | undefined;
  for (let i = 1; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '-H') {
      const [name = '', value = ''] = (words[++i] ?? '').split(/: (.*)/);
      headers[name] = value;
    } else if (word === '--data-binary') body = words[++i];
    else if (word.startsWith('http://127.0.0.1:9464/')) url = new URL(word);
    else expect(word).toBe('-i');
  }
  const path = `${url?.pathname}${url?.search}`;
  return body === undefined ? { path, headers } : { method: 'POST', path, headers, body };
}

const EXAMPLES = [...PAGE.matchAll(/```sh\n(curl [^`]*)```\n\n```http\nHTTP\/1\.1 (\d{3})\n\n([^`]*)```/g)].map(
  ([, command = '', status, body = '']) => ({ request: requestOf(command), status: Number(status), body }),
);
const SCHEMAS: Readonly<Record<string, { safeParse(value: unknown): { success: boolean } }>> = {
  '/api/v1/status': statusReportSchema,
  '/api/v1/verdicts': verdictSummarySchema.array(),
  '/api/v1/quality': modelQualitySchema.array(),
  '/api/v1/baselines': baselineSummarySchema.array(),
  '/api/v1/incidents': incidentSchema.array(),
  '/api/v1/reports/fatigue': fatigueReportSchema,
  '/api/v1/notifications': notificationAcceptedSchema,
  '/api/v1/ingest/push': ingestAcceptedSchema,
  '/api/v1/models/churn/schemas': registeredSchemaSchema.array(),
};

describe('docs/api.md', () => {
  it('begins with an example that runs', () => {
    expect(PAGE.split('\n').slice(0, 4).join('\n')).toMatch(/^# HTTP API\n\n```sh\ncurl /);
  });

  it('lists exactly the routes that are served, with their scopes and what they do while the exporter starts', () => {
    const listed = rows(/^\[`/).map(([route = '', scope = '', starting]) => [
      /`(.*)`/.exec(route)?.[1],
      scope.replaceAll('`', ''),
      starting,
    ]);
    const served = routes.map(({ method, path, scope, when }) => [
      `${method.toUpperCase()} ${path}`,
      scope === 'open' ? 'none' : scope,
      // Readiness answers while the exporter starts, and what it answers is 503.
      when === 'early' && path !== '/-/ready' ? '200' : '503',
    ]);
    expect(listed.sort()).toEqual(served.sort());
  });

  it('has one section for each route, which its row leads to', () => {
    const served = routes.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(SECTIONS.map((section) => /^`(.*)`\n/.exec(section)?.[1])).toEqual(
      rows(/^\[`/).map(([route = '']) => /`(.*)`/.exec(route)?.[1]),
    );
    expect(SECTIONS).toHaveLength(served.length);
    for (const [route = ''] of rows(/^\[`/)) {
      const [, title = '', anchor] = /^\[`(.*)`\]\(#(.*)\)$/.exec(route) ?? [];
      expect(anchor).toBe(
        title
          .toLowerCase()
          .replace(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      );
    }
  });

  it('names exactly the codes that a client can be told, each with its status', () => {
    const named = rows(/^\d{3}$/).flatMap(([status, codes = '']) =>
      [...codes.matchAll(/`((?:HTTP|INCIDENTS)_\w+)`/g)].map(([, code]) => `${status} ${code}`),
    );
    const told = Object.entries({ ...HTTP_ERRORS, ...INCIDENTS_ERRORS }).flatMap(([code, { status }]) =>
      status >= 400 ? [`${status} ${code}`] : [],
    );
    expect([...new Set(named)].sort()).toEqual(told.sort());
    for (const [code] of PAGE.matchAll(/HTTP_[A-Z_]+/g)) expect(HTTP_ERRORS).toHaveProperty(code);
  });

  it.each(EXAMPLES.map((example) => [example.request.path, example.status, example] as const))(
    'has an example for %s that is answered %i as it says',
    async (path, status, { request, body }) => {
      const tokens = status === 401 ? ([{ token: 'reader-token-0123456789', scopes: ['read'] }] as const) : [];
      const { ask, backend } = await startServer({ tokens });
      const shown: unknown = JSON.parse(body);
      const schema = status >= 400 ? apiErrorSchema : SCHEMAS[path.split('?', 1)[0] ?? ''];
      expect(schema?.safeParse(shown)).toMatchObject({ success: true });
      give(backend, path, shown);
      const answer = await ask(request);
      expect([answer.status, JSON.parse(answer.body)]).toEqual([status, shown]);
    },
  );

  it('states the limits of the code', () => {
    const { headersMs, requestMs } = DEFAULT_HTTP_LIMITS;
    for (const sentence of [
      `headers took more than ${headersMs / 1000} s, or headers and body more than ${requestMs / 1000} s`,
      `more than ${MAX_HEADER_BYTES / 1024} KiB`,
      `1 to ${MAX_KEY_LENGTH} printable ASCII characters`,
      `looked at beyond ${RATIO_FREE_BYTES / 1024 / 1024} MiB`,
      `more than ${MAX_RECORDS / 1000} 000 records`,
    ])
      expect(PAGE).toContain(sentence);
  });

  it('has examples', () => {
    expect(EXAMPLES.map(({ request, status }) => [request.path.split('?', 1)[0], status])).toEqual([
      ['/api/v1/ingest/push', 202],
      ['/api/v1/status', 401],
      ['/api/v1/ingest/push', 400],
      ['/api/v1/notifications', 200],
      ['/api/v1/status', 200],
      ['/api/v1/verdicts', 200],
      ['/api/v1/quality', 200],
      ['/api/v1/baselines', 200],
      ['/api/v1/incidents', 200],
      ['/api/v1/reports/fatigue', 200],
      ['/api/v1/models/churn/schemas', 200],
    ]);
  });
});

/** Lets the double know what the page shows, so that the server's part of the answer is what is compared. */
function give(backend: BackendDouble, path: string, shown: unknown): void {
  if (path.startsWith('/api/v1/status')) backend.report = statusReportSchema.catch(backend.report).parse(shown);
  if (path.startsWith('/api/v1/verdicts')) backend.summaries = verdictSummarySchema.array().parse(shown);
  if (path.endsWith('/schemas')) backend.history = registeredSchemaSchema.array().parse(shown);
  if (path.startsWith('/api/v1/quality')) backend.qualities = modelQualitySchema.array().parse(shown);
  if (path.startsWith('/api/v1/baselines')) backend.artefacts = baselineSummarySchema.array().parse(shown);
}
