import { chmodSync, copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FindingCode } from '../../src/doctor/index.js';
import { filePosition } from '../../src/sources/index.js';
import { openStore } from '../../src/store/index.js';
import { logText, type HealthySetUp } from './healthy-set-up.js';

/** One fault, planted into a healthy set-up. `also`: what it cannot help but bring along. */
export interface PlantedFault {
  readonly fault: string;
  readonly code: FindingCode;
  readonly also?: readonly FindingCode[];
  plant(setUp: HealthySetUp): void | Promise<void>;
}

const HOUR = 3_600_000;

function edit(setUp: HealthySetUp, from: string, to: string): void {
  const text = readFileSync(setUp.config, 'utf8');
  if (!text.includes(from)) throw new Error(`the configuration has no ${from}`);
  setUp.write('aiops.yaml', text.replace(from, to));
}

const PEMS = fileURLToPath(new URL('../../fixtures/config/', import.meta.url));

/** A certificate and a key of the fixtures; only their owner reads the key. */
function withTls(setUp: HealthySetUp, cert: string, key: string): void {
  copyFileSync(`${PEMS}${cert}`, setUp.at('aiops.cert.pem'));
  copyFileSync(`${PEMS}${key}`, setUp.at('aiops.key.pem'));
  chmodSync(setUp.at('aiops.key.pem'), 0o600);
  edit(setUp, 'server: { ', 'server: { tls: { cert_file: aiops.cert.pem, key_file: aiops.key.pem }, ');
}

function editBaseline(setUp: HealthySetUp, replace: (text: string) => string): void {
  setUp.write('churn.json', replace(readFileSync(setUp.at('churn.json'), 'utf8')));
}

function relog(setUp: HealthySetUp, options: Parameters<typeof logText>[0]): void {
  setUp.write('logs/scoring.jsonl', logText(options));
}

function withStore(setUp: HealthySetUp, work: (store: ReturnType<typeof openStore>) => void): void {
  const store = openStore({ folder: setUp.at('aiops-data'), mode: 'own', nowMs: Date.now });
  try {
    work(store);
  } finally {
    store.close();
  }
}

function withDebugPrints(text: string): string {
  const lines = text.split('\n');
  return lines.map((line, i) => (i % 25 === 0 ? `DEBUG here\n${line}` : line)).join('\n');
}

