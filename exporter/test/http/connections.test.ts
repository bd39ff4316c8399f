import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import type { IngestAnswer } from '../../src/http/index.js';
import { ask, exchange, RawConnection, requestBytes, type RawRequest } from './raw-connection.js';
import { startServer } from './running-server.js';

const NDJSON = { 'Content-Type': 'application/x-ndjson' };
const batch = (body: string, headers: RawRequest['headers'] = {}): RawRequest => ({
  method: 'POST',
  path: '/api/v1/ingest/push',
  headers: { ...NDJSON, ...headers },
  body,
});
const KEEP = { Connection: null };
const HEALTHY = requestBytes({ path: '/-/healthy', headers: KEEP });
const code = (body: string): string => (JSON.parse(body) as { error: { code: string } }).error.code;

describe('slow clients', () => {
  const limits = { headersMs: 100, requestMs: 200, checkMs: 10 };

  it.each([
    ['says nothing', ''],
    ['sends half a request line', 'GET /metr'],
    ['does not end its headers', 'GET /metrics HTTP/1.1\r\nHost: x\r\nX-More: '],
  ])('get 408 and are cut off: one that %s', async (_, bytes) => {
    const { port, notices } = await startServer({ limits });
    const answers = await exchange(port, bytes);
    expect(answers).toEqual([expect.objectContaining({ status: 408, headers: expect.objectContaining({ connection: 'close' }) })]);
    expect(code(answers[0]?.body ?? '')).toBe('HTTP_TIMEOUT');
    expect(notices).toEqual([expect.objectContaining({ kind: 'request_refused', status: 408, code: 'HTTP_TIMEOUT' })]);
  });

  it('get 408 and are cut off: one whose batch comes a byte at a time', async () => {
    const { port, server, backend } = await startServer({ limits });
    const connection = await RawConnection.open(port);
    connection.send(requestBytes(batch('', { ...KEEP, 'Content-Length': '1000' })));
    const dripping = setInterval(() => connection.send(' '), 5);
    const answers = await connection.untilClosed();
    clearInterval(dripping);
    expect(answers.map(({ status }) => status)).toEqual([408]);
    await vi.waitFor(() => expect(server.bytesInFlight('push')).toBe(0));
    expect(backend.delivered).toEqual([]);
  });

  it('get one answer, not two, when their batch was refused before it came', async () => {
    const { port } = await startServer({ limits });
    const answers = await exchange(port, requestBytes({ ...batch('', { ...KEEP, 'Content-Length': '9' }), path: '/api/v1/ingest/other' }));
    expect(answers.map(({ status }) => status)).toEqual([404]);
  });

  it('get one answer, not two, when their request needs no body and says it has one', async () => {
    const { port } = await startServer({ limits });
    const answers = await exchange(port, requestBytes({ path: '/-/healthy', headers: { ...KEEP, 'Content-Length': '9' } }));
    expect(answers.map(({ status }) => status)).toEqual([200]);
  });

  it('are cut off when they keep a connection without using it', async () => {
    const { port } = await startServer({ limits: { keepAliveMs: 50 } });
    expect(await exchange(port, HEALTHY)).toHaveLength(1);
  });
});

