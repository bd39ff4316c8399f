import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { findTool } from '../../exporter/tools/find-tool.js';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const LATENCY = 'model_version:aiops_inference_latency_seconds:p95_5m';
const ERRORS = 'model_version:aiops_inference_errors:ratio_rate5m';
const SAMPLE = /^(\S+?\{.*\}) (\S+)$/;

interface Sample {
  readonly labels: string;
  readonly value: number;
}

/** Plays an exposition for ten minutes, each minute adding what it says, and compares the records with what was counted by hand. */
function played(server: string, expected: Readonly<Record<string, readonly Sample[]>>, exposition: string): string {
  const lines = exposition.split('\n').flatMap((line) => {
    const [, series, value] = SAMPLE.exec(line) ?? [];
    return series === undefined ? [] : [{ series, values: `0+${value}x10` }];
  });
  const file = {
    rule_files: [join(FOLDER, 'prometheus', `inference${server === '' ? '' : `-${server}`}.yaml`)],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: lines,
        promql_expr_test: Object.entries(expected).map(([record, samples]) => ({
          // To a millionth: a quantile is not exact in binary.
          expr: `round(${record}, 0.000001)`,
          eval_time: '10m',
          exp_samples: samples.map(({ labels, value }) => ({ labels: `{${labels}}`, value })),
        })),
      },
    ],
  };
  const folder = mkdtempSync(join(tmpdir(), 'aiops-servers-'));
  writeFileSync(join(folder, 'test.yaml'), stringify(file, { lineWidth: 0 }));
  const { status, stdout, stderr } = spawnSync(findTool('promtool'), ['test', 'rules', join(folder, 'test.yaml')], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return status === 0 ? '' : stdout + stderr;
}

const recorded = (server: string): string => readFileSync(join(FOLDER, 'fixtures', 'servers', `${server}.txt`), 'utf8');

test('KServe: seconds from milliseconds, failures among those that are not the caller’s, 0 for a revision that never failed', () => {
  const iris = 'model="iris-predictor",server="kserve",version="iris-predictor-00002"';
  const expected = {
    [LATENCY]: [{ labels: iris, value: 0.15 }],
    [ERRORS]: [
      { labels: iris, value: 0.05 },
      { labels: 'model="mnist-predictor",server="kserve",version="mnist-predictor-00001"', value: 0 },
    ],
  };
  expect(played('kserve', expected, recorded('kserve'))).toBe('');
});

test('Triton: failures of the model only, and no P95, because it has no histogram', () => {
  const expected = {
    [LATENCY]: [],
    [ERRORS]: [
      { labels: 'model="resnet",server="triton",version="1"', value: 0.1 },
      { labels: 'model="resnet",server="triton",version="2"', value: 0 },
    ],
  };
  expect(played('triton', expected, recorded('triton'))).toBe('');
});

test('Triton without the label reason: every failure counts', () => {
  const old = 'nv_inference_request_success{model="a",version="1"} 75\nnv_inference_request_failure{model="a",version="1"} 25\n';
  expect(played('triton', { [ERRORS]: [{ labels: 'model="a",server="triton",version="1"', value: 0.25 }] }, old)).toBe('');
});

test('vLLM: one model over its engines, without a version, and aborts are the caller’s', () => {
  const chat = 'model="org/chat-1b",server="vllm"';
  expect(played('vllm', { [LATENCY]: [{ labels: chat, value: 1.5 }], [ERRORS]: [{ labels: chat, value: 0.04 }] }, recorded('vllm'))).toBe(
    '',
  );
});

test('OpenTelemetry: the model that was asked for, and the one that answered as its version', () => {
  const chat = 'model="chat",server="otel-genai",version="chat-2026-05"';
  expect(
    played('otel-genai', { [LATENCY]: [{ labels: chat, value: 3.84 }], [ERRORS]: [{ labels: chat, value: 0.2 }] }, recorded('otel-genai')),
  ).toBe('');
});

test('the exporter’s own metrics give the same records', () => {
  const own = `
aiops_inference_requests_total{model="churn",version="7",outcome="ok"} 90
aiops_inference_requests_total{model="churn",version="7",outcome="error"} 6
aiops_inference_requests_total{model="churn",version="7",outcome="timeout"} 4
aiops_inference_requests_total{model="churn",version="7",outcome="rejected"} 50
aiops_inference_latency_seconds_bucket{model="churn",version="7",le="0.1"} 90
aiops_inference_latency_seconds_bucket{model="churn",version="7",le="0.2"} 100
aiops_inference_latency_seconds_bucket{model="churn",version="7",le="+Inf"} 100
`;
  const churn = 'model="churn",version="7"';
  expect(played('', { [LATENCY]: [{ labels: churn, value: 0.15 }], [ERRORS]: [{ labels: churn, value: 0.1 }] }, own)).toBe('');
});
