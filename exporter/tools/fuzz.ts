import { parseArgs } from 'node:util';
import { SAMPLE_LOGS } from './format-logs/all-logs.js';
import { fuzzFormat } from './fuzz/fuzz-formats.js';
import { fuzzJsonl, type FuzzResult } from './fuzz/fuzz-jsonl.js';

const HELP = `node exporter/dist/tools/fuzz.js [--formats] [--records N] [--seed S]

Compares the fast decoder of JSON lines with the plain one on streams with N changed records (default 1000000) and about as many
unchanged ones: what is accepted, why the rest is not, and every value. The seed (default: from the clock) is printed and makes
the same records again. Exit code 0 if nothing differs, 1 if something does.

--formats: corrupts N records (default 100000) of each format instead. Every one of them must be counted once, as accepted or
rejected or as a label, and the records around it must come out as if it were not there.`;

const { values } = parseArgs({
  options: {
    formats: { type: 'boolean', default: false },
    records: { type: 'string' },
    seed: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const wanted = Number(values.records ?? (values.formats ? 100_000 : 1_000_000));
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
if (values.formats) process.exit(corruptAll() ? 0 : 1);

let nextNote = 0;
function note({ mutated, differences }: FuzzResult): void {
  if (mutated < nextNote) return;
  nextNote += 100_000;
  console.error(`jsonl: ${mutated} of ${wanted} changed records, ${differences.length} differences (seed ${seed})`);
}

const result = fuzzJsonl({ mutated: wanted, seed, onProgress: note });
const { records, mutated, accepted, rejected, streams, bytewiseStreams, mutations, differences } = result;
console.log(`jsonl: ${records} records, ${mutated} of them changed; ${accepted} accepted, ${rejected} rejected, the rest blank`);
console.log(`${streams} streams, ${bytewiseStreams} of them cut at every byte; seed ${seed}`);
for (const [name, count] of [...mutations].sort(([, a], [, b]) => b - a)) console.log(`  ${String(count).padStart(8)}  ${name}`);
console.log(differences.length === 0 ? '0 differences' : `DIFFERENCES (at most 10 are looked for): ${differences.length}`);
for (const difference of differences) console.log(`  ${difference}`);
process.exit(differences.length === 0 ? 0 : 1);

/** One line a format; true when there is no fault. */
function corruptAll(): boolean {
  let faults = 0;
  for (const log of SAMPLE_LOGS) {
    const result = fuzzFormat(log, wanted, seed);
    const { format, corrupted, accepted, rejected, labels, silent } = result;
    const counts = `${accepted} accepted, ${rejected} rejected, ${labels} labels, ${silent} that tell of nothing`;
    console.log(`${format}: ${corrupted} corrupted records; ${counts}; ${result.faults.length} faults (seed ${seed})`);
    for (const fault of result.faults) console.log(`  ${fault}`);
    faults += result.faults.length;
  }
  return faults === 0;
}
