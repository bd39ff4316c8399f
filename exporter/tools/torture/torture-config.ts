import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sealBaseline } from '../../src/baseline/index.js';

const MODELS = ['torture-a', 'torture-b'];

/** Name of the source in every run: it is a label, and part of the URL that takes pushes. */
export const SOURCE = 'torture';

/** How each format is read; KServe's brings its own map. */
const MAPS = {
  kserve: '',
  jsonl: `    map:
      time: ts
      request_id: request_id
      model: model
      version: version
      latency: { path: latency_ms, unit: ms }
      outcome: { path: status, ok: [200], timeout: [504], default: error }
      features: features
      tokens_input: tokens.in
      tokens_output: tokens.out
`,
};

export type TortureSource =
  { readonly type: 'file'; readonly path: string } | { readonly type: 'http' } | { readonly type: 'snapshot'; readonly path: string };

/** Writes the configuration of an exporter with one source and two models; returns its path. */
export function writeTortureConfig(folder: string, port: number, source: TortureSource, format: keyof typeof MAPS = 'jsonl'): string {
  for (const model of MODELS) writeFileSync(join(folder, `${model}.json`), JSON.stringify(baselineOf(model)));
  const models = MODELS.map((model) => `  ${model}: { baseline: ${model}.json, window: 5s, lateness: 10m }`).join('\n');
  const path = join(folder, 'aiops.yaml');
  writeFileSync(
    path,
    `server: { listen: 127.0.0.1:${port} }
store: { path: ./data, commit_interval: 100ms }
sources:
${sourceText(source, format)}models:
${models}
`,
  );
  return path;
}

function sourceText(source: TortureSource, format: keyof typeof MAPS): string {
  if (source.type === 'snapshot') {
    return `  - name: ${SOURCE}
    type: snapshot
    path: "${source.path}"
    named: "{model}/{version}/*-{yyyy}-{mm}-{dd}-*"
    settle: 300ms
`;
  }
  const where = source.type === 'file' ? `type: file\n    path: "${source.path}"` : 'type: http';
  return `  - name: ${SOURCE}
    ${where}
    format: ${format}
${MAPS[format]}`;
}

/** The write-ahead log of the store of an exporter with this configuration. */
export function writeAheadLogOf(folder: string): string {
  return join(folder, 'data', 'aiops.db-wal');
}

/** A baseline with ten bins for feature `a` (0.5, 1.5, …) and three categories for `b`. */
function baselineOf(model: string): ReturnType<typeof sealBaseline> {
  return sealBaseline({
    model,
    model_version: '1',
    source: 'built',
    precision: 'exact',
    rows: 10_000,
    period: null,
    features: [
      {
        name: 'a',
        type: 'numeric',
        edges: Array.from({ length: 9 }, (_, i) => i + 1),
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
}