describe('one connection', () => {
  it('serves many requests, and answers pipelined ones in their order', async () => {
    const { port, backend } = await startServer();
    let answer: (reply: IngestAnswer) => void = () => undefined;
    backend.answer = () => new Promise((resolve) => (answer = resolve));
    const connection = await RawConnection.open(port);
    connection.send(Buffer.concat([requestBytes(batch('{"a":1}\n', KEEP)), HEALTHY, requestBytes({ path: '/nowhere' })]));
    await vi.waitFor(() => expect(backend.delivered).toHaveLength(1));
    answer({ kind: 'accepted', accepted: 1, rejected: {} });
    expect((await connection.untilClosed()).map(({ status }) => status)).toEqual([202, 200, 404]);
  });

  it('goes on after a refused batch, whose body is read for nobody', async () => {
    const { port, backend } = await startServer();
    const refused = requestBytes({ ...batch('x'.repeat(5_000_000), KEEP), path: '/api/v1/ingest/other' });
    const connection = await RawConnection.open(port);
    connection.send(Buffer.concat([refused, HEALTHY]));
    expect((await connection.answers(2)).map(({ status }) => status)).toEqual([404, 200]);
    connection.close();
    expect(backend.delivered).toEqual([]);
  });

  it.each([
    ['a refused batch', { ...batch('', KEEP), path: '/api/v1/ingest/other' }, 404],
    ['a request that takes no body', { path: '/-/healthy', headers: KEEP }, 200],
  ])('is cut when the body of %s does not end', async (_, request, status) => {
    const { port } = await startServer({ limits: { headersMs: 0, requestMs: 0, idleMs: 0 } });
    const head = requestBytes({ ...request, headers: { ...request.headers, 'Content-Length': '100000000' } });
    const answers = await exchange(port, Buffer.concat([head, Buffer.alloc(40 << 20)]));
    expect(answers.map((answer) => answer.status)).toEqual([status]);
  });

  it('whose client closes it with its request still gets the answer to a body that is too large', async () => {
    const { port } = await startServer();
    const answer = await ask(port, batch(' '.repeat(4_200_000)));
    expect([answer.status, answer.headers['connection']]).toEqual([413, 'close']);
  });

  it('answers what came whole before bytes that are no request, and nothing else', async () => {
    const { port, backend } = await startServer();
    let answer: (reply: IngestAnswer) => void = () => undefined;
    backend.answer = () => new Promise((resolve) => (answer = resolve));
    const connection = await RawConnection.open(port);
    connection.send(Buffer.concat([requestBytes(batch('{"a":1}\n', KEEP)), Buffer.from('NONSENSE\r\n\r\n')]));
    await vi.waitFor(() => expect(backend.delivered).toHaveLength(1));
    connection.send('more nonsense\r\n\r\n');
    await ask(port, { path: '/-/healthy' });
    answer({ kind: 'accepted', accepted: 1, rejected: {} });
    expect((await connection.untilClosed()).map(({ status }) => status)).toEqual([202]);
  });

  it('answers 400 to bytes that are no request after an answered one', async () => {
    const { port } = await startServer();
    const connection = await RawConnection.open(port);
    connection.send(HEALTHY);
    await connection.answers(1);
    connection.send('NONSENSE\r\n\r\n');
    expect((await connection.untilClosed()).map(({ status }) => status)).toEqual([200, 400]);
  });

  it.each([
    ['chunks without a length', { 'Transfer-Encoding': 'chunked', 'Content-Length': null }, 'zz\r\nx\r\n0\r\n\r\n'],
    ['a chunk that is longer than it says', { 'Transfer-Encoding': 'chunked', 'Content-Length': null }, '1\r\nxy\r\n0\r\n\r\n'],
    ['an encoding behind chunked', { 'Transfer-Encoding': 'chunked, gzip', 'Content-Length': null }, '0\r\n\r\n'],
    ['two lengths', { 'Content-Length': '3\r\nContent-Length: 4' }, 'abc'],
    ['a folded header', { 'X-A': 'b\r\n c' }, ''],
    ['a header without a colon', { 'X-A': 'b\r\nnonsense' }, ''],
    ['a name with a space before the colon', { 'Content-Length ': '0' }, ''],
    ['a header with a zero byte', { 'X-A': 'a\0b' }, ''],
  ])('refuses %s', async (_, headers, body) => {
    const { port, backend } = await startServer();
    const answers = await exchange(port, requestBytes(batch(body, headers)));
    expect(answers.map(({ status }) => status)).toEqual([400]);
    expect(backend.delivered).toEqual([]);
  });

  it('takes a batch in chunks with extensions and trailers', async () => {
    const { ask: request, backend } = await startServer();
    const body = '8;x=y\r\n{"a":1}\n\r\n0\r\nX-Trailer: z\r\n\r\n';
    expect((await request(batch(body, { 'Transfer-Encoding': 'chunked', 'Content-Length': null }))).status).toBe(202);
    expect(backend.delivered).toEqual([expect.objectContaining({ text: '{"a":1}\n' })]);
  });

  it('hears every header, however many there are', async () => {
    const { ask: request } = await startServer({ tokens: [{ token: 'reader-token-0123456789', scopes: ['read'] }] });
    const many = Object.fromEntries(Array.from({ length: 2100 }, (_, i) => [`a${i.toString(36)}`, '']));
    expect((await request({ path: '/api/v1/status', headers: { ...many, Authorization: 'Bearer reader-token-0123456789' } })).status).toBe(
      200,
    );
  });

  it('is not turned into a tunnel or a web socket', async () => {
    const { port, ask: request } = await startServer();
    expect(await exchange(port, 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n')).toEqual([]);
    const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'eA==' };
    expect((await request({ path: '/-/healthy', headers: upgrade })).status).toBe(200);
  });
});

describe('Expect: 100-continue', () => {
  const EXPECT = { Expect: '100-continue', ...KEEP };

  it('asks for the body only when it is wanted', async () => {
    const { port, backend } = await startServer();
    const connection = await RawConnection.open(port);
    connection.send(requestBytes(batch('', { ...EXPECT, 'Content-Length': '8' })));
    expect(await connection.answers(1)).toEqual([expect.objectContaining({ status: 100 })]);
    connection.send('{"a":1}\n');
    expect((await connection.answers(2)).map(({ status }) => status)).toEqual([100, 202]);
    connection.close();
    expect(backend.delivered).toEqual([expect.objectContaining({ text: '{"a":1}\n' })]);
  });

  it.each([
    ['a source that is not there', { ...batch('', { ...EXPECT, 'Content-Length': '8' }), path: '/api/v1/ingest/other' }, 404],
    ['a batch that is too large', batch('', { ...EXPECT, 'Content-Length': '100000000' }), 413],
    ['a type that is not taken', batch('', { ...EXPECT, 'Content-Length': '8', 'Content-Type': 'text/plain' }), 415],
    ['a path with dots', { ...batch('', { ...EXPECT, 'Content-Length': '8' }), path: '/api/../metrics' }, 400],
  ])('answers %s at once and closes: nobody can tell what comes next', async (_, request, status) => {
    const { port } = await startServer();
    const answers = await exchange(port, requestBytes(request));
    expect(answers.map((answer) => [answer.status, answer.headers['connection']])).toEqual([[status, 'close']]);
  });

  it('is not mixed into the answer when another one comes first, which then ends the connection', async () => {
    const { port } = await startServer();
    for (const [request, status] of [
      [batch('{"a":1}\n', EXPECT), 202],
      [{ path: '/nowhere', headers: EXPECT }, 404],
    ] as const) {
      const answers = await exchange(port, Buffer.concat([HEALTHY, requestBytes(request)]));
      expect(answers.map((answer) => [answer.status, answer.headers['connection']])).toEqual([
        [200, 'keep-alive'],
        [status, 'close'],
      ]);
      expect(JSON.parse(answers[1]?.body ?? '')).toBeTypeOf('object');
    }
  });

  it('lets a client send a body that no route takes', async () => {
    const { port } = await startServer();
    const connection = await RawConnection.open(port);
    connection.send(requestBytes({ method: 'POST', path: '/-/reload', headers: { ...EXPECT, 'Content-Length': '2' } }));
    expect((await connection.answers(2)).map(({ status }) => status)).toEqual([100, 200]);
    connection.send(Buffer.concat([Buffer.from('{}'), HEALTHY]));
    expect((await connection.answers(3)).map(({ status }) => status)).toEqual([100, 200, 200]);
    connection.close();
  });
});

describe('a server that stops', () => {
  it('takes no more connections, finishes what it has, and does not wait for connections that are kept', async () => {
    const { server, port, backend } = await startServer();
    let answer: (reply: IngestAnswer) => void = () => undefined;
    backend.answer = () => new Promise((resolve) => (answer = resolve));
    const idle = await RawConnection.open(port);
    idle.send(HEALTHY);
    await idle.answers(1);
    const busy = await RawConnection.open(port);
    busy.send(requestBytes(batch('{"a":1}\n', KEEP)));
    await vi.waitFor(() => expect(backend.delivered).toHaveLength(1));
    const closed = server.close(new Promise(() => undefined));
    await idle.untilClosed();
    const late = connect(port, '127.0.0.1');
    expect(await once(late, 'error')).toEqual([expect.objectContaining({ code: 'ECONNREFUSED' })]);
    answer({ kind: 'accepted', accepted: 1, rejected: {} });
    expect(await busy.untilClosed()).toEqual([
      expect.objectContaining({ status: 202, headers: expect.objectContaining({ connection: 'close' }) }),
    ]);
    await closed;
  });

  it('cuts what still runs when its patience ends', async () => {
    const { server, port, backend } = await startServer();
    backend.answer = () => new Promise(() => undefined);
    const busy = await RawConnection.open(port);
    busy.send(requestBytes(batch('{"a":1}\n', KEEP)));
    await vi.waitFor(() => expect(backend.delivered).toHaveLength(1));
    await server.close(Promise.resolve());
    expect(await busy.untilClosed()).toEqual([]);
  });

  it('says why it cannot listen', async () => {
    const { port } = await startServer();
    const second = await startServer();
    await expect(second.server.listen(port)).rejects.toMatchObject({
      code: expect.stringMatching(/^(EADDRINUSE|ERR_SERVER_ALREADY_LISTEN)$/),
    });
  });
});
