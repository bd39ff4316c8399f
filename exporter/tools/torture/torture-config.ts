import { writeFileSync } from 'node:fs';
import { sealBaseline } from '../../src/baseline/index.js';

/** A baseline with ten bins for feature `a` (0.5, 1.5, …) and three categories for `b`. */
export function tortureBaseline(file: string): void {
  const edges = Array.from({ length: 9 }, (_, i) => i + 1);
  const baseline = sealBaseline({
    model: 'torture',
    model_version: '1',
    source: 'built',
    precision: 'exact',
    rows: 10_000,
    period: null,
    features: [
      {
        name: 'a',
        type: 'numeric',
        edges,
        judged: Array.from({ length: 10 }, (_, i) => i),
        counts: new Array<number>(10).fill(1000),
        missing: 0,
        invalid: 0,
        min: 0.5,
        max: 9.5,
        mean: 5,
        sd: 2.87,
        quantiles: { p50: 4.5 },
        distinct: 10,
      },
      {
        name: 'b',
        type: 'categorical',
        categories: ['c0', 'c1', 'c2'],
        counts: [3334, 3333, 3333],
        other: 0,
        tail: [],
        tail_complete: true,
        missing: 0,
        invalid: 0,
      },
    ],
    prediction: null,
  });
  writeFileSync(file, JSON.stringify(baseline));
}

/** A configuration for one source and one model; the baseline lies beside it. */
export function tortureConfig({ port, source }: { port: number; source: { type: 'file'; path: string } | { type: 'http' } }): string {
  const where = source.type === 'file' ? `type: file\n    path: "${source.path}"` : 'type: http';
  return `server: { listen: 127.0.0.1:${port} }
store: { path: ./data, commit_interval: 100ms }
sources:
  - name: push
    ${where}
    format: jsonl
    map:
      time: ts
      request_id: request_id
      model: model
      version: version
      latency: { path: latency_ms, unit: ms }
      outcome: { path: status, ok: [200], timeout: [504], default: error }
      features: features
      tokens_input: tokens.in
      tokens_output: tokens.out
models:
  torture:
    baseline: baseline.json
    window: 5s
    lateness: 10m
`;
}
