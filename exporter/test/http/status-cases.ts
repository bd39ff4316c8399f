import { gzipSync } from 'node:zlib';
import { CodedError } from '../../src/contract/index.js';
import type { HTTP_ERRORS, HttpServerOptions } from '../../src/http/index.js';
import { SOURCE, type BackendDouble } from './backend-double.js';
import type { RawRequest } from './raw-connection.js';

const TOKENS: HttpServerOptions['tokens'] = [
  { token: 'ingest-token-0123456789', scopes: ['ingest'] },
  { token: 'reader-token-0123456789', scopes: ['read'] },
  { token: 'writer-token-0123456789', scopes: ['write'] },
  { token: 'admins-token-0123456789', scopes: ['admin'] },
];
const bearer = (token: string): { Authorization: string } => ({ Authorization: `Bearer ${token}` });
const RECORD = '{"a":1}\n';
const get = (path: string, headers: RawRequest['headers'] = {}): RawRequest => ({ path, headers });
const post = (path: string, headers: RawRequest['headers'] = {}, body: RawRequest['body'] = ''): RawRequest => ({
  method: 'POST',
  path,
  headers,
  body,
});
const batch = (body: RawRequest['body'] = RECORD, headers: RawRequest['headers'] = {}): RawRequest =>
  post('/api/v1/ingest/push', { 'Content-Type': 'application/x-ndjson', ...headers }, body);
const json = (body: string): RawRequest => batch(body, { 'Content-Type': 'application/json' });
const packed = (body: Uint8Array): RawRequest => batch(body, { 'Content-Encoding': 'gzip' });

/** One request, what it meets, and how it is answered. */
export interface StatusCase {
  readonly title: string;
  readonly request: RawRequest;
  readonly options?: Partial<HttpServerOptions>;
  readonly arrange?: (backend: BackendDouble) => void;
  readonly status: number;
  readonly code?: keyof typeof HTTP_ERRORS;
  readonly headers?: Readonly<Record<string, string>>;
  readonly line?: number;
}

const EVENT = { 'Content-Type': 'application/json', 'Ce-Specversion': '1.0', 'Ce-Id': 'a', 'Ce-Type': 't', 'Ce-Source': 's' };
const takesEvents = { arrange: (backend: BackendDouble): void => void (backend.sources = [{ ...SOURCE, format: 'kserve' }]) };
const takesTraces = {
  arrange: (backend: BackendDouble): void => void (backend.sources = [SOURCE, { ...SOURCE, name: 'llm', format: 'otel_genai' }]),
};
const traces = (body: string, headers: RawRequest['headers'] = {}): RawRequest =>
  post('/v1/traces', { 'Content-Type': 'application/json', ...headers }, body);
const withTokens = { options: { tokens: TOKENS } };
const starting = {
  arrange: (backend: BackendDouble): void => void (backend.state = { state: 'starting', reasons: ['the store is being read'] }),
};
const failing = { arrange: (backend: BackendDouble): void => void (backend.state = { state: 'failing', reasons: ['the disk is full'] }) };
const answering = (answer: NonNullable<BackendDouble['answer']>): Pick<StatusCase, 'arrange'> => ({
  arrange: (backend) => void (backend.answer = answer),
});
const throwing = (error: unknown): Pick<StatusCase, 'arrange'> => ({
  arrange: (backend) => {
    const fail = async (): Promise<never> => {
      throw error;
    };
    Object.assign(backend, { status: fail, answer: fail, exposition: fail, reload: fail });
  },
});
const BROKEN = new Error('a secret of the inside\n    at secret (/srv/aiops/secret.js:1:1)');
const STACK_IN_MESSAGE = new CodedError('CLI_INTERNAL', {
  status: 503,
  message: 'TypeError: x\n    at f (/srv/aiops/f.js:1:1)',
  advice: 'x',
});

