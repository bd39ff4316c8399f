import { errorsOf } from '../contract/index.js';

/** Everything that a client can be told, with its status. */
export const HTTP_ERRORS = {
  HTTP_NOT_FOUND: { status: 404, message: 'there is nothing at this path', advice: 'see the links on the status page at /' },
  HTTP_METHOD: { status: 405, message: '{route} takes {allowed}, found {method}', advice: 'use a method that the Allow header names' },
  HTTP_TOKEN_MISSING: {
    status: 401,
    message: 'this request requires a bearer token with the scope {scope}, found none',
    advice: 'send Authorization: Bearer with a token of server.tokens',
  },
  HTTP_TOKEN_UNKNOWN: {
    status: 401,
    message: 'the bearer token is not one of server.tokens',
    advice: 'check the token file of this client',
  },
  HTTP_TOKEN_SCOPE: {
    status: 403,
    message: 'this request requires a bearer token with the scope {scope}; the one sent has other scopes',
    advice: 'use another token, or add the scope to this one in server.tokens',
  },
  HTTP_TOKEN_EMPTY: {
    status: 0,
    message: 'token {index} of the server is empty',
    advice: 'put at least 16 characters into the token file',
  },
  HTTP_CROSS_SITE: {
    status: 403,
    message: 'a page of another site may not change anything here',
    advice: 'send the request from a program, or from a page of the exporter itself',
  },
  HTTP_HOST: {
    status: 403,
    message: 'without server.tokens this address answers to localhost and to IP addresses only, found another host name',
    advice: 'use localhost or 127.0.0.1 in the URL, or set server.tokens',
  },
  HTTP_SOURCE_UNKNOWN: {
    status: 404,
    message: 'no source of that name takes pushes; there are: {known}',
    advice: 'correct the name in the URL, or configure a source of type http',
  },
  HTTP_CONTENT_TYPE: {
    status: 415,
    message: 'a batch requires the Content-Type {allowed} in utf-8, found {found}',
    advice: 'set the Content-Type to what the body is',
  },
  HTTP_CLOUD_EVENT: {
    status: 400,
    message: 'this is no CloudEvent 1.0 in {mode} mode: {problem}; nothing was taken',
    advice: 'send ce-* headers with the data as body, or application/cloudevents+json; docs/sources/cloudevents.md shows both',
  },
  HTTP_TRACES_SOURCE: {
    status: 404,
    message: 'traces require exactly one source of type http and format otel_genai, found {found}',
    advice: 'configure one; where there are more, send to /api/v1/ingest/ and the name of the source',
  },
  HTTP_TRACES_TYPE: {
    status: 415,
    message: 'traces are taken as OTLP in JSON (Content-Type application/json), found {found}',
    advice: 'let the client send JSON: OTEL_EXPORTER_OTLP_PROTOCOL=http/json, or encoding: json in the otlphttp exporter of a Collector',
  },
  HTTP_CONTENT_ENCODING: {
    status: 415,
    message: 'a batch may be sent plainly or with Content-Encoding gzip, once, found {found}',
    advice: 'compress with gzip or not at all',
  },
  HTTP_BODY_TOO_LARGE: {
    status: 413,
    message: 'a batch may have {limit} bytes, as it is sent and unpacked',
    advice: 'send smaller batches, or raise limits.body of the source',
  },
  HTTP_BODY_RATIO: {
    status: 413,
    message: 'a compressed batch may unpack to {limit} times its size',
    advice: 'send it less compressed, or raise limits.decompression_ratio of the source',
  },
  HTTP_BODY_RECORDS: { status: 413, message: 'a batch may have {limit} records (lines, in NDJSON)', advice: 'send smaller batches' },
  HTTP_BODY_NOT_GZIP: {
    status: 400,
    message: 'the body is not gzip, ends early, or goes on behind its end; nothing of this batch was taken',
    advice: 'check the client: Content-Encoding has to say what the body is',
  },
  HTTP_BODY_NOT_JSON: {
    status: 400,
    message: '{problem}; nothing of this batch was taken',
    advice: 'send one JSON object or an array of them, or newline-delimited JSON with Content-Type application/x-ndjson',
  },
  HTTP_RECORD_MALFORMED: {
    status: 400,
    message: '{problem}',
    advice: 'correct the record, or the map or the limits of the source, and send the batch again',
  },
  HTTP_KEY_INVALID: {
    status: 400,
    message: 'Idempotency-Key requires 1 to {limit} printable ASCII characters, found {found}',
    advice: 'use a UUID, or a name for the batch',
  },
  HTTP_KEY_REUSED: {
    status: 422,
    message: 'this Idempotency-Key was used for a batch with another content',
    advice: 'use a new key for each batch and the same key for each retry of it',
  },
  HTTP_BUSY: {
    status: 429,
    message: 'more bytes of batches are waiting than limits.queue of the source allows',
    advice: 'send the batch again after the time in Retry-After',
  },
  HTTP_STARTING: {
    status: 503,
    message: 'the exporter is starting: {reasons}',
    advice: 'try again after the time in Retry-After; /-/ready tells when',
  },
  HTTP_UNAVAILABLE: {
    status: 503,
    message: '{why}',
    advice: 'try again after the time in Retry-After, a push with the same Idempotency-Key',
  },
  HTTP_QUERY: { status: 400, message: '{name} requires {required}', advice: 'correct the address' },
  HTTP_VERDICT_UNKNOWN: {
    status: 404,
    message: 'no stored verdict has this id',
    advice: 'list them with GET /api/v1/verdicts; they are kept for store.retention.verdicts',
  },
  HTTP_BASELINE_UNKNOWN: { status: 404, message: 'no stored baseline has this hash', advice: 'list them with GET /api/v1/baselines' },
  HTTP_INCIDENT_UNKNOWN: {
    status: 404,
    message: 'no stored incident has this id',
    advice: 'list them with GET /api/v1/incidents; they are kept for store.retention.incidents',
  },
  HTTP_MESSAGE_TYPE: {
    status: 415,
    message: 'this route takes Content-Type application/json in utf-8, found {found}',
    advice: 'set the Content-Type to what the body is',
  },
  HTTP_RELOAD_REFUSED: {
    status: 422,
    message: 'the configuration was refused; the running one stays',
    advice: 'correct what problems lists and reload again',
  },
  HTTP_REQUEST_INVALID: { status: 400, message: 'this is not a request that the server understands', advice: 'check the client' },
  HTTP_PATH: {
    status: 400,
    message: 'a path requires segments that are UTF-8 and not empty, . or .. (percent-encoded or not), and no backslash or fragment',
    advice: 'send the path as docs/api.md has it; nothing here resolves dots',
  },
  HTTP_HEADERS_TOO_LARGE: {
    status: 431,
    message: 'request line and headers may have {limit} bytes',
    advice: 'send fewer or shorter headers',
  },
  HTTP_TIMEOUT: { status: 408, message: 'the request did not arrive in time', advice: 'send smaller batches, or check the network' },
  HTTP_INTERNAL: { status: 500, message: 'the exporter could not answer', advice: 'see its log for a line with kind request_failed' },
} as const;

export const httpError = errorsOf(HTTP_ERRORS);