export const DISK_FAULTS: readonly PlantedFault[] = [
  { fault: 'a key with a slip', code: 'config_fault', plant: (s) => edit(s, 'window: 1h', 'windw: 1h') },
  { fault: 'a pattern that matches nothing', code: 'source_no_file', plant: (s) => edit(s, 'logs/scoring.jsonl', 'logs/socring*.jsonl') },
  {
    fault: 'a link that leads to itself',
    code: 'source_unreadable',
    plant: (s) => {
      edit(s, 'logs/scoring.jsonl', '[logs/scoring.jsonl, logs/loop.jsonl]');
      symlinkSync('loop.jsonl', s.at('logs/loop.jsonl'));
    },
  },
  {
    fault: 'a folder as the path',
    code: 'source_not_a_file',
    plant: (s) => edit(s, 'logs/scoring.jsonl', 'logs'),
  },
  {
    fault: 'a log that nobody writes to',
    code: 'source_empty',
    plant: (s) => {
      rmSync(s.at('logs/scoring.jsonl.1'));
      s.write('logs/scoring.jsonl', '');
    },
  },
  {
    fault: 'a log that ended three days ago',
    code: 'source_stale',
    plant: (s) => {
      rmSync(s.at('logs/scoring.jsonl.1'));
      relog(s, { behindMs: 72 * HOUR });
      const then = new Date(Date.now() - 72 * HOUR);
      utimesSync(s.at('logs/scoring.jsonl'), then, then);
    },
  },
  {
    fault: 'two sources on one log',
    code: 'source_shares_file',
    plant: (s) =>
      edit(
        s,
        'models:',
        '  - { name: again, type: file, path: "logs/scoring.json*", format: jsonl, map: { time: ts, model: { const: churn } } }\nmodels:',
      ),
  },
  {
    fault: 'a rotation to a name that is not caught',
    code: 'rotation_not_caught',
    plant: (s) => renameSync(s.at('logs/scoring.jsonl.1'), s.at('logs/scoring.jsonl.old')),
  },
  { fault: 'a rotation that compresses with zstd', code: 'rotation_unreadable', plant: (s) => s.write('logs/scoring.jsonl.2.zst', 'x') },
  {
    fault: 'a rotation that was removed between two others',
    code: 'rotation_gap',
    plant: (s) => s.write('logs/scoring.jsonl.3', logText({ records: 5, behindMs: 2 * HOUR })),
  },
  {
    fault: 'a file that was removed before it was read',
    code: 'rotation_lost',
    plant: (s) =>
      withStore(s, (store) =>
        store.commit((records) =>
          records.positions.put('scoring', {
            stream: 'gone',
            position: { ...filePosition({}), path: '/gone', dev: '1', ino: '2', size: 9000, offset: 100 },
          }),
        ),
      ),
  },
  { fault: 'a writer whose clock is ahead', code: 'clock_future_events', plant: (s) => relog(s, { behindMs: -2 * HOUR }) },
  {
    fault: 'times in a wrong unit',
    code: 'clock_past_events',
    plant: (s) => relog(s, { change: (r, i) => void (r.ts = 1_000_000_000 + i) }),
  },
  {
    fault: 'a file from the future',
    code: 'clock_file_future',
    plant: (s) => {
      const then = new Date(Date.now() + 2 * HOUR);
      utimesSync(s.at('logs/scoring.jsonl'), then, then);
    },
  },
  { fault: 'a file where the folder of the store should be', code: 'store_damaged', plant: (s) => s.write('aiops-data', 'x') },
  {
    fault: 'a store whose pages are overwritten',
    code: 'store_damaged',
    plant: (s) => {
      withStore(s, (store) => store.commit((records) => records.facts.put('a', 'b'.repeat(100_000))));
      const file = s.at('aiops-data/aiops.db');
      const bytes = readFileSync(file);
      writeFileSync(file, bytes.fill(0x5a, 8192));
    },
  },
  { fault: 'a map that fits another log', code: 'format_rejects', plant: (s) => edit(s, 'time: ts', 'time: timestamp') },
  {
    fault: 'a debug print among the records',
    code: 'format_some_rejects',
    plant: (s) => s.write('logs/scoring.jsonl', withDebugPrints(logText())),
  },
  {
    fault: 'a CSV without its time column',
    code: 'format_unreadable',
    plant: (s) => {
      edit(s, 'logs/scoring.jsonl', 'logs/scoring.csv');
      edit(s, 'format: jsonl', 'format: csv');
      edit(s, ', features: features', '');
      s.write('logs/scoring.csv', 'when;latency_ms\n2026-11-25;1\n');
      rmSync(s.at('logs/scoring.jsonl.1'));
      rmSync(s.at('logs/scoring.jsonl'));
    },
  },
  {
    fault: 'a baseline that was edited',
    code: 'baseline_unreadable',
    plant: (s) => editBaseline(s, (text) => text.replace('"rows": 1000', '"rows": 1001').replace('"rows":1000', '"rows":1001')),
  },
  {
    fault: 'the baseline of another model',
    code: 'baseline_other_model',
    plant: (s) => {
      edit(s, '{ const: churn }', '{ const: credit }');
      edit(s, '  churn:', '  credit:');
    },
  },
  {
    fault: 'a feature that the log lost',
    code: 'baseline_feature_missing',
    plant: (s) => relog(s, { change: (r) => delete r.features['income'] }),
  },
  {
    fault: 'a feature that only the log has',
    code: 'baseline_feature_extra',
    plant: (s) => relog(s, { change: (r) => void (r.features['tenure'] = 3) }),
  },
  {
    fault: 'a number that became a text',
    code: 'baseline_feature_retyped',
    plant: (s) => relog(s, { change: (r) => void (r.features['age'] = `${String(r.features['age'])} years`) }),
  },
  {
    fault: 'words that became numbers',
    code: 'baseline_feature_retyped',
    plant: (s) => relog(s, { change: (r, i) => void (r.features['country'] = i % 3) }),
  },
  { fault: 'too little traffic for the window', code: 'window_too_small', plant: (s) => relog(s, { records: 400, everyMs: 60_000 }) },
  { fault: 'a certificate that has ended', code: 'certificate_expired', plant: (s) => withTls(s, 'expired.cert.pem', 'good.key.pem') },
  {
    fault: 'a key that all may read',
    code: 'token_file_open',
    plant: (s) => {
      withTls(s, 'good.cert.pem', 'good.key.pem');
      chmodSync(s.at('aiops.key.pem'), 0o644);
    },
  },
  {
    fault: 'tokens that cross a network in the clear',
    code: 'tokens_in_the_clear',
    plant: (s) => edit(s, 'listen: "127.0.0.1', 'listen: "0.0.0.0'),
  },
  { fault: 'a token that all may read', code: 'token_file_open', plant: (s) => chmodSync(s.at('read.token'), 0o644) },
  { fault: 'a token that all may replace', code: 'token_file_writable', plant: (s) => chmodSync(s.at('read.token'), 0o666) },
  {
    fault: 'a folder that was made where the log was',
    code: 'source_not_a_file',
    plant: (s) => {
      rmSync(s.at('logs/scoring.jsonl'));
      rmSync(s.at('logs/scoring.jsonl.1'));
      mkdirSync(s.at('logs/scoring.jsonl'));
    },
  },
];
