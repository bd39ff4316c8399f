import { rmSync } from 'node:fs';
import { code, type Documented } from './documented.js';
import type { HomeFolder } from './home-folder.js';
import { sampleBaseline } from './sample-log.js';

/** The configuration that runs, and that every case spoils. */
export const RUNNING_CONFIG = [
  'server: { listen: "127.0.0.1:0" }',
  'sources:',
  '  - { name: push, type: http, map: { time: ts, model: model, version: version, latency: latency, features: features } }',
  'models:',
  '  churn: { baseline: churn.json, window: 1h }',
  '',
].join('\n');

/** Everything that the running configuration needs. */
export function writeGood(home: HomeFolder): void {
  home.configure(RUNNING_CONFIG);
  home.write('churn.json', sampleBaseline('churn'));
}

/** A configuration that is not taken over. {home} in texts is its folder. */
export interface ReloadCase {
  readonly name: string;
  readonly spoil: (home: HomeFolder) => void;
  /** What the answer, the log and the status page say, word by word. */
  readonly faults: readonly string[];
}

const changed =
  (from: string, to: string): ReloadCase['spoil'] =>
  (home) =>
    void home.configure(RUNNING_CONFIG.replace(from, to));

export const RELOADS: readonly ReloadCase[] = [
  {
    name: 'a reload with typing errors in two keys',
    spoil: (home) => void home.configure(`${RUNNING_CONFIG}budget: { serie: 20000 }\nstore: { pth: elsewhere }\n`),
    faults: [
      '{home}/aiops.yaml:6:11: budget.serie is not a known key; did you mean series? known here: series, models, versions',
      '{home}/aiops.yaml:7:10: store.pth is not a known key; did you mean path? known here: path, commit_interval, retention',
    ],
  },
  {
    name: 'a reload with broken YAML',
    spoil: changed('window: 1h }', 'window: 1h'),
    faults: ['{home}/aiops.yaml:5:10: a { or [ is opened here and never closed; close it, and indent what is inside it'],
  },
  {
    name: 'a reload when the configuration is gone',
    spoil: (home) => rmSync(home.at('aiops.yaml')),
    faults: [
      'the configuration {home}/aiops.yaml cannot be read: there is no such file: name a file with --config; without it ./aiops.yaml is read. docs/examples holds files to begin with',
    ],
  },
  {
    name: 'a reload with a baseline that is not there',
    spoil: changed('churn.json', 'chrun.json'),
    faults: [
      '{home}/chrun.json (models.churn.baseline) does not exist or cannot be read (ENOENT: no such file or directory): check the path and the permissions of the file',
    ],
  },
  {
    name: 'a reload with a baseline that was cut off',
    spoil: (home) => void home.write('churn.json', sampleBaseline('churn').slice(0, 300)),
    faults: [
      '{home}/churn.json (models.churn.baseline): a baseline is one JSON object (found text that is not JSON): pass the file that `aiops baseline build` wrote',
    ],
  },
  {
    name: 'a reload that changes a source',
    spoil: changed('name: push', 'name: pushed'),
    faults: ['sources changed: restart the exporter; positions and totals are kept'],
  },
  {
    name: 'a reload that changes the windows of a model',
    spoil: changed('window: 1h', 'window: 2h'),
    faults: ['models.churn.window changed: restart the exporter; positions and totals are kept'],
  },
];

export function documentedReload({ name, faults }: ReloadCase): Documented {
  const said = faults.map((fault) => code(fault.replaceAll('{home}/', ''))).join('; ');
  return {
    name,
    seen: `422 HTTP_RELOAD_REFUSED with ${said} (also in the log and on the status page), \`aiops_config_last_reload_successful\` 0`,
    kept: 'the running configuration and all that it counts',
  };
}
