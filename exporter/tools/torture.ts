import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tortureHalves } from './torture/half-torture.js';
import { torturePush } from './torture/push-torture.js';
import { SeededRandom } from './torture/seeded-random.js';
import { tortureTail } from './torture/tail-torture.js';
import type { TortureResult } from './torture/torture-run.js';

const HELP = `npm run torture [-- --kills N --rate LINES_PER_SECOND --seed N --only RUN[,RUN] --keep]

Kills the exporter (kill -9) at random moments and holds its totals against what was written: nothing may be lost, nothing
counted twice. The runs:

  tail        its log is written (60 000 lines/s) and rotated by rename, by copytruncate and with gzip
  push        clients push batches with an Idempotency-Key and retry until they are answered
  halves      requests and responses are logged apart, late and out of order by up to 5 minutes, some twice, some alone
  tail-torn   tail, and after each kill the write-ahead log of the store is torn as a power failure can: behind the last commit
  push-torn   push, likewise
  halves-torn halves, likewise

Exit code 0 if all totals are exact, 1 if not, 2 for a wrong option. --keep leaves the folder with logs and store.`;

/** Longer than a commit and several scans of the folder, and shorter than it would be worth waiting for 200 times. */
const UP_MS = 2000;
const RUNS = ['tail', 'push', 'halves', 'tail-torn', 'push-torn', 'halves-torn'] as const;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    rate: { type: 'string', default: '60000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
    only: { type: 'string', default: RUNS.join(',') },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const chosen = RUNS.filter((run) => values.only.split(',').includes(run));
const [kills, rate, seed] = [Number(values.kills), Number(values.rate), Number(values.seed)];
if (values.help || chosen.length === 0 || ![kills, rate, seed].every(Number.isInteger)) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

const root = mkdtempSync(join(tmpdir(), 'aiops-torture-'));
const results: [string, TortureResult][] = [];
for (const run of chosen) {
  const folder = join(root, run);
  mkdirSync(folder);
  const torture = run.startsWith('tail') ? tortureTail : run.startsWith('push') ? torturePush : tortureHalves;
  const store = run.endsWith('torn') ? 'torn' : 'left as it is';
  const progress = (text: string): void => console.error(`${run}: ${text}`);
  results.push([run, await torture({ kills, upMs: UP_MS, rate, folder, random: new SeededRandom(seed), store, progress })]);
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
