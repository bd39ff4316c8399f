import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import type { IngestAnswer } from '../../src/http/index.js';
import { SOURCE, type BackendDouble } from './backend-double.js';
import { RawConnection, requestBytes, type RawRequest } from './raw-connection.js';
import { startServer } from './running-server.js';

const NDJSON = { 'Content-Type': 'application/x-ndjson' };
const JSON_TYPE = { 'Content-Type': 'application/json' };
const batch = (body: RawRequest['body'], headers: RawRequest['headers'] = NDJSON): RawRequest => ({
  method: 'POST',
  path: '/api/v1/ingest/push',
  headers,
  ...(body !== undefined && { body }),
});
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;

/** Holds back the answer to every push until it is told to go on. */
function hold(backend: BackendDouble): { release: () => void } {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  backend.answer = async (): Promise<IngestAnswer> => {
    await released;
    return { kind: 'accepted', accepted: 1, rejected: {} };
  };
  return { release };
}

describe('a batch', () => {
  it('reaches the backend as it was sent, with its source and its key', async () => {
    const { push, backend } = await startServer();
    expect(await push('{"a":"\u00e9"}\r\n\n{"b":2}', { 'Idempotency-Key': 'one two' })).toMatchObject({
      status: 202,
      body: '{"accepted":2,"rejected":{},"duplicate":false}',
    });
    expect(backend.delivered).toEqual([{ source: 'push', text: '{"a":"\u00e9"}\r\n\n{"b":2}', key: 'one two' }]);
  });

  it('is the same in NDJSON, in a JSON array, in gzip, and in chunks', async () => {
    const { push, ask, backend } = await startServer();
    const text = '{"a":1}\n{"b":[2,3]}\n';
    const array = '[\n  {"a":1},\n  {"b":[2,3]}\n]';
    await push(text);
    await push(gzipSync(text), { 'Content-Encoding': 'gzip' });
    await push(array, JSON_TYPE);
    await push(gzipSync(array), { ...JSON_TYPE, 'Content-Encoding': 'gzip' });
    await ask(batch([...text].map(chunk).join('') + chunk(''), { ...NDJSON, 'Transfer-Encoding': 'chunked', 'Content-Length': null }));
    expect(backend.delivered.map((delivered) => delivered.text)).toEqual([text, text, text, text, text]);
  });

  it('that is sent again under its key is answered 200 as a duplicate, and 422 when it holds something else', async () => {
    const { push } = await startServer();
    const key = { 'Idempotency-Key': 'k' };
    expect((await push('{"a":1}\n', key)).status).toBe(202);
    expect(await push('{"a":1}\n', key)).toMatchObject({ status: 200, body: '{"accepted":1,"rejected":{},"duplicate":true}' });
    expect((await push('{"a":2}\n', key)).status).toBe(422);
    expect((await push('{"a":1}\n')).status).toBe(202);
  });

  it('with a fault is refused as a whole, naming the line in NDJSON and the element in JSON', async () => {
    const { push } = await startServer();
    const line = JSON.parse((await push('{"a":1}\n\n{"b"\n')).body) as { error: object };
    expect(line.error).toMatchObject({ code: 'HTTP_RECORD_MALFORMED', line: 3, reason: 'syntax' });
    const element = JSON.parse((await push('[{"a":1},\n\n{"b":2},\n[3]]', JSON_TYPE)).body) as { error: { message: string } };
    expect(element.error).toMatchObject({ code: 'HTTP_RECORD_MALFORMED', line: 3, reason: 'syntax' });
    expect(element.error.message).toMatch(/^record 3 of the body/);
  });

  it.each([
    ['NDJSON', NDJSON, (n: number): string => '{}\n'.repeat(n)],
    ['NDJSON without a newline at the end', NDJSON, (n: number): string => `${'{}\n'.repeat(n - 1)}{}`],
    ['a JSON array', JSON_TYPE, (n: number): string => `[${'{},'.repeat(n - 1)}{}]`],
  ])('may have 100 000 records and not one more (%s)', async (_, headers, body) => {
    const { push, backend } = await startServer();
    expect((await push(body(100_000), headers)).status).toBe(202);
    expect((await push(body(100_001), headers)).status).toBe(413);
    expect(backend.delivered).toHaveLength(1);
  });

  it('may have the bytes that its source allows and not one more, announced or not', async () => {
    const { push, ask, backend } = await startServer();
    const body = (bytes: number): string => '\n'.repeat(50) + ' '.repeat(bytes - 50);
    const chunked = (text: string): RawRequest =>
      batch(chunk(text) + chunk(''), { ...NDJSON, 'Transfer-Encoding': 'chunked', 'Content-Length': null });
    const statuses: number[] = [];
    for (const bytes of [SOURCE.bodyBytes, SOURCE.bodyBytes + 1]) {
      statuses.push((await push(body(bytes))).status, (await ask(chunked(body(bytes)))).status);
      statuses.push((await push(gzipSync(body(bytes), { level: 0 }), { 'Content-Encoding': 'gzip' })).status);
    }
    // The third is within the limit unpacked and beyond it packed: both count.
    expect(statuses).toEqual([202, 202, 413, 413, 413, 413]);
    expect(backend.delivered).toHaveLength(2);
  });

  it('may nest JSON as deep as its source allows and not deeper', async () => {
    const { push } = await startServer();
    const nested = (depth: number): string => `[${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}]`;
    expect((await push(nested(SOURCE.maxDepth), JSON_TYPE)).status).toBe(202);
    const refused = await push(nested(SOURCE.maxDepth + 1), JSON_TYPE);
    expect(JSON.parse(refused.body)).toMatchObject({ error: { code: 'HTTP_RECORD_MALFORMED', line: 1, reason: 'too_deep' } });
  });

  it('that is a bomb is refused while it is unpacked', async () => {
    const { push, server, backend } = await startServer();
    backend.sources = [{ ...SOURCE, bodyBytes: 1 << 30 }];
    const answer = await push(gzipSync(Buffer.alloc(64 << 20)), { 'Content-Encoding': 'gzip' });
    expect(answer).toMatchObject({ status: 413 });
    expect(answer.body).toContain('HTTP_BODY_RATIO');
    expect(backend.delivered).toEqual([]);
    expect(server.bytesInFlight('push')).toBe(0);
  });

  it('is refused with 429 while others fill the queue, and taken once they are answered', async () => {
    const { push, backend, server } = await startServer();
    backend.sources = [{ ...SOURCE, queueBytes: 20 }];
    const { release } = hold(backend);
    const first = push('{"a":12345}\n');
    await vi.waitFor(() => expect(server.bytesInFlight('push')).toBe(12));
    expect(await push('{"b":1}\n\n')).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    const fitting = push('{"b":1}\n');
    await vi.waitFor(() => expect(server.bytesInFlight('push')).toBe(20));
    release();
    expect([(await first).status, (await fitting).status]).toEqual([202, 202]);
    expect(server.bytesInFlight('push')).toBe(0);
    expect((await push('{"b":1}\n\n')).status).toBe(202);
  });

  it('does not wait for the queue of another source', async () => {
    const { push, backend } = await startServer();
    backend.sources = ['push', 'other'].map((name) => ({ ...SOURCE, name, queueBytes: 1 }));
    const { release } = hold(backend);
    const both = Promise.all([push('{"a":1}\n'), push('{"a":1}\n', {}, 'other')]);
    await vi.waitFor(() => expect(backend.delivered).toHaveLength(2));
    release();
    expect((await both).map(({ status }) => status)).toEqual([202, 202]);
  });

  it.each([
    ['accepted', {}, '{"a":1}\n', 202],
    ['malformed', {}, 'x\n', 400],
    ['no gzip', { 'Content-Encoding': 'gzip' }, 'x\n', 400],
    ['no JSON', JSON_TYPE, '[1', 400],
  ])('leaves no bytes in flight when it was %s', async (_, headers, body, status) => {
    const { push, server } = await startServer();
    expect((await push(body, headers)).status).toBe(status);
    expect(server.bytesInFlight('push')).toBe(0);
  });

  it.each([
    ['plainly', {}, '{"a":1}\n'],
    ['in gzip', { 'Content-Encoding': 'gzip' }, gzipSync('\n'.repeat(100_000)).subarray(0, 120)],
  ])('whose client goes away in the middle leaves nothing behind (%s)', async (_, headers, part) => {
    const { server, port, backend, notices } = await startServer();
    const connection = await RawConnection.open(port);
    connection.send(requestBytes(batch(part, { ...NDJSON, ...headers, 'Content-Length': '1000' })));
    await vi.waitFor(() => expect(server.bytesInFlight('push')).toBeGreaterThan(0));
    connection.close();
    await vi.waitFor(() => expect(server.bytesInFlight('push')).toBe(0));
    expect(backend.delivered).toEqual([]);
    // A request that ends early is what can be seen of it; a client that only stopped to write gets to read that.
    expect(notices).toEqual([expect.objectContaining({ route: 'unknown', code: 'HTTP_REQUEST_INVALID' })]);
  });

  it('whose client goes away before the answer is still taken, and its bytes stay in flight until then', async () => {
    const { server, port, backend, ask } = await startServer();
    const { release } = hold(backend);
    const connection = await RawConnection.open(port);
    connection.send(requestBytes(batch('{"a":1}\n')));
    await vi.waitFor(() => expect(backend.delivered).toHaveLength(1));
    connection.close();
    await ask({ path: '/-/healthy' });
    expect(server.bytesInFlight('push')).toBe(8);
    release();
    await vi.waitFor(() => expect(server.bytesInFlight('push')).toBe(0));
  });
});
