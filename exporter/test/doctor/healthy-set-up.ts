import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBaseline, saveBaseline } from '../../src/baseline/io.js';

/** Records of the log, one a second, the newest a moment ago: more than min_samples of a window of an hour. */
const RECORDS = 2000;

/** A set-up in which nothing is wrong: a log with a rotation, a baseline that fits, and a token that only its owner reads. */
export class HealthySetUp {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @param port that the configuration listens on */
  static async make(port: number): Promise<HealthySetUp> {
    const setUp = new HealthySetUp(mkdtempSync(join(tmpdir(), 'aiops-doctor-')));
    mkdirSync(setUp.at('logs'));
    setUp.write('logs/scoring.jsonl', logText());
    setUp.write('logs/scoring.jsonl.1', logText({ behindMs: RECORDS * 1000, records: 50 }));
    setUp.write('read.token', 'a-token-of-the-doctor-test');
    chmodSync(setUp.at('read.token'), 0o600);
    const rows = Array.from({ length: 1000 }, (_, i) => `${age(i)},${country(i)},${1000 + i}`);
    setUp.write('reference.csv', `age,country,income\n${rows.join('\n')}\n`);
    const built = await buildBaseline({ model: 'churn', modelVersion: '7', from: setUp.at('reference.csv') });
    await saveBaseline(setUp.at('churn.json'), built, 'replace');
    setUp.write('aiops.yaml', configText(port));
    return setUp;
  }

  at(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string | Buffer): void {
    writeFileSync(this.at(name), text);
  }

  get config(): string {
    return this.at('aiops.yaml');
  }

  /** The same again in a folder of its own, to plant a fault in. */
  copy(): HealthySetUp {
    const folder = mkdtempSync(join(tmpdir(), 'aiops-doctor-'));
    cpSync(this.folder, folder, { recursive: true });
    const setUp = new HealthySetUp(folder);
    chmodSync(setUp.at('read.token'), 0o600);
    return setUp;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const age = (i: number): number => 18 + (i % 60);
const country = (i: number): string => ['DE', 'FR', 'IT'][i % 3] ?? '';

export interface LogOptions {
  readonly records?: number;
  /** How long ago the newest record is; negative for the future. */
  readonly behindMs?: number;
  readonly everyMs?: number;
  /** Changes a record before it is written. */
  readonly change?: (record: { ts: unknown; features: Record<string, unknown> } & Record<string, unknown>, i: number) => void;
}

/** Lines of a healthy log. */
export function logText({ records = RECORDS, behindMs = 1000, everyMs = 1000, change }: LogOptions = {}): string {
  const newest = Date.now() - behindMs;
  const lines = Array.from({ length: records }, (_, i) => {
    const record = {
      ts: new Date(newest - (records - 1 - i) * everyMs).toISOString() as unknown,
      version: '7',
      latency_ms: 10 + (i % 40),
      features: { age: age(i), country: country(i), income: 1000 + (i % 1000) } as Record<string, unknown>,
    };
    change?.(record, i);
    return JSON.stringify(record);
  });
  return `${lines.join('\n')}\n`;
}

export function configText(port: number): string {
  return `server: { listen: "127.0.0.1:${port}", tokens: [{ scopes: [read], token_file: read.token }] }
sources:
  - name: scoring
    type: file
    path: logs/scoring.jsonl
    format: jsonl
    map: { time: ts, model: { const: churn }, version: version, latency: { path: latency_ms, unit: ms }, features: features }
models:
  churn: { baseline: churn.json, window: 1h }
`;
}
