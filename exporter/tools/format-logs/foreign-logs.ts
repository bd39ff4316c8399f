import { formats } from '../../src/formats/index.js';
import {
  FEATURES,
  MODEL,
  VERSION,
  answerOf,
  eventFields,
  featureFields,
  hasFailed,
  isoTime,
  latencyMs,
  timeMs,
  valuesOf,
  type SampleLog,
} from './sample-log.js';

const WITH_FEATURES = { head: '', fields: eventFields(featureFields(['features'])), featuresAt: ['features'] } as const;
const NAMED = { columns: FEATURES };

/** Payload logger of KServe, V1 bodies: two records a request. A request that fails has no response. */
export const kserveLog: SampleLog = {
  ...WITH_FEATURES,
  format: 'kserve',
  lines: (i) => [
    half(i, 'request', timeMs(i), { instances: [valuesOf(i)] }),
    ...(hasFailed(i) ? [] : [half(i, 'response', timeMs(i) + latencyMs(i), { predictions: [answerOf(i)] })]),
  ],
  decoder: formats.kserve({ ...NAMED, undatedMs: null }),
};

function half(i: number, side: string, ms: number, data: object): string {
  const time = new Date(ms).toISOString();
  return JSON.stringify({
    specversion: '1.0',
    id: `request-${i}`,
    type: `org.kubeflow.serving.inference.${side}`,
    source: 'http://localhost:9081/',
    time,
    recordedtime: time,
    inferenceservicename: MODEL,
    namespace: 'scoring',
    component: 'predictor',
    endpoint: '',
    datacontenttype: 'application/json',
    data,
  });
}

/** Data capture of a SageMaker endpoint that takes and gives CSV. */
export const sagemakerLog: SampleLog = {
  ...WITH_FEATURES,
  format: 'sagemaker',
  lines: (i) => [
    JSON.stringify({
      captureData: {
        endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data: valuesOf(i).join(','), encoding: 'CSV' },
        endpointOutput: { observedContentType: 'text/csv; charset=utf-8', mode: 'OUTPUT', data: `${answerOf(i)}\n`, encoding: 'CSV' },
      },
      eventMetadata: { eventId: captureId(i), inferenceTime: isoTime(i) },
      eventVersion: '0',
    }),
    ...(isLabelled(i)
      ? [JSON.stringify({ groundTruthData: { data: '1', encoding: 'CSV' }, eventMetadata: { eventId: captureId(i) }, eventVersion: '0' })]
      : []),
  ],
  decoder: formats.sagemaker(NAMED),
};

const captureId = (i: number): string => `5f9a8a4e-5a5d-4c8e-9d6a-${String(i).padStart(12, '0')}`;
/** One request in fifty has its ground truth. */
export const isLabelled = (i: number): boolean => i % 50 === 0;

/** Inference table of Databricks that holds half of the requests. */
export const databricksLog: SampleLog = {
  ...WITH_FEATURES,
  format: 'databricks',
  lines: (i) => [
    JSON.stringify({
      client_request_id: null,
      databricks_request_id: `d-${i}`,
      date: isoTime(i).slice(0, 10),
      timestamp_ms: timeMs(i),
      status_code: hasFailed(i) ? 500 : 200,
      execution_time_ms: latencyMs(i),
      sampling_fraction: 0.5,
      request: JSON.stringify({ dataframe_split: { columns: FEATURES, data: [valuesOf(i)] } }),
      response: hasFailed(i) ? '{"error_code":"INTERNAL_ERROR"}' : JSON.stringify({ predictions: [answerOf(i)] }),
      request_metadata: { endpoint_name: 'scoring', model_name: MODEL, model_version: VERSION },
    }),
  ],
  decoder: formats.databricks(NAMED),
};

/** Spans of a chat model as the file exporter of the OpenTelemetry Collector writes them, beside one that is no inference. */
export const otelGenaiLog: SampleLog = {
  head: '',
  format: 'otel_genai',
  lines: (i) => [
    JSON.stringify({
      resourceSpans: [
        {
          resource: { attributes: [text('service.name', 'assistant')] },
          scopeSpans: [{ scope: { name: 'opentelemetry.instrumentation.openai' }, spans: [chatSpan(i), toolSpan(i)] }],
        },
      ],
    }),
  ],
  decoder: formats.otel_genai,
  fields: eventFields([
    { path: ['time_to_first_token'], kind: 'number' },
    { path: ['tokens_input'], kind: 'number' },
    { path: ['tokens_output'], kind: 'number' },
  ]),
  featuresAt: ['features'],
};

function chatSpan(i: number): object {
  return {
    ...spanOf(i, `chat ${MODEL}`),
    attributes: [
      text('gen_ai.operation.name', 'chat'),
      text('gen_ai.provider.name', 'openai'),
      text('gen_ai.request.model', MODEL),
      text('gen_ai.response.model', VERSION),
      { key: 'gen_ai.usage.input_tokens', value: { intValue: String(100 + (i % 10)) } },
      { key: 'gen_ai.usage.output_tokens', value: { intValue: 20 } },
      { key: 'gen_ai.response.time_to_first_chunk', value: { doubleValue: 0.004 } },
      ...(hasFailed(i) ? [text('error.type', '500')] : []),
    ],
    status: hasFailed(i) ? { code: 2 } : {},
  };
}

function toolSpan(i: number): object {
  return { ...spanOf(i, 'execute_tool search'), attributes: [text('gen_ai.operation.name', 'execute_tool')], status: {} };
}

function spanOf(i: number, name: string): object {
  return {
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: `eee19b7ec3c1b${String(i % 1000).padStart(3, '0')}`,
    name,
    kind: 3,
    startTimeUnixNano: `${timeMs(i)}000001`,
    endTimeUnixNano: `${timeMs(i) + latencyMs(i)}000001`,
  };
}

function text(key: string, stringValue: string): object {
  return { key, value: { stringValue } };
}
