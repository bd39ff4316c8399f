import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SAMPLE_LOGS } from '../../tools/format-logs/all-logs.js';
import { isLabelled } from '../../tools/format-logs/foreign-logs.js';
import { BENTO_SCHEMA } from '../../tools/format-logs/plain-logs.js';
import { FEATURES, MODEL, featureOf, hasFailed, latencyMs, valuesOf } from '../../tools/format-logs/sample-log.js';
import { eventually, runAiops, startExporter, type RunningExporter } from '../processes/exporter.js';
import { startPrometheus, type RunningPrometheus } from '../processes/prometheus.js';

/** Requests in each log; 3000 of them at ten a second are five windows of a minute. */
const REQUESTS = 3000;
const ALL = Array.from({ length: REQUESTS }, (_, i) => i);
const FAILED = ALL.filter(hasFailed).length;
const SUM_SECONDS = ALL.reduce((sum, i) => sum + latencyMs(i), 0) / 1000;
const OK_SECONDS = ALL.reduce((sum, i) => sum + (hasFailed(i) ? 0 : latencyMs(i)), 0) / 1000;

const COLUMNS = `columns: [${FEATURES.join(', ')}]`;
const PLAIN_MAP =
  'time: ts, version: version, latency: { path: latency_ms, unit: ms }, outcome: { path: status, ok: [200] }, prediction: y';
/** What the configuration of a source says beside name, path and format. Each has a model of its own. */
const OPTIONS: Readonly<Record<string, (model: string) => string>> = {
  jsonl: (model) => `map: { ${PLAIN_MAP}, model: { const: ${model} }, features: features }`,
  csv: (model) => `csv: { decimal: ',' }, map: { ${PLAIN_MAP}, model: { const: ${model} }, features: [${FEATURES.join(', ')}] }`,
  kserve: (model) => `${COLUMNS}, map: { model: { const: ${model} } }`,
  sagemaker: (model) => `${COLUMNS}, map: { model: { const: ${model} } }`,
  databricks: (model) => `${COLUMNS}, map: { model: { const: ${model} } }`,
  bentoml: (model) => `bentoml: { schema: schema.jsonl }, map: { model: { const: ${model} } }`,
  otel_genai: (model) => `map: { model: { const: ${model} }, version: { const: '7' } }`,
};

interface Truth {
  readonly ok: number;
  readonly error: number;
  readonly seconds: number;
  readonly rows: number;
}
const WHOLE: Truth = { ok: REQUESTS - FAILED, error: FAILED, seconds: OK_SECONDS, rows: REQUESTS };
const UNTOLD: Truth = { ok: REQUESTS, error: 0, seconds: 0, rows: REQUESTS };
/** What of the log its format can say. */
const TRUTHS: Readonly<Record<string, Truth>> = {
  jsonl: WHOLE,
  csv: WHOLE,
  // A request that failed has no response, and waits.
  kserve: { ...WHOLE, error: 0 },
  // Neither says outcome or latency.
  sagemaker: UNTOLD,
  bentoml: UNTOLD,
  // Each row stands for two requests; latencies are those of the rows.
  databricks: { ...WHOLE, ok: 2 * WHOLE.ok, error: 2 * WHOLE.error },
  otel_genai: { ...WHOLE, rows: 0 },
};

const folder = mkdtempSync(join(tmpdir(), 'aiops-formats-'));
let exporter: RunningExporter | undefined;
let prometheus: RunningPrometheus | undefined;
const modelOf = (format: string): string => `${MODEL}-${format.replace('_', '-')}`;

beforeAll(async () => {
  mkdirSync(join(folder, 'logs'));
  writeFileSync(join(folder, 'schema.jsonl'), BENTO_SCHEMA);
  for (const { format, head, lines } of SAMPLE_LOGS) {
    writeFileSync(join(folder, 'logs', format), head + ALL.flatMap((i) => lines(i).map((line) => `${line}\n`)).join(''));
  }
  const sources = SAMPLE_LOGS.map(
    ({ format }) => `  - { name: ${format}, type: file, path: logs/${format}, format: ${format}, ${OPTIONS[format]?.(modelOf(format))} }`,
  );
  const models = SAMPLE_LOGS.map(({ format }) => `${modelOf(format)}: { baseline: baseline.json, window: 1m }`);
  writeFileSync(
    join(folder, 'aiops.yaml'),
    `server: { listen: "127.0.0.1:0" }\nsources:\n${sources.join('\n')}\nmodels: { ${models.join(', ')} }\n`,
  );
  writeFileSync(join(folder, 'reference.csv'), [FEATURES.join(','), ...ALL.map((i) => valuesOf(i).join(','))].join('\n'));
  const build = ['baseline', 'build', '--model', MODEL, '--version', '7', '--from', join(folder, 'reference.csv')];
  expect(await runAiops([...build, '--out', join(folder, 'baseline.json'), '--features', FEATURES.join(',')])).toMatchObject({ code: 0 });
  exporter = await startExporter(join(folder, 'aiops.yaml'));
  prometheus = await startPrometheus(join(folder, 'prometheus'), { formats: [exporter.url.replace('http://', '')] });
  await eventually(async () => {
    const [backlog] = (await prometheus?.query('sum(aiops_ingest_backlog_bytes)')) ?? [];
    const [read] = (await prometheus?.query('count(aiops_ingest_last_event_timestamp_seconds)')) ?? [];
    return backlog?.value === 0 && read?.value === SAMPLE_LOGS.length ? true : null;
  }, 'all logs to be read and scraped');
});

afterAll(async () => {
  await prometheus?.stop();
  await exporter?.stop();
  rmSync(folder, { recursive: true });
});

async function valueOf(expression: string): Promise<number> {
  const [sample] = (await prometheus?.query(expression)) ?? [];
  return sample?.value ?? 0;
}

test.each(SAMPLE_LOGS.map(({ format }) => format))('a whole log of %s comes out of Prometheus as it went in', async (format) => {
  const { ok, error, seconds, rows } = TRUTHS[format] as Truth;
  const at = `{model="${modelOf(format)}"}`;
  const requests = (outcome: string): Promise<number> =>
    valueOf(`sum(aiops_inference_requests_total{model="${modelOf(format)}",outcome="${outcome}"})`);
  expect([await requests('ok'), await requests('error')]).toEqual([ok, error]);
  expect(await valueOf(`sum(aiops_inference_latency_seconds_sum${at})`)).toBeCloseTo(seconds, 6);
  expect(await valueOf(`sum(aiops_ingest_rejected_total{source="${format}"})`)).toBe(0);
  const counted = await valueOf(`sum(aiops_feature_values_total{model="${modelOf(format)}",feature="${FEATURES[0]}"})`);
  expect(counted).toBe(rows);
});

test('labels of SageMaker are counted as labels', async () => {
  expect(await valueOf('aiops_ingest_events_total{source="sagemaker",kind="label"}')).toBe(ALL.filter(isLabelled).length);
});

test('requests of KServe without response wait, and a sampled table says its share', async () => {
  expect(await valueOf('aiops_ingest_waiting{source="kserve",side="request"}')).toBe(FAILED);
  expect(await valueOf('aiops_ingest_sampling_ratio{source="databricks"}')).toBe(0.5);
});

test('the logs hold features that differ, and latencies', () => {
  expect(new Set(ALL.map((i) => featureOf(i, 0))).size).toBeGreaterThan(1000);
  expect(SUM_SECONDS).toBeGreaterThan(OK_SECONDS);
});
