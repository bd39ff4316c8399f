import { counter, factGauge } from '../metric-family.js';

const SOURCE = 'configured sources';

/** Honesty about the log and about the exporter's own health. */
export const PIPELINE_FAMILIES = [
  counter({
    name: 'aiops_ingest_events_total',
    help: 'Records accepted, by kind: inferences, labels, or whole snapshots.',
    labels: ['source', 'kind'],
    bound: `${SOURCE} x inference|label|snapshot`,
  }),
  counter({
    name: 'aiops_ingest_rejected_total',
    help: 'Records (or whole snapshots) not accepted, by reason. A rejected record moves no other counter.',
    labels: ['source', 'reason'],
    bound: `${SOURCE} x 11 reasons`,
  }),
  counter({ name: 'aiops_ingest_bytes_total', unit: 'bytes', help: 'Bytes of whole records read.', labels: ['source'], bound: SOURCE }),
  factGauge({
    name: 'aiops_ingest_lag_seconds',
    unit: 'seconds',
    help: 'Age of the newest event read, while there is a backlog; 0 when everything was read.',
    labels: ['source'],
    bound: SOURCE,
  }),
  factGauge({
    name: 'aiops_ingest_backlog_bytes',
    unit: 'bytes',
    help: 'Bytes known to the source and not yet read.',
    labels: ['source'],
    bound: SOURCE,
  }),
  factGauge({
    name: 'aiops_ingest_last_event_timestamp_seconds',
    unit: 'seconds',
    help: 'Newest event time accepted.',
    labels: ['source'],
    bound: SOURCE,
  }),
  factGauge({
    name: 'aiops_source_model_info',
    help: 'Models whose inferences a source was seen to hold; always 1. Tells a log that fell silent from a model that nobody asks.',
    labels: ['source', 'model'],
    bound: `${SOURCE} x models`,
  }),
  factGauge({
    name: 'aiops_ingest_waiting',
    help: 'Requests without a response yet, and responses without a request, of sources that log the two apart.',
    labels: ['source', 'side'],
    bound: `${SOURCE} x request|response`,
  }),
  counter({
    name: 'aiops_ingest_unmatched_total',
    help: 'Requests and responses whose other half did not come in time. Responses are logged for status 200 only: a request alone may be an error, or lost by the logger.',
    labels: ['source', 'side'],
    bound: `${SOURCE} x request|response`,
  }),
  factGauge({
    name: 'aiops_ingest_sampling_ratio',
    unit: 'ratio',
    help: 'Share of requests that the log holds, where it says so; request, token and cost counters stand for all of them.',
    labels: ['source'],
    bound: SOURCE,
  }),
  factGauge({ name: 'aiops_source_up', help: '1 while the source can be read.', labels: ['source'], bound: SOURCE }),
  factGauge({
    name: 'aiops_checkpoint_age_seconds',
    unit: 'seconds',
    help: 'Time since position and state were last committed.',
    labels: [],
    bound: '1',
  }),
  factGauge({
    name: 'aiops_store_bytes',
    unit: 'bytes',
    help: 'Size of the store by kind of record.',
    labels: ['record'],
    bound: 'kinds of record',
  }),
  factGauge({
    name: 'aiops_config_last_reload_successful',
    help: '1 if the last reload of the configuration was taken over, 0 if it was refused.',
    labels: [],
    bound: '1',
  }),
  factGauge({ name: 'aiops_series', help: 'Series exported, by family.', labels: ['family'], bound: 'families' }),
  counter({
    name: 'aiops_series_dropped_total',
    help: 'Series not exported because of the budget, counted at each change of the selection.',
    labels: ['family', 'reason'],
    bound: 'families x reasons',
    kind: 'fact',
  }),
  counter({
    name: 'aiops_notices_total',
    help: 'Things the exporter had to say, by kind; each is also a rate-limited log line.',
    labels: ['kind'],
    bound: 'kinds of notice',
    kind: 'fact',
  }),
  counter({
    name: 'aiops_http_requests_refused_total',
    help: 'HTTP requests answered with 4xx or 5xx.',
    labels: ['route', 'status'],
    bound: 'routes x statuses',
    kind: 'fact',
  }),
  factGauge({ name: 'aiops_build_info', help: 'The running exporter.', labels: ['version', 'node'], bound: '1' }),
] as const;
