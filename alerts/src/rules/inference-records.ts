import type { RecordRule, RuleGroup } from '../rule.js';

const LATENCY = 'model_version:aiops_inference_latency_seconds:p95_5m';
const ERRORS = 'model_version:aiops_inference_errors:ratio_rate5m';

/** A server that is scraped by itself, how it names model and version, and what it counts. */
interface Server {
  readonly name: string;
  /** Where the labels of our records come from; null where the server has no such thing. */
  readonly model: string;
  readonly version: string | null;
  /** A histogram of answered requests, and how many of its units are a second; null where there is none: then there is no P95 either. */
  readonly latency: { readonly buckets: string; readonly perSecond: number } | null;
  /** Requests that reached the model, and those of them that failed. Each is the sum of its selectors. */
  readonly requests: readonly string[];
  readonly failures: readonly string[];
}

/**
 * Servers whose metrics become the records that dashboards and rules read. As in the exporter's own numbers, a request that was refused
 * before the model ran, or that its caller gave up, is neither an answer nor a failure.
 */
export const SERVERS: readonly Server[] = [
  {
    // Knative's queue proxy in front of KServe; latencies in milliseconds. A 4xx is the caller's.
    name: 'kserve',
    model: 'configuration_name',
    version: 'revision_name',
    latency: { buckets: 'revision_app_request_latencies_bucket{response_code_class="2xx"}', perSecond: 1000 },
    requests: ['revision_app_request_count{response_code_class!="4xx"}'],
    failures: ['revision_app_request_count{response_code_class="5xx"}'],
  },
  {
    // Durations are sums of microseconds: no quantile can be had from them. Releases before 24.05 have no label reason.
    name: 'triton',
    model: 'model',
    version: 'version',
    latency: null,
    requests: ['nv_inference_request_success', 'nv_inference_request_failure{reason!~"REJECTED|CANCELED"}'],
    failures: ['nv_inference_request_failure{reason!~"REJECTED|CANCELED"}'],
  },
  {
    // A finished request is called a success whatever its reason; abort is the caller's.
    name: 'vllm',
    model: 'model_name',
    version: null,
    latency: { buckets: 'vllm:e2e_request_latency_seconds_bucket', perSecond: 1 },
    requests: ['vllm:request_success_total{finished_reason!="abort"}'],
    failures: ['vllm:request_success_total{finished_reason="error"}'],
  },
  {
    // Semantic conventions for generative AI, as a Prometheus exporter of OpenTelemetry spells them.
    name: 'otel-genai',
    model: 'gen_ai_request_model',
    version: 'gen_ai_response_model',
    latency: { buckets: 'gen_ai_server_request_duration_seconds_bucket{error_type=""}', perSecond: 1 },
    requests: ['gen_ai_server_request_duration_seconds_count'],
    failures: ['gen_ai_server_request_duration_seconds_count{error_type!=""}'],
  },
];

/** P95 and the share of failures of what the exporter itself counts. */
export function inferenceRecords(): RuleGroup {
  const rate = (matchers: string): string => `sum by (model, version) (rate(aiops_inference_requests_total{outcome${matchers}}[5m]))`;
  return {
    name: 'aiops-inference',
    interval: null,
    records: [
      {
        record: LATENCY,
        expr: 'histogram_quantile(0.95, sum by (model, version, le) (rate(aiops_inference_latency_seconds_bucket[5m])))',
        labels: ['model', 'version', 'server'],
      },
      {
        record: ERRORS,
        expr: `${rate('=~"error|timeout"')}\n/\n${rate('!="rejected"')}`,
        labels: ['model', 'version', 'server'],
      },
    ],
    alerts: [],
  };
}

/** The same from the metrics of a server, for models without an inference log; the label `server` keeps the two apart. */
export function serverRecords(server: Server): RuleGroup {
  const { name, latency } = server;
  const records: RecordRule[] = [
    { record: ERRORS, expr: errorsOf(server), labels: ['model', 'version', 'server'], adds: { server: name } },
  ];
  if (latency) {
    const quantile = `histogram_quantile(0.95, ${summed(server, latency.buckets, ['le'])})`;
    records.unshift({
      record: LATENCY,
      expr: latency.perSecond === 1 ? quantile : `${quantile} / ${latency.perSecond}`,
      labels: ['model', 'version', 'server'],
      adds: { server: name },
    });
  }
  return { name: `aiops-inference-${name}`, interval: null, records, alerts: [] };
}

/** A server that has not failed yet may have no series for it: then the share is 0, as long as there are requests. */
function errorsOf(server: Server): string {
  const of = (selectors: readonly string[]): string =>
    selectors.map((selector) => `(${summed(server, selector)} or ${summed(server, server.requests[0] ?? '')} * 0)`).join(' + ');
  return `(${of(server.failures)})\n/\n(${of(server.requests)})`;
}

function summed({ model, version }: Server, selector: string, more: readonly string[] = []): string {
  const renamed = [['model', model] as const, ...(version === null ? [] : [['version', version] as const])].filter(
    ([to, from]) => to !== from,
  );
  const rate = renamed.reduce((expr, [to, from]) => `label_replace(${expr}, "${to}", "$1", "${from}", "(.*)")`, `rate(${selector}[5m])`);
  return `sum by (${['model', ...(version === null ? [] : ['version']), ...more].join(', ')}) (${rate})`;
}