/** Every status and every code that the server answers with. */
export const STATUS_CASES: readonly StatusCase[] = [
  { title: 'a page', request: get('/'), status: 200 },
  { title: 'a scrape', request: get('/metrics'), status: 200 },
  { title: 'a health check', request: get('/-/healthy'), status: 200 },
  { title: 'a health check while starting', request: get('/-/healthy'), ...starting, status: 200 },
  { title: 'readiness', request: get('/-/ready'), status: 200 },
  { title: 'a reload', request: post('/-/reload'), status: 200 },
  { title: 'a path with a slash at its end', request: get('/api/v1/status/'), status: 200 },
  { title: 'a target in absolute form', request: get('http://elsewhere.example/api/v1/status'), status: 200 },
  { title: 'an absolute form without a path', request: get('http://elsewhere.example'), status: 200 },
  { title: 'a batch in absolute form', request: { ...batch(), path: 'http://elsewhere.example/api/v1/ingest/push?x=1' }, status: 202 },
  { title: 'an expectation that nobody knows', request: get('/-/healthy', { Expect: 'the-unexpected' }), status: 200 },
  { title: 'a batch', request: batch(), status: 202 },
  { title: 'a batch without a body', request: batch(''), status: 202 },
  { title: 'a batch of empty lines', request: batch('\n\r\n\n'), status: 202 },
  { title: 'a batch whose last line has no newline', request: batch('{"a":1}\n{"b":2}'), status: 202 },
  { title: 'a JSON array', request: json('[{"a":1},{"b":2}]'), status: 202 },
  { title: 'an empty JSON array', request: json('[]'), status: 202 },
  { title: 'a JSON object', request: json('{"a":1}'), status: 202 },
  { title: 'JSON behind a byte order mark', request: json('\ufeff[{"a":1}]'), status: 202 },
  { title: 'a batch in gzip', request: packed(gzipSync(RECORD)), status: 202 },
  {
    title: 'a content type in capitals with a charset',
    request: batch(RECORD, { 'Content-Type': 'Application/JSONL; Charset="UTF-8"' }),
    status: 202,
  },
  { title: 'a token with the scope', ...withTokens, request: batch(RECORD, bearer('ingest-token-0123456789')), status: 202 },
  { title: 'a scrape without a token', ...withTokens, request: get('/metrics'), status: 200 },
  {
    title: 'a reload by a page of its own',
    request: post('/-/reload', { Origin: 'http://127.0.0.1', 'Sec-Fetch-Site': 'same-origin' }),
    status: 200,
  },
  { title: 'a duplicate', ...answering(async () => ({ kind: 'duplicate', accepted: 1, rejected: {} })), request: batch(), status: 200 },

  { title: 'bytes that are no HTTP', request: { method: 'G@T', path: '/' }, status: 400, code: 'HTTP_REQUEST_INVALID' },
  { title: 'a request without a Host header', request: get('/metrics', { Host: null }), status: 400, code: 'HTTP_REQUEST_INVALID' },
  {
    title: 'a length and chunks at once',
    request: batch(RECORD, { 'Transfer-Encoding': 'chunked' }),
    status: 400,
    code: 'HTTP_REQUEST_INVALID',
  },
  { title: 'a length that is no number', request: batch('', { 'Content-Length': '1e3' }), status: 400, code: 'HTTP_REQUEST_INVALID' },
  { title: 'a source name that is no UTF-8', request: { ...batch(), path: '/api/v1/ingest/%E0%A4%A' }, status: 400, code: 'HTTP_PATH' },
  { title: 'an id that is no UTF-8', request: get('/api/v1/verdicts/%E0%A4%A'), status: 400, code: 'HTTP_PATH' },
  { title: 'a path with dots', request: get('/api/v1/ingest/../status'), status: 400, code: 'HTTP_PATH' },
  { title: 'a query that cannot be', request: get('/api/v1/verdicts?limit=0'), status: 400, code: 'HTTP_QUERY' },
  { title: 'a query given twice', request: get('/api/v1/verdicts?model=a&model=b'), status: 400, code: 'HTTP_QUERY' },
  { title: 'a hash that is none', request: get('/api/v1/baselines/abc'), status: 400, code: 'HTTP_QUERY' },
  { title: 'a broken line', request: batch('{"a":1}\n{"b":\n{"c":3}\n'), status: 400, code: 'HTTP_RECORD_MALFORMED', line: 2 },
  { title: 'a broken element', request: json('[{"a":1},\n{"b":2},\n{"c":tru}]'), status: 400, code: 'HTTP_RECORD_MALFORMED', line: 3 },
  { title: 'an array that does not end', request: json('[{"a":1},{"b":2'), status: 400, code: 'HTTP_BODY_NOT_JSON', line: 2 },
  { title: 'JSON without a body', request: json(''), status: 400, code: 'HTTP_BODY_NOT_JSON', line: 1 },
  { title: 'plain text as gzip', request: packed(Buffer.from(RECORD)), status: 400, code: 'HTTP_BODY_NOT_GZIP' },
  { title: 'no bytes as gzip', request: packed(Buffer.alloc(0)), status: 400, code: 'HTTP_BODY_NOT_GZIP' },
  {
    title: 'an Idempotency-Key beyond ASCII',
    request: batch(RECORD, { 'Idempotency-Key': 'caf\u00e9' }),
    status: 400,
    code: 'HTTP_KEY_INVALID',
  },

  { title: 'no token', ...withTokens, request: get('/api/v1/status'), status: 401, code: 'HTTP_TOKEN_MISSING' },
  {
    title: 'another scheme',
    ...withTokens,
    request: get('/', { Authorization: 'Basic YWRtaW46YWRtaW4=' }),
    status: 401,
    code: 'HTTP_TOKEN_MISSING',
  },
  {
    title: 'what Grafana sends without a secret',
    ...withTokens,
    request: get('/', bearer('<no value>')),
    status: 401,
    code: 'HTTP_TOKEN_MISSING',
  },
  { title: 'an unknown token', ...withTokens, request: batch(RECORD, bearer('wrong')), status: 401, code: 'HTTP_TOKEN_UNKNOWN' },
  {
    title: 'a token without the scope',
    ...withTokens,
    request: batch(RECORD, bearer('reader-token-0123456789')),
    status: 403,
    code: 'HTTP_TOKEN_SCOPE',
  },
  {
    title: 'a token that may read, for a reload',
    ...withTokens,
    request: post('/-/reload', bearer('reader-token-0123456789')),
    status: 403,
    code: 'HTTP_TOKEN_SCOPE',
  },
  {
    title: 'a reload by a page of another site',
    request: post('/-/reload', { 'Sec-Fetch-Site': 'cross-site' }),
    status: 403,
    code: 'HTTP_CROSS_SITE',
  },
  {
    title: 'a reload by a page of another port',
    request: post('/-/reload', { 'Sec-Fetch-Site': 'same-site' }),
    status: 403,
    code: 'HTTP_CROSS_SITE',
  },
  {
    title: 'a reload by a page of another origin',
    request: post('/-/reload', { Origin: 'https://evil.example' }),
    status: 403,
    code: 'HTTP_CROSS_SITE',
  },
  { title: 'a batch by a page without an origin', request: batch(RECORD, { Origin: 'null' }), status: 403, code: 'HTTP_CROSS_SITE' },
  { title: 'a rebound host name', request: get('/api/v1/status', { Host: 'evil.example:9464' }), status: 403, code: 'HTTP_HOST' },

  { title: 'a CloudEvent in binary mode', ...takesEvents, request: batch('{}', EVENT), status: 202 },
  { title: 'traces', ...takesTraces, request: traces('{}'), status: 200, headers: { 'content-type': 'application/json; charset=utf-8' } },
  {
    title: 'a CloudEvent without an id',
    ...takesEvents,
    request: batch('{}', { ...EVENT, 'Ce-Id': null }),
    status: 400,
    code: 'HTTP_CLOUD_EVENT',
  },
  {
    title: 'a CloudEvent in a format that is not taken',
    ...takesEvents,
    request: batch('{}', { ...EVENT, 'Content-Type': 'application/cloudevents+avro' }),
    status: 415,
    code: 'HTTP_CONTENT_TYPE',
  },
  {
    title: 'a CloudEvent for a source of another format',
    request: batch('{}', { 'Content-Type': 'application/cloudevents+json' }),
    status: 415,
    code: 'HTTP_CONTENT_TYPE',
  },
  { title: 'traces that nobody wants', request: traces('{}'), status: 404, code: 'HTTP_TRACES_SOURCE' },
  {
    title: 'traces in protobuf',
    ...takesTraces,
    request: traces('x', { 'Content-Type': 'application/x-protobuf' }),
    status: 415,
    code: 'HTTP_TRACES_TYPE',
  },
  {
    title: 'an activation',
    arrange: (backend) => void (backend.artefact = { model: 'churn' } as NonNullable<BackendDouble['artefact']>),
    request: post(`/api/v1/baselines/${'0'.repeat(64)}/activate`),
    status: 202,
  },
  {
    title: 'an activation of a baseline that is not there',
    request: post(`/api/v1/baselines/${'0'.repeat(64)}/activate`),
    status: 404,
    code: 'HTTP_BASELINE_UNKNOWN',
  },

  { title: 'a path that is not there', request: get('/nowhere'), status: 404, code: 'HTTP_NOT_FOUND' },
  { title: 'a path in another case', request: get('/METRICS'), status: 404, code: 'HTTP_NOT_FOUND' },
  { title: 'the server as a whole', request: { method: 'OPTIONS', path: '*' }, status: 400, code: 'HTTP_PATH' },
  { title: 'a source that is not there', request: { ...batch(), path: '/api/v1/ingest/other' }, status: 404, code: 'HTTP_SOURCE_UNKNOWN' },
  { title: 'a verdict that is not there', request: get('/api/v1/verdicts/abc'), status: 404, code: 'HTTP_VERDICT_UNKNOWN' },
  {
    title: 'a baseline that is not there',
    request: get(`/api/v1/baselines/${'0'.repeat(64)}`),
    status: 404,
    code: 'HTTP_BASELINE_UNKNOWN',
  },
  {
    title: 'an incident that is not there',
    request: get('/api/v1/incidents/inc-000000000000'),
    status: 404,
    code: 'HTTP_INCIDENT_UNKNOWN',
  },
  { title: 'an incident by no id', request: get('/api/v1/incidents/7'), status: 400, code: 'HTTP_QUERY' },
  {
    title: 'evidence of an incident that is not there',
    request: get('/api/v1/incidents/inc-000000000000/evidence'),
    status: 404,
    code: 'HTTP_INCIDENT_UNKNOWN',
  },
  { title: 'schemas of a model that has none', request: get('/api/v1/models/nobody/schemas'), status: 404, code: 'HTTP_SCHEMA_UNKNOWN' },
  {
    title: 'a notification as a form',
    request: { ...batch('{}', { 'Content-Type': 'application/x-www-form-urlencoded' }), path: '/api/v1/notifications' },
    status: 415,
    code: 'HTTP_MESSAGE_TYPE',
  },
  {
    title: 'GET of the notifications',
    request: get('/api/v1/notifications'),
    status: 405,
    code: 'HTTP_METHOD',
    headers: { allow: 'POST' },
  },
  { title: 'GET of the ingest route', request: get('/api/v1/ingest/push'), status: 405, code: 'HTTP_METHOD', headers: { allow: 'POST' } },
  { title: 'GET of the reload', request: get('/-/reload'), status: 405, code: 'HTTP_METHOD', headers: { allow: 'POST' } },
  { title: 'POST to a scrape', request: post('/metrics'), status: 405, code: 'HTTP_METHOD', headers: { allow: 'GET, HEAD' } },
  {
    title: 'DELETE of a verdict',
    request: { method: 'DELETE', path: '/api/v1/verdicts/a' },
    status: 405,
    code: 'HTTP_METHOD',
    headers: { allow: 'GET, HEAD' },
  },
  {
    title: 'OPTIONS',
    request: { method: 'OPTIONS', path: '/api/v1/status' },
    status: 405,
    code: 'HTTP_METHOD',
    headers: { allow: 'GET, HEAD' },
  },
  {
    title: 'OPTIONS of the ingest route',
    request: { method: 'OPTIONS', path: '/api/v1/ingest/push' },
    status: 405,
    code: 'HTTP_METHOD',
    headers: { allow: 'POST' },
  },

  {
    title: 'headers that do not end',
    options: { limits: { headersMs: 250, requestMs: 250, checkMs: 20 } },
    request: get('/', { 'Content-Length': '9' }),
    status: 200,
  },
  {
    title: 'a body that does not come',
    options: { limits: { headersMs: 250, requestMs: 250, checkMs: 20 } },
    request: batch('', { 'Content-Length': '9' }),
    status: 408,
    code: 'HTTP_TIMEOUT',
  },
  {
    title: 'a batch that says it is too large',
    request: batch('', { 'Content-Length': String(SOURCE.bodyBytes + 1) }),
    status: 413,
    code: 'HTTP_BODY_TOO_LARGE',
  },
  { title: 'a bomb', request: packed(gzipSync(Buffer.alloc(3 << 20))), status: 413, code: 'HTTP_BODY_RATIO' },
  { title: 'too many records', request: batch('\n'.repeat(100_001)), status: 413, code: 'HTTP_BODY_RECORDS' },
  { title: 'too many elements', request: json(`[${'0,'.repeat(100_000)}0]`), status: 413, code: 'HTTP_BODY_RECORDS' },
  {
    title: 'a form',
    request: batch(RECORD, { 'Content-Type': 'application/x-www-form-urlencoded' }),
    status: 415,
    code: 'HTTP_CONTENT_TYPE',
  },
  { title: 'no content type', request: batch(RECORD, { 'Content-Type': null }), status: 415, code: 'HTTP_CONTENT_TYPE' },
  {
    title: 'another charset',
    request: batch(RECORD, { 'Content-Type': 'application/json; charset=utf-16' }),
    status: 415,
    code: 'HTTP_CONTENT_TYPE',
  },
  { title: 'another encoding', request: batch(RECORD, { 'Content-Encoding': 'br' }), status: 415, code: 'HTTP_CONTENT_ENCODING' },
  { title: 'gzip in gzip', request: batch(RECORD, { 'Content-Encoding': 'gzip, gzip' }), status: 415, code: 'HTTP_CONTENT_ENCODING' },
  {
    title: 'a key of another batch',
    ...answering(async () => ({ kind: 'key_reused' })),
    request: batch(),
    status: 422,
    code: 'HTTP_KEY_REUSED',
  },
  {
    title: 'a configuration that is refused',
    arrange: (backend) => void (backend.reloaded = { ok: false, errors: ['one', 'two'] }),
    request: post('/-/reload'),
    status: 422,
    code: 'HTTP_RELOAD_REFUSED',
  },
  {
    title: 'a full queue',
    ...answering(async () => ({ kind: 'busy', retryAfterSeconds: 2.2 })),
    request: batch(),
    status: 429,
    code: 'HTTP_BUSY',
    headers: { 'retry-after': '3' },
  },
  { title: 'headers beyond the limit', request: get('/', { 'X-Long': 'x'.repeat(17_000) }), status: 431, code: 'HTTP_HEADERS_TOO_LARGE' },

  { title: 'a fault behind the API', ...throwing(BROKEN), request: get('/api/v1/status'), status: 500, code: 'HTTP_INTERNAL' },
  { title: 'a fault behind the page', ...throwing(BROKEN), request: get('/'), status: 500, code: 'HTTP_INTERNAL' },
  { title: 'a fault behind a scrape', ...throwing(BROKEN), request: get('/metrics'), status: 500, code: 'HTTP_INTERNAL' },
  { title: 'a fault behind a push', ...throwing(BROKEN), request: batch(), status: 500, code: 'HTTP_INTERNAL' },
  { title: 'something thrown that is no error', ...throwing('a secret'), request: post('/-/reload'), status: 500, code: 'HTTP_INTERNAL' },
  {
    title: 'a fault in the text of a page',
    arrange: (backend) => void Object.assign(backend, { report: null }),
    request: get('/'),
    status: 500,
    code: 'HTTP_INTERNAL',
  },
  { title: 'an error whose text is a stack trace', ...throwing(STACK_IN_MESSAGE), request: get('/api/v1/status'), status: 503 },
  { title: 'a scrape while starting', ...starting, request: get('/metrics'), status: 503, code: 'HTTP_STARTING' },
  { title: 'the page while starting', ...starting, request: get('/'), status: 503, code: 'HTTP_STARTING' },
  { title: 'readiness while starting', ...starting, request: get('/-/ready'), status: 503, code: 'HTTP_STARTING' },
  { title: 'a batch while starting', ...starting, request: batch(), status: 503, code: 'HTTP_STARTING' },
  { title: 'readiness while nothing is durable', ...failing, request: get('/-/ready'), status: 503, code: 'HTTP_UNAVAILABLE' },
  { title: 'a batch while nothing is durable', ...failing, request: batch(), status: 503, code: 'HTTP_UNAVAILABLE' },
  {
    title: 'a batch whose fate is open',
    ...answering(async () => ({ kind: 'unavailable', why: 'the disk is full' })),
    request: batch(),
    status: 503,
    code: 'HTTP_UNAVAILABLE',
  },
];
