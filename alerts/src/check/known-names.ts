import { METRIC_FAMILIES, type MetricFamily } from '@aiops/exporter/contract';
import type { RecordRule } from '../rule.js';
import { promqlNames } from './promql-names.js';

/** Labels that every scraped series has. */
const TARGET = ['job', 'instance'];

/** Functions that mean the same in Prometheus 2.42 and 3.x, Mimir and Thanos, without a feature flag. */
const FUNCTIONS = new Set(
  'abs absent absent_over_time avg avg_over_time ceil changes clamp clamp_max clamp_min count count_over_time delta deriv floor group histogram_quantile increase label_replace last_over_time max max_over_time min min_over_time quantile rate round scalar sgn sum sum_over_time time timestamp topk vector'.split(
    ' ',
  ),
);

interface Series {
  readonly labels: readonly string[];
  readonly isCounter: boolean;
}

/** Counters of other servers, with the labels that the recording rules read. */
const FOREIGN: readonly (readonly [string, ...string[]])[] = [
  ['revision_app_request_latencies_bucket', 'configuration_name', 'revision_name', 'response_code_class', 'le', 'model', 'version'],
  ['revision_app_request_count', 'configuration_name', 'revision_name', 'response_code_class', 'model', 'version'],
  ['nv_inference_request_success', 'model', 'version'],
  ['nv_inference_request_failure', 'model', 'version', 'reason'],
  ['vllm:e2e_request_latency_seconds_bucket', 'model_name', 'le', 'model'],
  ['vllm:request_success_total', 'model_name', 'finished_reason', 'model'],
  [
    'gen_ai_server_request_duration_seconds_bucket',
    'gen_ai_request_model',
    'gen_ai_response_model',
    'error_type',
    'le',
    'model',
    'version',
  ],
  ['gen_ai_server_request_duration_seconds_count', 'gen_ai_request_model', 'gen_ai_response_model', 'error_type', 'model', 'version'],
];

/** What may be named, and the labels it has. */
export type KnownSeries = ReadonlyMap<string, Series>;

/** The series of the catalogue, of recording rules, and those that Prometheus itself makes. */
export function knownSeries(records: readonly RecordRule[]): KnownSeries {
  return new Map<string, Series>([
    ...(METRIC_FAMILIES as readonly MetricFamily[]).flatMap(seriesOf),
    ...records.map(({ record, labels }) => [record, { labels, isCounter: false }] as const),
    ...FOREIGN.map(([name, ...labels]) => [name, { labels: [...labels, ...TARGET], isCounter: true }] as const),
    ['up', { labels: TARGET, isCounter: false }],
    ['ALERTS', { labels: ['alertname', 'alertstate', 'severity', 'model', 'version'], isCounter: false }],
  ]);
}

function seriesOf({ name, type, labels }: MetricFamily): [string, Series][] {
  const all = [...labels, ...TARGET];
  if (type !== 'histogram') return [[name, { labels: all, isCounter: type === 'counter' }]];
  return [
    [`${name}_bucket`, { labels: [...all, 'le'], isCounter: true }],
    [`${name}_sum`, { labels: all, isCounter: true }],
    [`${name}_count`, { labels: all, isCounter: true }],
  ];
}

/** What an expression names that there is not, or uses as what it is not; empty where all is well. */
export function nameFaults(expression: string, known: KnownSeries): string[] {
  const { metrics, functions, grouping } = promqlNames(expression);
  const faults: string[] = [];
  const labels = new Set(TARGET);
  for (const { name, labels: matched, insideOf } of metrics) {
    const series = known.get(name);
    if (!series) {
      faults.push(name === '' ? 'a selector without a metric name' : `no metric ${name} in the catalogue or the recording rules`);
      continue;
    }
    for (const label of series.labels) labels.add(label);
    for (const label of matched) if (!series.labels.includes(label)) faults.push(`${name} has no label ${label}`);
    const isRate = insideOf === 'rate' || insideOf === 'increase';
    if (isRate && !series.isCounter) faults.push(`${insideOf} of ${name}, which is no counter`);
  }
  for (const name of functions) if (!FUNCTIONS.has(name)) faults.push(`${name} is not a function that every server has`);
  for (const label of grouping) if (!labels.has(label)) faults.push(`no series of the expression has the label ${label}`);
  return faults;
}
