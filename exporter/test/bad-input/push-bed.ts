import { startExporter, type RunningExporter } from '../processes/exporter.js';
import { ask, type RawAnswer, type RawRequest } from '../http/raw-connection.js';
import { total, type ExposedSample } from './exposition.js';
import type { HomeFolder } from './home-folder.js';
import { MAP, sampleBaseline } from './sample-log.js';
import { scrape } from './settled.js';

export const INGEST_TOKEN = 'token-of-the-gateway';
export const READ_TOKEN = 'token-of-the-dashboard';

/** An exporter with one source for pushes, called push, and one model, called known. */
export interface PushBed {
  readonly exporter: RunningExporter;
  readonly port: number;
  /** Pushes a batch of NDJSON with the right token, unless the request says something else. */
  push(request: Partial<RawRequest>): Promise<RawAnswer>;
  tally(): Promise<Tally>;
}

/** All that a push can move. */
export interface Tally {
  readonly events: number;
  readonly requests: number;
  readonly seconds: number;
  readonly rejected: Readonly<Record<string, number>>;
  readonly refused: Readonly<Record<string, number>>;
}

/** Limits that bodies of a few megabytes reach. */
export const PUSH_LIMITS = { line: '64KiB', depth: 8, body: '4MiB', decompression_ratio: 100, queue: '4MiB' };

export async function startPushBed(home: HomeFolder): Promise<PushBed> {
  home.write('baseline.json', sampleBaseline('known'));
  return startBed(home, 'push', {
    sources: [{ name: 'push', type: 'http', map: { ...MAP, model: 'model' }, limits: PUSH_LIMITS }],
    models: { known: { baseline: 'baseline.json' } },
  });
}

/**
 * Starts an exporter that knows both tokens.
 *
 * @param source that is pushed to
 */
export async function startBed(home: HomeFolder, source: string, configuration: Readonly<Record<string, unknown>>): Promise<PushBed> {
  const config = home.configure({
    ...configuration,
    server: {
      listen: '127.0.0.1:0',
      tokens: [
        { scopes: ['ingest'], token: INGEST_TOKEN },
        { scopes: ['read'], token: READ_TOKEN },
      ],
    },
  });
  const exporter = await startExporter(config);
  const port = Number(new URL(exporter.url).port);
  return {
    exporter,
    port,
    push: ({ headers = {}, ...request }) =>
      ask(port, {
        method: 'POST',
        path: `/api/v1/ingest/${source}`,
        headers: { 'Content-Type': 'application/x-ndjson', Authorization: `Bearer ${INGEST_TOKEN}`, ...headers },
        ...request,
      }),
    tally: async () => tallyOf(await scrape(exporter)),
  };
}

function tallyOf(samples: readonly ExposedSample[]): Tally {
  const byLabel = (family: string, label: string): Record<string, number> => {
    const values = new Set(samples.filter(({ name, value }) => name === family && value > 0).map(({ labels }) => labels[label] ?? ''));
    return Object.fromEntries([...values].map((value) => [value, total(samples, family, { [label]: value })]));
  };
  return {
    events: total(samples, 'aiops_ingest_events_total'),
    requests: total(samples, 'aiops_inference_requests_total'),
    seconds: total(samples, 'aiops_inference_latency_seconds_sum'),
    rejected: byLabel('aiops_ingest_rejected_total', 'reason'),
    refused: byLabel('aiops_http_requests_refused_total', 'status'),
  };
}

/** What a tally is after some more. */
export function plus(tally: Tally, more: Partial<Tally>): Tally {
  const sum = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>> = {}): Record<string, number> =>
    Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]));
  return {
    events: tally.events + (more.events ?? 0),
    requests: tally.requests + (more.requests ?? 0),
    seconds: tally.seconds + (more.seconds ?? 0),
    rejected: sum(tally.rejected, more.rejected),
    refused: sum(tally.refused, more.refused),
  };
}
