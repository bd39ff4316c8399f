import { describe, expect, it } from 'vitest';
import { batchHeaders } from './batch-headers.js';
import { MAX_KEY_LENGTH } from './http-limits.js';

const TYPE = { 'content-type': 'application/x-ndjson' };

describe('batchHeaders', () => {
  it.each([
    ['application/x-ndjson', 'ndjson'],
    ['application/ndjson', 'ndjson'],
    ['application/jsonl', 'ndjson'],
    ['application/json', 'json'],
    [' Application/JSON ; charset=UTF-8', 'json'],
    ['application/json; charset="utf8"; x=y', 'json'],
    ['application/json; charset=us-ascii', 'json'],
    ['application/json; x=y', 'json'],
  ])('takes %s as %s', (type, format) => {
    expect(batchHeaders({ 'content-type': type }).format).toBe(format);
  });

  it.each([
    undefined,
    '',
    'text/plain',
    'application/json, application/x-ndjson',
    'application/json; charset=utf-16',
    'application/json; charset=utf-8; charset=utf-16',
    'application/json; charset=',
    'constructor',
    '__proto__',
  ])('refuses the type %s', (type) => {
    expect(() => batchHeaders(type === undefined ? {} : { 'content-type': type })).toThrow(
      expect.objectContaining({ code: 'HTTP_CONTENT_TYPE' }),
    );
  });

  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['Identity', 'identity'],
    ['GZIP', 'gzip'],
    ['x-gzip', 'gzip'],
  ])('takes the encoding %s as %s', (header, encoding) => {
    expect(batchHeaders({ ...TYPE, ...(header !== undefined && { 'content-encoding': header }) }).encoding).toBe(encoding);
  });

  it.each(['br', 'deflate', 'zstd', 'gzip, gzip', 'gzip,identity', 'toString'])('refuses the encoding %s', (header) => {
    expect(() => batchHeaders({ ...TYPE, 'content-encoding': header })).toThrow(expect.objectContaining({ code: 'HTTP_CONTENT_ENCODING' }));
  });

  it('takes a key of printable ASCII up to its longest, and none', () => {
    const longest = '~'.repeat(MAX_KEY_LENGTH);
    expect(batchHeaders({ ...TYPE, 'idempotency-key': longest }).idempotencyKey).toBe(longest);
    expect(batchHeaders(TYPE).idempotencyKey).toBeNull();
    for (const key of ['', `${longest}~`, 'tab\there', 'é', '\u007f'])
      expect(() => batchHeaders({ ...TYPE, 'idempotency-key': key })).toThrow(expect.objectContaining({ code: 'HTTP_KEY_INVALID' }));
  });
});
