import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tortureHalves } from './torture/half-torture.js';
import { tortureLabels } from './torture/label-torture.js';
import { torturePush } from './torture/push-torture.js';
import { SeededRandom } from './torture/seeded-random.js';
import { tortureSnapshots } from './torture/snapshot-torture.js';
import { tortureTail } from './torture/tail-torture.js';
import type { TortureOptions, TortureResult } from './torture/torture-run.js';

const HELP = `npm run torture [-- --kills N --rows N --rate LINES_PER_SECOND --seed N --only RUN[,RUN] --keep]

Kills the exporter (kill -9) at random moments and holds its totals against what was written: nothing may be lost, nothing
counted twice. The runs:

  tail        its log is written (60 000 lines/s) and rotated by rename, by copytruncate and with gzip
  push        clients push batches with an Idempotency-Key and retry until they are answered
  halves      requests and responses are logged apart, late and out of order by up to 5 minutes, some twice, some alone
  snapshots   at least 200 feature snapshots are dropped into a folder: in pieces, renamed, copied, touched, changed, broken
  labels      labels come up to 30 days late, shuffled, twice, corrected, or never, to --rows predictions (5 000 000); the quality of
              every window is held against a batch over the same files
  tail-torn   tail, and after each kill the write-ahead log of the store is torn as a power failure can: behind the last commit
  push-torn   push, likewise
  halves-torn halves, likewise
  snapshots-torn  snapshots, likewise
  labels-torn labels, likewise

Exit code 0 if all totals are exact, 1 if not, 2 for a wrong option. --keep leaves the folder with logs and store.`;

/** Longer than a commit and several scans of the folder, and shorter than it would be worth waiting for 200 times. */
const UP_MS = 2000;
const RUNS = [
  'tail',
  'push',
  'halves',
  'snapshots',
  'labels',
  'tail-torn',
  'push-torn',
  'halves-torn',
  'snapshots-torn',
  'labels-torn',
] as const;

/** Files have to settle in each life of the exporter before any is read. */
const SNAPSHOTS_UP_MS = 4000;
/** Snapshots that are written at least, however few the kills. */
const SNAPSHOTS = 200;
/** A start reads the predictions of a month, so the exporter must be up for longer to get on; and fewer kills say as much. */
const LABELS_UP_MS = 8000;
const LABEL_KILLS = 40;
const TORTURES = {
  tail: tortureTail,
  push: torturePush,
  halves: tortureHalves,
  labels: (options: TortureOptions) =>
    tortureLabels({ ...options, kills: Math.min(options.kills, LABEL_KILLS), upMs: LABELS_UP_MS, rows: Number(values.rows) }),
  snapshots: (options: TortureOptions) => tortureSnapshots({ ...options, upMs: SNAPSHOTS_UP_MS, snapshots: SNAPSHOTS }),
};

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    rate: { type: 'string', default: '60000' },
    rows: { type: 'string', default: '5000000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
    only: { type: 'string', default: RUNS.join(',') },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const chosen = RUNS.filter((run) => values.only.split(',').includes(run));
const [kills, rate, seed] = [Number(values.kills), Number(values.rate), Number(values.seed)];
if (values.help || chosen.length === 0 || ![kills, rate, seed, Number(values.rows)].every(Number.isInteger)) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

const root = mkdtempSync(join(tmpdir(), 'aiops-torture-'));
const results: [string, TortureResult][] = [];
for (const run of chosen) {
  const folder = join(root, run);
  mkdirSync(folder);
  const store = run.endsWith('torn') ? 'torn' : 'left as it is';
  const progress = (text: string): void => console.error(`${run}: ${text}`);
  results.push([
    run,
    await TORTURES[run.replace('-torn', '') as keyof typeof TORTURES]({
      kills,
      upMs: UP_MS,
      rate,
      folder,
      random: new SeededRandom(seed),
      store,
      progress,
    }),
  ]);
}

console.table(
  Object.fromEntries(
    results.map(([run, { kills, starts, torn, records, recordsPerSecond, others, lost, doubled }]) => [
      run,
      { kills, starts, torn, records, 'records/s': recordsPerSecond, ...others, lost, doubled },
    ]),
  ),
);
for (const [run, { differences }] of results)
  for (const { series, written, counted } of differences) console.log(`${run}: ${series} is ${counted}, written ${written}`);
const isExact = results.every(([, { differences }]) => differences.length === 0);
console.log(`${isExact ? 'exact' : 'NOT EXACT'} (seed ${seed})`);
if (values.keep || !isExact) console.log(`kept: ${root}`);
else rmSync(root, { recursive: true, force: true });
process.exit(isExact ? 0 : 1);
