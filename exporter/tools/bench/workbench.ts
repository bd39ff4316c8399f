import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildBaseline, saveBaseline } from '../../src/baseline/io.js';
import { LOG_MODELS, writeInferenceLog, type LogShape } from './inference-log.js';

/** Rows that the baselines of the benchmark are built from. */
const BASELINE_RECORDS = { standard: 50_000, precise: 50_000, wide: 10_000 };

export interface Workbench {
  readonly folder: string;
  readonly records: number;
  readonly log: string;
  readonly bytes: number;
  /** Configuration of the exporter for the log. */
  readonly config: string;
}

export interface WorkbenchOptions {
  readonly folder: string;
  readonly records: number;
  readonly shape: LogShape;
  readonly seed: number;
  readonly models?: readonly string[];
  readonly onProgress: (text: string) => void;
}

/** Writes a log, the baselines of its models and a configuration into a new folder. */
export async function prepareWorkbench({
  folder,
  records,
  shape,
  seed,
  models = LOG_MODELS,
  onProgress,
}: WorkbenchOptions): Promise<Workbench> {
  mkdirSync(folder, { recursive: true });
  const log = join(folder, 'inference.jsonl');
  onProgress(`writing ${records} records (${shape})`);
  const bytes = writeInferenceLog(log, { records, shape, seed, models });
  const sample = join(folder, 'reference.jsonl');
  writeInferenceLog(sample, { records: Math.min(records, BASELINE_RECORDS[shape]), shape, seed: seed + 1, models });
  onProgress('building baselines');
  for (const model of models) {
    const baseline = await buildBaseline({ from: sample, model, modelVersion: '1', featuresAt: 'features', prediction: 'prediction' });
    await saveBaseline(join(folder, `${model}.json`), baseline, 'replace');
  }
  const config = join(folder, 'aiops.yaml');
  writeFileSync(config, configOf(models, 'inference.jsonl', 'store'));
  return { folder, records, log, bytes, config };
}

/** The configuration for a log of the benchmark. */
export function configOf(models: readonly string[], log: string, store: string, port = 0): string {
  return `server: { listen: "127.0.0.1:${port}" }
store: { path: ${store} }
sources:
  - name: log
    type: file
    path: ${log}
    format: jsonl
    map:
      time: ts
      model: model
      version: version
      latency: { path: latency_ms, unit: ms }
      outcome: { path: status, ok: [200], timeout: [504], default: error }
      features: features
      prediction: prediction
models:
${models.map((model) => `  ${model}: { baseline: ${model}.json }`).join('\n')}
`;
}
