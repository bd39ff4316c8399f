import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { SOURCE } from './backend-double.js';
import type { RawAnswer, RawRequest } from './raw-connection.js';
import { startServer, type RunningServer } from './running-server.js';

const EVENT = { specversion: '1.0', id: '1', type: 't', source: 's', data: { instances: [[1, 2]] } };
const BINARY = { 'Content-Type': 'application/json', 'ce-specversion': '1.0', 'ce-id': '1', 'ce-type': 't', 'ce-source': 's' };
const STRUCTURED = { 'Content-Type': 'application/cloudevents+json; charset=utf-8' };
const BATCH = { 'Content-Type': 'application/cloudevents-batch+json' };
const GZIP = { 'Content-Encoding': 'gzip' };
const DATA = JSON.stringify(EVENT.data);

async function start(): Promise<RunningServer> {
  const running = await startServer();
  running.backend.sources = [{ ...SOURCE, format: 'kserve' }];
  return running;
}

const sent = ({ backend }: RunningServer): unknown[] =>
  backend.delivered.flatMap(({ text }) =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as unknown),
  );

describe('a source that takes CloudEvents', () => {
  it.each<[string, RawRequest['headers'], string | Uint8Array, object]>([
    ['in binary mode', BINARY, DATA, { ...EVENT, datacontenttype: 'application/json' }],
    [
      'in binary mode, over many lines',
      BINARY,
      JSON.stringify(EVENT.data, null, '\r\n'),
      { ...EVENT, datacontenttype: 'application/json' },
    ],
    ['in binary mode, packed', { ...BINARY, ...GZIP }, gzipSync(DATA), { ...EVENT, datacontenttype: 'application/json' }],
    ['in binary mode, packed by whoever called the model', BINARY, gzipSync(DATA), { ...EVENT, datacontenttype: 'application/json' }],
    ['in structured mode', STRUCTURED, JSON.stringify(EVENT, null, 1), EVENT],
    ['in structured mode, packed', { ...STRUCTURED, ...GZIP }, gzipSync(JSON.stringify(EVENT)), EVENT],
    ['in structured mode beside headers of its own', { ...BINARY, ...STRUCTURED, 'ce-id': '2' }, JSON.stringify(EVENT), EVENT],
  ])('takes one %s, and answers without a body', async (_, headers, body, event) => {
    const running = await start();
    expect(await running.push(body, headers)).toMatchObject({ status: 202, body: '', headers: { 'content-length': '0' } });
    expect(sent(running)).toEqual([event]);
  });

  it('takes a batch, and says how many it took', async () => {
    const running = await start();
    const events = Array.from({ length: 10_000 }, (_, i) => ({ ...EVENT, id: String(i) }));
    const answer = await running.push(gzipSync(JSON.stringify(events, null, 1)), { ...BATCH, ...GZIP });
    expect([answer.status, JSON.parse(answer.body)]).toEqual([202, { accepted: 10_000, rejected: {}, duplicate: false }]);
    expect(sent(running)).toEqual(events);
  });

  it('takes batches as every source does', async () => {
    const running = await start();
    expect((await running.push(`${JSON.stringify(EVENT)}\n`)).status).toBe(202);
    expect((await running.push(JSON.stringify([EVENT]), { 'Content-Type': 'application/json' })).status).toBe(202);
    expect(sent(running)).toEqual([EVENT, EVENT]);
  });

  it('counts an event once that is sent again with its key', async () => {
    const running = await start();
    const push = (): Promise<RawAnswer> => running.push(DATA, { ...BINARY, 'Idempotency-Key': 'k' });
    expect([(await push()).status, (await push()).status]).toEqual([202, 200]);
  });

  it.each<[string, RawRequest['headers'], string | Uint8Array, number, string]>([
    ['an event without its type', { ...BINARY, 'ce-type': null }, DATA, 400, 'HTTP_CLOUD_EVENT'],
    ['an event of version 0.3', { ...BINARY, 'ce-specversion': '0.3' }, DATA, 400, 'HTTP_CLOUD_EVENT'],
    ['an attribute called data', { ...BINARY, 'ce-data': '{}' }, DATA, 400, 'HTTP_CLOUD_EVENT'],
    ['data that is no JSON', BINARY, '{"instances":', 400, 'HTTP_CLOUD_EVENT'],
    ['data that reaches beside itself', BINARY, '{},"inferenceservicename":"other"', 400, 'HTTP_CLOUD_EVENT'],
    ['data that only looks like JSON', BINARY, '{"a" 1}', 400, 'HTTP_RECORD_MALFORMED'],
    ['data that is nested too deeply', BINARY, '['.repeat(1000) + ']'.repeat(1000), 400, 'HTTP_CLOUD_EVENT'],
    ['no data at all', BINARY, '', 400, 'HTTP_CLOUD_EVENT'],
    ['a header beyond all limits', { ...BINARY, 'ce-metadata': 'x'.repeat(17_000) }, DATA, 431, 'HTTP_HEADERS_TOO_LARGE'],
    ['a batch in structured mode', STRUCTURED, JSON.stringify([EVENT]), 400, 'HTTP_CLOUD_EVENT'],
    ['two events in structured mode', STRUCTURED, JSON.stringify(EVENT).repeat(2), 400, 'HTTP_RECORD_MALFORMED'],
    ['a text in structured mode', STRUCTURED, 'hello', 400, 'HTTP_CLOUD_EVENT'],
    ['an empty structured mode', STRUCTURED, '', 400, 'HTTP_CLOUD_EVENT'],
    ['events of Avro', { ...BINARY, 'Content-Type': 'application/cloudevents+avro' }, DATA, 415, 'HTTP_CONTENT_TYPE'],
    [
      'structured mode in another charset',
      { 'Content-Type': 'application/cloudevents+json; charset=latin1' },
      '{}',
      415,
      'HTTP_CONTENT_TYPE',
    ],
    ['a batch that is none', BATCH, '"events"', 400, 'HTTP_BODY_NOT_JSON'],
    ['a batch with something else in it', BATCH, `[${JSON.stringify(EVENT)},7]`, 400, 'HTTP_RECORD_MALFORMED'],
    ['a batch of too many', BATCH, `[${'{},'.repeat(100_000)}{}]`, 413, 'HTTP_BODY_RECORDS'],
    ['gzip that is cut', { ...BINARY, ...GZIP }, gzipSync(DATA).subarray(0, -5), 400, 'HTTP_BODY_NOT_GZIP'],
    ['data that is packed and cut', BINARY, gzipSync(DATA).subarray(0, -5), 400, 'HTTP_BODY_NOT_GZIP'],
    ['data that is a bomb', BINARY, gzipSync(Buffer.alloc(3 << 20)), 413, 'HTTP_BODY_RATIO'],
    ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }, 'a=b', 415, 'HTTP_CONTENT_TYPE'],
  ])('refuses %s, and takes the next one', async (_, headers, body, status, code) => {
    const running = await start();
    const answer = await running.push(body, headers);
    expect([answer.status, (JSON.parse(answer.body) as { error: { code: string } }).error.code]).toEqual([status, code]);
    running.backend.delivered.splice(0);
    expect((await running.push(DATA, BINARY)).status).toBe(202);
    expect(sent(running)).toHaveLength(1);
  });

  it('refuses a header that was sent twice', async () => {
    const running = await start();
    const answer = await running.push(DATA, { ...BINARY, 'Ce-Id': '2' });
    expect([answer.status, answer.body]).toEqual([400, expect.stringContaining('was sent twice')]);
    expect(sent(running)).toEqual([]);
  });

  it('is the only kind that does', async () => {
    const running = await startServer();
    expect((await running.push(JSON.stringify(EVENT), STRUCTURED)).status).toBe(415);
    // Headers that the source does not know say nothing: the body is a record.
    expect((await running.push(DATA, BINARY)).status).toBe(202);
    expect(sent(running)).toEqual([EVENT.data]);
  });
});
