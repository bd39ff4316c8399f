import { rmSync } from 'node:fs';
import { eventually, startExporter } from '../processes/exporter.js';
import { readExposition, total } from '../bad-input/exposition.js';
import type { HealthySetUp } from './healthy-set-up.js';
import { logText, type LogOptions } from './healthy-set-up.js';

const RECORDS = 400;
const MINUTE_MS = 60_000;

/** What differs from labels that are as they should be. */
export interface LabelOptions {
  /** The id of a label; that of the prediction unless said. Null leaves it out. */
  readonly labelId?: (i: number) => string | null;
  readonly requestId?: (i: number) => string | null;
  /** From the newest prediction to the time when labels became known, in milliseconds. */
  readonly lagMs?: number;
  /** How long ago the labels became known; a minute unless said. Of before the windows closed they wait for nothing. */
  readonly knownMs?: number;
  readonly label?: unknown;
  /** In the map of the predictions; empty for none. */
  readonly idInMap?: '' | ', request_id: id';
  /** Of the model; empty for none. */
  readonly quality?: string;
}

export const QUALITY = ', quality: { task: binary, positive: "1", metric: accuracy, expected: 0.9, label_delay: 1d, label_horizon: 30d }';

/** Predictions with ids and labels for all of them, in a set-up in which nothing else is wrong. */
export function withLabels(setUp: HealthySetUp, port: number, options: LabelOptions = {}): void {
  const {
    requestId = (i) => `req-${i}`,
    labelId = requestId,
    lagMs = MINUTE_MS,
    knownMs = MINUTE_MS,
    label = '1',
    idInMap = ', request_id: id',
  } = options;
  const { quality = QUALITY } = options;
  const change: LogOptions['change'] = (record, i) => {
    const id = requestId(i);
    if (id !== null) record['id'] = id;
    record['y'] = '1';
  };
  rmSync(setUp.at('logs/scoring.jsonl.1'));
  setUp.write('logs/scoring.jsonl', logText({ records: RECORDS, everyMs: 1000, behindMs: lagMs + MINUTE_MS, change }));
  const known = Date.now() - knownMs;
  const lines = Array.from({ length: RECORDS }, (_, i) =>
    JSON.stringify({ id: labelId(i) ?? undefined, truth: label, known: new Date(known).toISOString() }),
  );
  setUp.write('logs/outcomes.jsonl', `${lines.join('\n')}\n`);
  setUp.write(
    'aiops.yaml',
    `server: { listen: "127.0.0.1:${port}", tokens: [{ scopes: [read], token_file: read.token }] }
sources:
  - { name: scoring, type: file, path: logs/scoring.jsonl, format: jsonl, map: { time: ts, model: { const: churn }, version: version, features: features, prediction: y${idInMap} } }
  - { name: outcomes, type: file, kind: labels, path: logs/outcomes.jsonl, format: jsonl, map: { time: known, request_id: id, model: { const: churn }, label: truth } }
models:
  churn: { baseline: churn.json, window: 10m, lateness: 1m, idle: 100ms, drift: { min_samples: 50 }${quality} }
`,
  );
}

/** Lets an exporter read it all, and stops it. */
export async function runOnce(setUp: HealthySetUp, isDone: (outcomes: Readonly<Record<string, number>>) => boolean): Promise<void> {
  const exporter = await startExporter(setUp.config);
  try {
    await eventually(async () => {
      const samples = readExposition(await exporter.metrics());
      const of = (outcome: string): number => total(samples, 'aiops_labels_total', { outcome });
      const names = ['joined', 'unmatched', 'late', 'expired'];
      return isDone(Object.fromEntries(names.map((name) => [name, of(name)]))) ? true : null;
    }, 'the labels to be counted');
  } finally {
    await exporter.stop();
  }
}

export const LABELS = RECORDS;
