import { gzipSync } from 'node:zlib';
import type { RawRequest } from '../http/raw-connection.js';
import type { PushCase, PushError } from './push-case.js';
import { NOW_MS, odd } from './sample-log.js';

const HOUR_MS = 3_600_000;
const MEBIBYTE = 1024 * 1024;
const many = (count: number, of: (i: number) => string): string => Array.from({ length: count }, (_, i) => of(i)).join('\n');
const gzip = (body: Buffer): Partial<RawRequest> => ({ headers: { 'Content-Encoding': 'gzip' }, body });
const nested = (depth: number): string => odd().replace('5.5', `${'['.repeat(depth)}${']'.repeat(depth)}`);
const json = (body: string): Partial<RawRequest> => ({ headers: { 'Content-Type': 'application/json' }, body });

const malformed = (line: number, reason: string, problem: string): PushError => ({
  code: 'HTTP_RECORD_MALFORMED',
  message: `${problem}; nothing of this batch was taken`,
  advice: 'correct the record, or the map or the limits of the source, and send the batch again',
  line,
  reason,
});

const notJson = (line: number, problem: string): PushError => ({
  code: 'HTTP_BODY_NOT_JSON',
  message: `${problem}; nothing of this batch was taken`,
  advice: 'send one JSON object or an array of them, or newline-delimited JSON with Content-Type application/x-ndjson',
  line,
  reason: 'syntax',
});

/** Bodies that are refused, and records in them that do not count. */
export const PUSH_BODIES: readonly PushCase[] = [
  {
    name: 'a body that is not gzip, though it says so',
    request: gzip(Buffer.from(odd())),
    status: 400,
    error: {
      code: 'HTTP_BODY_NOT_GZIP',
      message: 'the body is not gzip, ends early, or goes on behind its end; nothing of this batch was taken',
      advice: 'check the client: Content-Encoding has to say what the body is',
    },
  },
  {
    name: 'a gzip body that was cut off',
    request: gzip(gzipSync(many(50, () => odd())).subarray(0, -10)),
    status: 400,
    error: {
      code: 'HTTP_BODY_NOT_GZIP',
      message: 'the body is not gzip, ends early, or goes on behind its end; nothing of this batch was taken',
      advice: 'check the client: Content-Encoding has to say what the body is',
    },
  },
  {
    name: 'a gzip bomb',
    request: gzip(gzipSync(Buffer.alloc(64 * MEBIBYTE))),
    status: 413,
    error: {
      code: 'HTTP_BODY_TOO_LARGE',
      message: 'a batch may have 4194304 bytes, as it is sent and unpacked',
      advice: 'send smaller batches, or raise limits.body of the source',
    },
  },
  {
    name: 'a gzip body that unpacks to a thousand times its size',
    request: gzip(gzipSync(Buffer.alloc(3 * MEBIBYTE))),
    status: 413,
    error: {
      code: 'HTTP_BODY_RATIO',
      message: 'a compressed batch may unpack to 100 times its size',
      advice: 'send it less compressed, or raise limits.decompression_ratio of the source',
    },
  },
  {
    name: 'a body larger than limits.body',
    request: { body: Buffer.alloc(4 * MEBIBYTE + 1, ' ') },
    status: 413,
    error: {
      code: 'HTTP_BODY_TOO_LARGE',
      message: 'a batch may have 4194304 bytes, as it is sent and unpacked',
      advice: 'send smaller batches, or raise limits.body of the source',
    },
  },
  {
    name: 'a batch of more than 100 000 lines',
    request: { body: '\n'.repeat(100_001) },
    status: 413,
    error: { code: 'HTTP_BODY_RECORDS', message: 'a batch may have 100000 records (lines, in NDJSON)', advice: 'send smaller batches' },
  },
  {
    name: 'one broken record in a batch of 1000',
    request: { body: many(1000, (i) => (i === 499 ? odd().slice(0, -1) : odd())) },
    status: 400,
    error: malformed(500, 'syntax', 'line 500 is not a record of this source (syntax)'),
    rejected: { syntax: 1 },
  },
  {
    name: 'a record longer than limits.line',
    request: { body: `${odd()}\n${odd({ padding: 'p'.repeat(64 * 1024) })}` },
    status: 400,
    error: malformed(2, 'too_large', 'line 2 is not a record of this source (too_large)'),
    rejected: { too_large: 1 },
  },
  {
    name: 'a record nested deeper than limits.depth',
    request: { body: `${odd()}\n${nested(9)}` },
    status: 400,
    error: malformed(2, 'too_deep', 'line 2 is not a record of this source (too_deep)'),
    rejected: { too_deep: 1 },
  },
  {
    name: 'binary data in a batch',
    request: { body: Buffer.from([0, 1, 2, 0xff, 0xfe]) },
    status: 400,
    error: malformed(1, 'encoding', 'line 1 is not a record of this source (encoding)'),
    rejected: { encoding: 1 },
  },
  {
    name: 'NaN in a JSON array',
    request: json(`[${odd()}, ${odd({ latency: 12.75 }).replace('12.75', 'NaN')}]`),
    status: 400,
    error: malformed(2, 'syntax', 'record 2 of the body is not a record of this source (syntax)'),
    rejected: { syntax: 1 },
  },
  {
    name: 'a JSON array that does not end',
    request: json(`[${odd()}, ${odd()}`),
    status: 400,
    error: notJson(2, 'record 2 is followed by neither a comma nor the end of the array'),
  },
  {
    name: 'JSON that is neither an array nor an object',
    request: json('"text"'),
    status: 400,
    error: notJson(1, 'the body requires a JSON array or object'),
  },
  {
    name: 'a JSON array nested deeper than limits.depth',
    request: json(`[${odd()}, ${nested(100_000)}]`),
    status: 400,
    error: malformed(2, 'too_deep', 'record 2 is nested deeper than 8'),
  },
  {
    name: 'records that are well-formed and cannot be counted',
    request: {
      body: [
        odd({ ts: new Date(NOW_MS + HOUR_MS).toISOString() }),
        odd({ latency: -1 }),
        odd({ latency: '1' }),
        odd({ model: 'churm' }),
        odd({ version: undefined }),
        odd(),
      ].join('\n'),
    },
    status: 202,
    answer: { accepted: 1, rejected: { clock_skew: 1, negative_latency: 1, unknown_model: 1, schema: 2 }, duplicate: false },
  },
  {
    name: '10 000 models that the configuration does not name',
    request: { body: many(10_000, (i) => odd({ model: `m${i}` })) },
    status: 202,
    // 127 names of models are told apart in one source, and one of them is known.
    answer: { accepted: 0, rejected: { unknown_model: 126, cardinality: 9874 }, duplicate: false },
  },
  { name: 'an empty batch', request: { body: '' }, status: 202, answer: { accepted: 0, rejected: {}, duplicate: false } },
];
