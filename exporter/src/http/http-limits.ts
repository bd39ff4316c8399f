/** Limits of the server that do not depend on a source. Times in milliseconds. */
export interface HttpLimits {
  readonly headersMs: number;
  readonly requestMs: number;
  readonly idleMs: number;
  readonly keepAliveMs: number;
  readonly checkMs: number;
  readonly connections: number;
}

/**
 * headersMs 10 s, requestMs 30 s: how long the headers and the whole request may take to arrive (408 after that).
 *   Why: a batch of 16 MiB needs 30 s at 4.5 Mbit/s; slower links send smaller batches. Too low: slow clients never get
 *   through. Too high: few clients that send a byte a second hold many connections and queue bytes.
 * idleMs 60 s: how long a connection may be silent while an answer is made or read. The longest answer is a push that waits
 *   10 s for the store. Too low: it is cut off. Too high: clients that do not read hold the text of a scrape.
 * keepAliveMs 75 s: longer than Prometheus' default scrape interval of 1 min, so that it does not connect anew each time.
 * checkMs 1 s: how often Node looks for requests that are overdue; it adds to the times above.
 * connections 1000: beyond, new ones are closed. Prometheus needs one; each costs some 20 KiB.
 * Change them: in code; nobody has needed to yet.
 * Pinned by: exporter/test/http/connections.test.ts, api-page.test.ts
 */
export const DEFAULT_HTTP_LIMITS: HttpLimits = {
  headersMs: 10_000,
  requestMs: 30_000,
  idleMs: 60_000,
  keepAliveMs: 75_000,
  checkMs: 1000,
  connections: 1000,
};

/**
 * Request line and headers together (431 beyond). Node's own default, stated because the answer names it: the longest header
 * that is wanted here is an Idempotency-Key of 200 characters; the rest is room for what proxies add (Grafana sends a JWT).
 */
export const MAX_HEADER_BYTES = 16 * 1024;

/**
 * Records (lines, in NDJSON) in one batch.
 * Why 100 000: a batch is folded and committed as a whole; this many take the ingest thread some 0.2 s, during which no scrape
 *              is rendered. At usual record sizes the byte limit is reached first.
 * Too low:     clients with tiny records pay more requests. Too high: 16 MiB of "0," would be 8 million rejects in one turn.
 * Pinned by:   exporter/test/http/batch-limits.test.ts
 */
export const MAX_RECORDS = 100_000;

/** Longest Idempotency-Key; a UUID has 36, and it is stored with every batch. */
export const MAX_KEY_LENGTH = 200;

/**
 * Unpacked bytes up to which the decompression ratio is not looked at: a short batch of equal records packs very well and
 * is no danger.
 */
export const RATIO_FREE_BYTES = 1024 * 1024;

/**
 * Bytes of a body that are read though nobody wants them: of a refused batch, so that the client gets to see the answer instead
 * of a reset connection, and of requests to routes that take no body. Beyond, the connection is cut.
 */
export const DRAIN_BYTES = 16 * 1024 * 1024;

/** When to come back, where nothing better is known. */
export const RETRY_AFTER_SECONDS = 1;
