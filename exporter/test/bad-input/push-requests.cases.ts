import type { PushCase } from './push-case.js';
import { READ_TOKEN } from './push-bed.js';

/** Pushes that are refused for what stands around their body. */
export const PUSH_REQUESTS: readonly PushCase[] = [
  {
    name: 'a push without a token',
    request: { headers: { Authorization: null } },
    status: 401,
    error: {
      code: 'HTTP_TOKEN_MISSING',
      message: 'this request requires a bearer token with the scope ingest, found none',
      advice: 'send Authorization: Bearer with a token of server.tokens',
    },
  },
  {
    name: 'a push with an unknown token',
    request: { headers: { Authorization: 'Bearer made-up-made-up-made-up' } },
    status: 401,
    error: {
      code: 'HTTP_TOKEN_UNKNOWN',
      message: 'the bearer token is not one of server.tokens',
      advice: 'check the token file of this client',
    },
  },
  {
    name: 'a push with a token for something else',
    request: { headers: { Authorization: `Bearer ${READ_TOKEN}` } },
    status: 403,
    error: {
      code: 'HTTP_TOKEN_SCOPE',
      message: 'this request requires a bearer token with the scope ingest; the one sent has other scopes',
      advice: 'use another token, or add the scope to this one in server.tokens',
    },
  },
  {
    name: 'a push from a page in a browser',
    request: { headers: { Origin: 'http://elsewhere.example' } },
    status: 403,
    error: {
      code: 'HTTP_CROSS_SITE',
      message: 'a page of another site may not change anything here',
      advice: 'send the request from a program, or from a page of the exporter itself',
    },
  },
  {
    name: 'a push to a source that does not exist',
    request: { path: '/api/v1/ingest/psuh' },
    status: 404,
    error: {
      code: 'HTTP_SOURCE_UNKNOWN',
      message: 'no source of that name takes pushes; there are: push',
      advice: 'correct the name in the URL, or configure a source of type http',
    },
  },
  {
    name: 'a path with ..',
    request: { path: '/api/v1/ingest/push/../../../metrics' },
    status: 400,
    error: {
      code: 'HTTP_PATH',
      message: 'a path requires segments that are UTF-8 and not empty, . or .. (percent-encoded or not), and no backslash or fragment',
      advice: 'send the path as docs/api.md has it; nothing here resolves dots',
    },
  },
  {
    name: 'a path with an encoded ..',
    request: { path: '/api/v1/ingest/%2e%2e%2fstatus' },
    status: 400,
    error: {
      code: 'HTTP_PATH',
      message: 'a path requires segments that are UTF-8 and not empty, . or .. (percent-encoded or not), and no backslash or fragment',
      advice: 'send the path as docs/api.md has it; nothing here resolves dots',
    },
  },
  {
    name: 'a push by GET',
    request: { method: 'GET', body: '' },
    status: 405,
    error: {
      code: 'HTTP_METHOD',
      message: '/api/v1/ingest/:source takes POST, found GET',
      advice: 'use a method that the Allow header names',
    },
  },
  {
    name: 'a push of another media type',
    request: { headers: { 'Content-Type': 'text/csv' } },
    status: 415,
    error: {
      code: 'HTTP_CONTENT_TYPE',
      message: 'a batch requires the Content-Type application/x-ndjson, application/jsonl or application/json in utf-8, found "text/csv"',
      advice: 'set the Content-Type to what the body is',
    },
  },
  {
    name: 'a push in another character set',
    request: { headers: { 'Content-Type': 'application/json; charset=latin1' } },
    status: 415,
    error: {
      code: 'HTTP_CONTENT_TYPE',
      message:
        'a batch requires the Content-Type application/x-ndjson, application/jsonl or application/json in utf-8, found "application/json; charset=latin1"',
      advice: 'set the Content-Type to what the body is',
    },
  },
  {
    name: 'a push that is packed with br',
    request: { headers: { 'Content-Encoding': 'br' } },
    status: 415,
    error: {
      code: 'HTTP_CONTENT_ENCODING',
      message: 'a batch may be sent plainly or with Content-Encoding gzip, once, found "br"',
      advice: 'compress with gzip or not at all',
    },
  },
  {
    name: 'a key of 201 characters',
    request: { headers: { 'Idempotency-Key': 'k'.repeat(201) } },
    status: 400,
    error: {
      code: 'HTTP_KEY_INVALID',
      message: 'Idempotency-Key requires 1 to 200 printable ASCII characters, found 201',
      advice: 'use a UUID, or a name for the batch',
    },
  },
  {
    name: 'a key that is not ASCII',
    request: { headers: { 'Idempotency-Key': 'clé' } },
    status: 400,
    error: {
      code: 'HTTP_KEY_INVALID',
      message: 'Idempotency-Key requires 1 to 200 printable ASCII characters, found others',
      advice: 'use a UUID, or a name for the batch',
    },
  },
];
