import { errorsOf } from '../contract/index.js';

export const HTTP_ERRORS = {
  HTTP_NOT_FOUND: { status: 404, message: 'there is nothing at {path}', advice: 'the status page at / links everything there is' },
  HTTP_METHOD: { status: 405, message: '{path} does not take {method}', advice: 'use {allowed}' },
  HTTP_UNKNOWN_SOURCE: { status: 404, message: 'no source called {source} takes pushes', advice: 'push to one of: {known}' },
  HTTP_NO_TOKEN: { status: 401, message: 'this needs a bearer token', advice: 'send Authorization: Bearer TOKEN with a token of server.tokens' },
  HTTP_WRONG_TOKEN: { status: 401, message: 'the bearer token is not known', advice: 'use a token of server.tokens; after a change reload the exporter' },
  HTTP_SCOPE: { status: 403, message: 'the token lacks the scope {scope}', advice: 'use a token with that scope' },
  HTTP_MEDIA_TYPE: { status: 415, message: 'the content type {found} is not taken', advice: 'send application/x-ndjson (one record a line) or application/json (an array of records)' },
  HTTP_ENCODING: { status: 415, message: 'the content encoding {found} is not taken', advice: 'send gzip or no encoding' },
  HTTP_BODY_TOO_LARGE: { status: 413, message: 'the body is larger than {limit} bytes', advice: 'send smaller batches, or raise limits.body of the source' },
  HTTP_RATIO: { status: 413, message: 'the body decompresses to more than {ratio} times its size', advice: 'send it with less compression, or raise limits.decompression_ratio of the source' },
  HTTP_BAD_GZIP: { status: 400, message: 'the body is no whole gzip stream', advice: 'send the whole stream; nothing of this batch was taken' },
  HTTP_KEY: { status: 400, message: 'the Idempotency-Key must have 1 to 200 visible characters', advice: 'use for example a UUID, the same for every retry of one batch' },
  HTTP_KEY_REUSED: { status: 422, message: 'this Idempotency-Key was used for another body', advice: 'use a new key for each batch; nothing of this batch was taken' },
  HTTP_MALFORMED: { status: 400, message: '{problem}', advice: 'correct or drop that record and send the batch again' },
  HTTP_BUSY: { status: 429, message: 'too many bytes are waiting', advice: 'send the same batch again after the time in Retry-After' },
  HTTP_UNAVAILABLE: { status: 503, message: '{why}', advice: 'send it again later; with the same Idempotency-Key it is counted once' },
  HTTP_STARTING: { status: 503, message: 'the exporter is starting', advice: 'try again in a moment' },
  HTTP_ABORTED: { status: 400, message: 'the body ended before it was whole', advice: 'send the batch again; nothing of it was taken' },
  HTTP_VERDICT_UNKNOWN: { status: 404, message: 'no stored verdict has the id {id}', advice: 'GET /api/v1/verdicts lists them' },
  HTTP_BASELINE_UNKNOWN: { status: 404, message: 'no stored baseline has the hash {sha}', advice: 'GET /api/v1/baselines lists them' },
  HTTP_PATH: { status: 400, message: 'the path holds a . or .. segment', advice: 'send the plain path' },
  HTTP_INTERNAL: { status: 500, message: 'this request could not be answered', advice: 'look into the log of the exporter; please report it' },
} as const;

export const httpError = errorsOf(HTTP_ERRORS);
