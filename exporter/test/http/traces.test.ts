import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { IngestAnswer } from '../../src/http/index.js';
import { SOURCE } from './backend-double.js';
import type { RawAnswer, RawRequest } from './raw-connection.js';
import { startServer, type RunningServer } from './running-server.js';

const TRACES = { resourceSpans: [{ scopeSpans: [{ spans: [{ name: 'chat' }, { name: 'embed' }] }] }] };
const JSON_TYPE = { 'Content-Type': 'application/json' };
const LLM = { ...SOURCE, name: 'llm', format: 'otel_genai' };

async function start(
  answer?: IngestAnswer,
): Promise<RunningServer & { send(body: string | Uint8Array, headers?: RawRequest['headers']): Promise<RawAnswer> }> {
  const running = await startServer();
  running.backend.sources = [SOURCE, LLM];
  if (answer) running.backend.answer = async () => answer;
  return {
    ...running,
    send: (body, headers = {}) => running.ask({ method: 'POST', path: '/v1/traces', body, headers: { ...JSON_TYPE, ...headers } }),
  };
}

describe('POST /v1/traces', () => {
  it.each<[string, string | Uint8Array, RawRequest['headers']]>([
    ['plain', JSON.stringify(TRACES), {}],
    ['over many lines', JSON.stringify(TRACES, null, 2), {}],
    ['packed', gzipSync(JSON.stringify(TRACES)), { 'Content-Encoding': 'gzip' }],
  ])('takes OTLP in JSON as one record: %s', async (_, body, headers) => {
    const { send, backend } = await start();
    const answer = await send(body, headers);
    expect([answer.status, answer.headers['content-type'], answer.body]).toEqual([
      200,
      'application/json; charset=utf-8',
      '{"partialSuccess":{}}',
    ]);
    expect(backend.delivered).toMatchObject([{ source: 'llm', key: null }]);
    expect(backend.delivered[0]?.text.trimEnd()).not.toContain('\n');
    expect(JSON.parse(backend.delivered[0]?.text ?? '')).toEqual(TRACES);
  });

  it('says what was rejected for itself, as OTLP does', async () => {
    const { send } = await start({ kind: 'accepted', accepted: 1, rejected: { late: 2, schema: 1, duplicate: 0 } });
    expect(JSON.parse((await send('{}')).body)).toEqual({ partialSuccess: { rejectedSpans: '3', errorMessage: '2 late, 1 schema' } });
  });

  it.each<[string, IngestAnswer, number, string]>([
    ['a full queue', { kind: 'busy', retryAfterSeconds: 2 }, 429, '2'],
    ['a store that cannot be written', { kind: 'unavailable', why: 'the disk is full' }, 503, '1'],
  ])('lets clients come again after %s', async (_, outcome, status, seconds) => {
    const { send } = await start(outcome);
    const answer = await send('{}');
    expect([answer.status, answer.headers['retry-after']]).toEqual([status, seconds]);
    expect(JSON.parse(answer.body)).toMatchObject({ message: expect.any(String), error: { code: expect.any(String) } });
  });

  it.each<[string, string, RawRequest['headers'], number, string]>([
    ['protobuf', '\n\0', { 'Content-Type': 'application/x-protobuf' }, 415, 'HTTP_TRACES_TYPE'],
    ['a list', '[]', {}, 400, 'HTTP_BODY_NOT_JSON'],
    ['nothing', '', {}, 400, 'HTTP_BODY_NOT_JSON'],
    ['JSON that does not end', '{"resourceSpans":[', {}, 400, 'HTTP_BODY_NOT_JSON'],
    ['two requests in one', '{}{}', {}, 400, 'HTTP_RECORD_MALFORMED'],
  ])('refuses %s', async (_, body, headers, status, code) => {
    const { send } = await start();
    const answer = await send(body, headers);
    const told = JSON.parse(answer.body) as { message: string; error: { code: string; message: string } };
    expect([answer.status, told.error.code]).toEqual([status, code]);
    expect(told.message).toContain(told.error.message);
  });

  it.each([
    ['none', [SOURCE]],
    ['2', [LLM, { ...LLM, name: 'other' }]],
  ])('needs one source to send them to, and finds %s', async (found, sources) => {
    const { send, backend } = await start();
    backend.sources = sources;
    const answer = await send('{}');
    expect([answer.status, answer.body]).toEqual([404, expect.stringContaining(`format otel_genai, found ${found}`)]);
  });
});
