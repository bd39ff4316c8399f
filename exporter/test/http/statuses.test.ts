import { describe, expect, it } from 'vitest';
import { apiErrorSchema, ingestAcceptedSchema } from '../../src/contract/index.js';
import { HTTP_ERRORS } from '../../src/http/index.js';
import type { RawAnswer } from './raw-connection.js';
import { startServer, type RunningServer } from './running-server.js';
import { STATUS_CASES, type StatusCase } from './status-cases.js';

function expectSafe({ headers, body }: RawAnswer): void {
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  });
  expect(headers['content-security-policy']).toMatch(/^default-src 'none';.*frame-ancestors 'none'$/);
  expect(headers).not.toHaveProperty('x-powered-by');
  expect(body).not.toMatch(/\bat .*\.[jt]s|secret|node_modules/);
}

function expectError({ status, headers, body }: RawAnswer, { code, line }: StatusCase, { notices }: RunningServer): void {
  if (status === 401) expect(headers['www-authenticate']).toBe('Bearer realm="aiops"');
  if (status === 429 || status === 503) expect(headers['retry-after']).toMatch(/^[1-9]\d*$/);
  if (status === 500) expect(notices).toContainEqual(expect.objectContaining({ kind: 'request_failed' }));
  expect(notices.filter((notice) => notice.kind === 'request_refused')).toEqual([
    expect.objectContaining({ status, count: 1, ...(code && { code }) }),
  ]);
  if (headers['content-type']?.startsWith('text/html')) return expect(body).toContain(code);
  const { message: _, ...told } = JSON.parse(body) as Record<string, unknown>;
  const { error } = apiErrorSchema.parse(told);
  if (code) expect(error).toMatchObject({ code, advice: HTTP_ERRORS[code].advice });
  expect(error.message).not.toMatch(/[\r\n]|\{\w+\}/);
  if (line !== undefined) expect(error.line).toBe(line);
}

describe('the server answers', () => {
  it.each(STATUS_CASES.map((row) => [row.status, row.code ?? '', row.title, row] as const))(
    '%i %s to %s',
    async (_status, _code, _title, row) => {
      const running = await startServer(row.options);
      row.arrange?.(running.backend);
      const answer = await running.ask(row.request);
      expect(answer.status).toBe(row.status);
      expect(answer.headers).toMatchObject(row.headers ?? {});
      expectSafe(answer);
      if (answer.status >= 400) expectError(answer, row, running);
      else expect(running.notices).toEqual([]);
      if (answer.status === 202 && row.request.path?.includes('/ingest/') && answer.body !== '')
        ingestAcceptedSchema.parse(JSON.parse(answer.body));
      // The next request is answered as if nothing had been.
      expect((await running.ask({ path: '/-/healthy' })).body).toBe('healthy\n');
    },
  );

  it('has a case for every code that a client can be told', () => {
    const told = Object.entries(HTTP_ERRORS).flatMap(([code, { status }]) => (status >= 400 ? [code] : []));
    expect([...new Set(STATUS_CASES.flatMap(({ code }) => code ?? []))].sort()).toEqual(told.sort());
  });
});
