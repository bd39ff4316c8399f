import { copyFileSync, mkdirSync, openSync, closeSync, readFileSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { hashOf, type Baseline } from '../../src/baseline/index.js';
import type { HomeFolder } from './home-folder.js';
import { sampleBaseline } from './sample-log.js';
import { yaml, type StartCase } from './start-case.js';

const RELEASED_STORE = fileURLToPath(new URL('../../fixtures/store/v1.db', import.meta.url));
/** Offsets in the header of an SQLite file (sqlite.org/fileformat.html), each a big-endian word. */
const USER_VERSION_AT = 60;
const APPLICATION_ID_AT = 68;

/** The store of a released version, with some bytes of it changed. */
function writeStore(home: HomeFolder, at: number, bytes: Buffer): void {
  mkdirSync(home.at('aiops-data'));
  copyFileSync(RELEASED_STORE, home.at('aiops-data/aiops.db'));
  const file = openSync(home.at('aiops-data/aiops.db'), 'r+');
  writeSync(file, bytes, 0, bytes.length, at);
  closeSync(file);
}

const fault = (text: string): string =>
  `{home}/aiops.yaml:${text}\n` + problem('the configuration {home}/aiops.yaml has 1 fault(s) [CONFIG_INVALID]', CORRECT);
const problem = (text: string, advice: string): string => `aiops: ${text}\n  ${advice}\n`;
const CORRECT = 'correct each line that is named; docs/configuration.md explains every key, and `aiops validate` checks without starting';

const DAMAGED = (found: string): string =>
  problem(
    `the store {home}/aiops-data/aiops.db is damaged (${found}); it was left as it is [STORE_CORRUPT]`,
    'stop the exporter and restore a backup of the folder, or move aiops.db, aiops.db-wal and aiops.db-shm together into a folder beside them ' +
      '(keep them: they hold the only copy) and start again with an empty store: counters begin at 0 and baselines must be activated again',
  );

/** A baseline with one number changed, and the hash that it still claims. */
const EDITED = sampleBaseline('churn').replace('"max":10', '"max":11');
const { sha256: FOUND } = JSON.parse(EDITED) as Baseline;

/** Configurations that are not taken; exporter/fixtures/config holds many more. */
export const CONFIGURATION_STARTS: readonly StartCase[] = [
  {
    name: 'a key of the configuration with a typing error',
    config: () => yaml('store: { pth: elsewhere }'),
    output: fault('4:10: store.pth is not a known key; did you mean path? known here: path, commit_interval, retention'),
  },
  {
    name: 'a duration with the wrong unit',
    config: () => yaml('models:', '  churn: { window: 1 hour }'),
    output: fault('5:20: models.churn.window is "1 hour" (no duration); allowed: a duration of at least 1s, as in 30s, 15m, 1h or 7d'),
  },
  {
    name: 'a configuration that is not there',
    output: problem(
      'the configuration {home}/aiops.yaml cannot be read: there is no such file [CONFIG_UNREADABLE]',
      'name a file with --config; without it ./aiops.yaml is read. docs/examples holds files to begin with',
    ),
  },
  {
    name: 'a configuration that is no YAML',
    config: () => yaml('models: { churn: { window: 1h }'),
    output: fault('4:9: a { or [ is opened here and never closed; close it, and indent what is inside it'),
  },
  {
    name: 'a token file that is not there',
    config: () => yaml().replace('" }', '", tokens: [{ scopes: [ingest], token_file: push.token }] }'),
    output: fault(
      '1:75: server.tokens[0].token_file names a file that cannot be read (there is no such file); its path is relative to the configuration',
    ),
  },
  {
    name: 'an option that does not exist',
    config: () => yaml(),
    args: ['serve', '--conf', 'aiops.yaml'],
    output: "error: unknown option '--conf'\n(Did you mean --config?)\n",
  },
];

/** Ports, stores and baselines that cannot be used. */
export const RESOURCE_STARTS: readonly StartCase[] = [
  {
    name: 'a port that is in use',
    config: ({ port }) => yaml().replace('127.0.0.1:0', `127.0.0.1:${port}`),
    output: problem(
      'server.listen 127.0.0.1:{port} cannot be used: the port is in use by another program [CLI_LISTEN]',
      'choose another address, or stop what holds it; port 0 takes a free one',
    ),
    kept: 'the program that uses it goes on',
  },
  {
    name: 'a store that another exporter uses',
    config: ({ store }) => yaml(`store: { path: ${store} }`),
    output: problem(
      'the store in {store} is in use by another exporter [STORE_LOCKED]',
      'stop the other exporter (the lock ends with its process, also after kill -9), or give this one a store.path of its own',
    ),
    kept: 'the other exporter goes on',
  },
  {
    name: 'a file in place of the store folder',
    config: () => yaml(),
    make: (home) => void home.write('aiops-data', 'a file'),
    output: problem(
      'store.path must be a folder (found something else at {home}/aiops-data) [STORE_NOT_A_FOLDER]',
      'name another folder under store.path, or move what is there out of the way',
    ),
    untouched: 'aiops-data',
  },
  {
    name: 'a store that is no database',
    config: () => yaml(),
    make: (home) => void home.write('aiops-data/aiops.db', 'no database, but long enough to be one. '.repeat(200)),
    output: DAMAGED('file is not a database'),
    untouched: 'aiops-data/aiops.db',
  },
  {
    name: 'a store with damaged pages',
    config: () => yaml(),
    make: (home) => writeStore(home, 4096, Buffer.alloc(28 * 4096, 0xa5)),
    output: DAMAGED('database disk image is malformed'),
    untouched: 'aiops-data/aiops.db',
  },
  {
    name: 'a store that was cut off',
    config: () => yaml(),
    make: (home) => void home.write('aiops-data/aiops.db', readFileSync(RELEASED_STORE).subarray(0, 8192)),
    output: DAMAGED('database disk image is malformed'),
    untouched: 'aiops-data/aiops.db',
  },
  {
    name: 'a database of another program in place of the store',
    config: () => yaml(),
    make: (home) => writeStore(home, APPLICATION_ID_AT, Buffer.from([0, 0, 0, 1])),
    output: problem(
      '{home}/aiops-data/aiops.db must be a store of this exporter (found an SQLite database of another program) [STORE_FOREIGN]',
      'name another folder under store.path',
    ),
    untouched: 'aiops-data/aiops.db',
  },
  {
    name: 'a store of a newer version',
    config: () => yaml(),
    make: (home) => writeStore(home, USER_VERSION_AT, Buffer.from([0, 0, 0, 99])),
    output: problem(
      'the store in {home}/aiops-data has schema version 99, this version of the exporter knows 6 [STORE_NEWER]',
      'use the newer exporter again, or another store.path; a store is never taken back to an older version',
    ),
    untouched: 'aiops-data/aiops.db',
  },
  {
    name: 'a baseline that is not there',
    config: () => yaml('models: { churn: { baseline: churn.json } }'),
    output: problem(
      '{home}/churn.json (models.churn.baseline) does not exist or cannot be read (ENOENT: no such file or directory) [BASELINE_FILE_MISSING]',
      'check the path and the permissions of the file',
    ),
  },
  {
    name: 'a baseline that was edited by hand',
    config: () => yaml('models: { churn: { baseline: churn.json } }'),
    make: (home) => void home.write('churn.json', EDITED),
    output: problem(
      `{home}/churn.json (models.churn.baseline): sha256 must be ${hashOf(JSON.parse(EDITED) as Baseline)} for this content (found ${FOUND}) [BASELINE_HASH]`,
      'the file was changed after it was built: restore it, or build it again with `aiops baseline build`',
    ),
  },
  {
    name: 'a baseline that was cut off',
    config: () => yaml('models: { churn: { baseline: churn.json } }'),
    make: (home) => void home.write('churn.json', sampleBaseline('churn').slice(0, 300)),
    output: problem(
      '{home}/churn.json (models.churn.baseline): a baseline is one JSON object (found text that is not JSON) [BASELINE_SYNTAX]',
      'pass the file that `aiops baseline build` wrote',
    ),
  },
  {
    name: 'a folder in place of a baseline',
    config: () => yaml('models: { churn: { baseline: churn.json } }'),
    make: (home) => mkdirSync(home.at('churn.json')),
    output: problem(
      '{home}/churn.json (models.churn.baseline) does not exist or cannot be read (EISDIR: illegal operation on a directory) [BASELINE_FILE_MISSING]',
      'check the path and the permissions of the file',
    ),
  },
  {
    name: 'a baseline of a newer version',
    config: () => yaml('models: { churn: { baseline: churn.json } }'),
    make: (home) => void home.write('churn.json', sampleBaseline('churn').replace('"format_version": 1', '"format_version": 3')),
    output: problem(
      '{home}/churn.json (models.churn.baseline): format_version 3 is not known, this version reads 1 and 2 [BASELINE_VERSION]',
      'update the exporter, or build the baseline again with this version',
    ),
  },
];
