import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { apiErrorSchema } from '../../src/contract/index.js';
import { ask, RawConnection, requestBytes, type RawAnswer } from './raw-connection.js';
import { startServer } from './running-server.js';

const NDJSON = { 'Content-Type': 'application/x-ndjson' };
const push = { method: 'POST', path: '/api/v1/ingest/push' };
const SEEDS = [
  requestBytes({ path: '/' }),
  requestBytes({ path: '/metrics', headers: { Accept: 'application/openmetrics-text', 'Accept-Encoding': 'gzip' } }),
  requestBytes({ path: '/api/v1/verdicts?model=a&limit=5', headers: { Connection: null, Authorization: 'Bearer x' } }),
  requestBytes({ ...push, headers: NDJSON, body: '{"a":1}\n{"b":2}\n' }),
  requestBytes({
    ...push,
    headers: { 'Content-Type': 'application/json', Connection: null, 'Idempotency-Key': 'k' },
    body: '[{"a":1},{"b":[2]}]',
  }),
  requestBytes({ ...push, headers: { ...NDJSON, 'Content-Encoding': 'gzip' }, body: gzipSync('{"a":1}\n') }),
  requestBytes({
    ...push,
    headers: { ...NDJSON, 'Transfer-Encoding': 'chunked', 'Content-Length': null, Expect: '100-continue' },
    body: '8\r\n{"a":1}\n\r\n0\r\n\r\n',
  }),
  requestBytes({ method: 'POST', path: '/-/reload', headers: { Connection: null } }),
];
const PIECES = [
  '\r\n',
  '\r\n\r\n',
  '\n',
  ':',
  ' ',
  '%',
  '%2e%2e/',
  '/../',
  '//',
  '\0',
  '\u00ff',
  '[',
  '{',
  '"',
  '0\r\n\r\n',
  'HTTP/1.1',
  'HTTP/9.9',
  'Content-Length: 5\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Expect: 100-continue\r\n',
  'Connection: close\r\n',
];

interface Change {
  readonly at: number;
  readonly cut: number;
  readonly put: Uint8Array;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(400),
  cut: fc.nat(12),
  put: fc.oneof(
    fc.constantFrom(...PIECES).map((piece) => Buffer.from(piece, 'latin1')),
    fc.uint8Array({ maxLength: 6 }),
  ),
});
const mutated = fc
  .tuple(fc.array(fc.constantFrom(...SEEDS), { minLength: 1, maxLength: 3 }), fc.array(change, { minLength: 1, maxLength: 4 }))
  .map(([seeds, changes]) =>
    changes.reduce((bytes, { at, cut, put }) => {
      const place = at % bytes.length;
      return Buffer.concat([bytes.subarray(0, place), put, bytes.subarray(place + cut)]);
    }, Buffer.concat(seeds)),
  );

async function answersTo(port: number, bytes: Uint8Array): Promise<RawAnswer[]> {
  const connection = await RawConnection.open(port, 'POST');
  connection.send(bytes);
  connection.socket.end();
  return connection.untilClosed();
}

describe('whatever bytes arrive', () => {
  it('the server answers no fault of its own, says what is wrong, and goes on', async () => {
    const { port, notices, server } = await startServer();
    await fc.assert(
      fc.asyncProperty(mutated, async (bytes) => {
        for (const { status, headers, body } of await answersTo(port, bytes)) {
          expect(status).toBeLessThan(500);
          const isPage = headers['content-type']?.startsWith('text/html');
          if (status >= 400 && !isPage) apiErrorSchema.parse(JSON.parse(body));
        }
        expect((await ask(port, { path: '/-/healthy' })).status).toBe(200);
        await vi.waitFor(() => expect(server.bytesInFlight('push')).toBe(0));
      }),
      { numRuns: 600 },
    );
    expect(notices.filter(({ kind }) => kind !== 'request_refused')).toEqual([]);
  });

  it('noise gets 400 or nothing', async () => {
    const { port } = await startServer();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 2000 }), async (bytes) => {
        const statuses = (await answersTo(port, bytes)).map(({ status }) => status);
        expect([[], [400]]).toContainEqual(statuses);
      }),
      { numRuns: 300 },
    );
  });
});
