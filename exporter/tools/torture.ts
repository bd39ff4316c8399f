import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { torturePush } from './torture/push-torture.js';
import { tortureTail } from './torture/tail-torture.js';

const HELP = `npm run torture [-- --kills N --rate LINES_PER_SECOND --seed N --only tail|push --keep]

Kills the exporter (kill -9) at random moments while its log is written and rotated by rename and by copytruncate, and while
clients push batches and retry. Afterwards every counter is compared with the writer's ledger: nothing may be lost, nothing
counted twice. Exit code 0 if the totals are exact, 1 if not. --keep leaves the folder with logs and store for inspection.`;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    rate: { type: 'string', default: '60000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}

/** mulberry32 (public domain): small, seeded, good enough to choose moments. */
function seeded(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const root = mkdtempSync(join(tmpdir(), 'aiops-torture-'));
let isExact = true;
const runs = { tail: tortureTail, push: torturePush } as const;
for (const name of ['tail', 'push'] as const) {
  if (values.only && values.only !== name) continue;
  const folder = mkdtempSync(join(root, `${name}-`));
  const options = {
    kills: Number(values.kills),
    rate: Number(values.rate),
    seed: Number(values.seed),
    folder,
    progress: (text: string) => console.error(`${name}: ${text}`),
  };
  const result = await runs[name](options, seeded(options.seed));
  const exact = result.differences.length === 0;
  isExact &&= exact;
  const { differences, ...figures } = result;
  console.log(`${name}: ${exact ? '0 lost, 0 counted twice' : 'NOT EXACT'} (seed ${values.seed}) ${JSON.stringify(figures)}`);
  for (const difference of differences) console.log(`  ${difference}`);
}
if (values.keep || !isExact) console.error(`kept: ${root}`);
else rmSync(root, { recursive: true, force: true });
process.exit(isExact ? 0 : 1);
