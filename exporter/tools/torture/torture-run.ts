import { setTimeout as sleep } from 'node:timers/promises';
import type { ExporterProcess } from './exporter-process.js';
import type { Comparison } from './ledger.js';
import type { SeededRandom } from './seeded-random.js';
import { tearLog } from './tear-log.js';
import { writeAheadLogOf } from './torture-config.js';

export interface TortureOptions {
  readonly kills: number;
  /** How long the exporter runs between two kills, at most. */
  readonly upMs: number;
  /** Lines per second the writer of a log holds. */
  readonly rate: number;
  readonly folder: string;
  readonly random: SeededRandom;
  /** Whether the write-ahead log of the store is torn after each kill, as a power failure can. */
  readonly store: 'left as it is' | 'torn';
  readonly progress: (text: string) => void;
}

export interface TortureResult extends Comparison {
  readonly kills: number;
  readonly starts: number;
  readonly torn: number;
  readonly records: number;
  readonly recordsPerSecond: number;
  /** What else happened, by name. */
  readonly others: Readonly<Record<string, number>>;
}

/** What knows the totals that /metrics must show. */
export interface ComparesExposition {
  compare(exposition: string): Comparison;
}

/** What goes on while the exporter is killed. */
export interface Workload {
  run(): Promise<void>;
  /** `finish`: what was begun is brought to its end. */
  stop(how: 'finish' | 'give up'): void;
  /** For the progress line. */
  readonly state: string;
}

/** A clean stop and start before a kill, now and then. */
const STOP_CHANCE = 0.1;
/** How often the exporter stays down for a while after a kill. */
const STAY_DOWN_CHANCE = 0.3;
/** How often the next kill comes before the exporter is ready. */
const EARLY_KILL_CHANCE = 0.2;
/** How long the exporter may take to read what is left in the end. */
const SETTLE_MS = 60_000;

/** Runs a workload while the exporter is killed, then holds what the exporter shows against the ledger. */
export async function torture(
  exporter: ExporterProcess,
  ledger: ComparesExposition,
  options: TortureOptions,
  workload: Workload,
): Promise<Comparison & { torn: number }> {
  try {
    exporter.start();
    await exporter.ready();
    const abort = new AbortController();
    const killing = killAgainAndAgain(exporter, options, workload, abort.signal).then(
      (torn) => {
        workload.stop('finish');
        return torn;
      },
      (error: unknown) => {
        workload.stop('give up');
        throw error;
      },
    );
    // Both come to their end before an error goes on: nothing is started again behind it.
    const [work, torn] = await Promise.allSettled([workload.run().finally(() => abort.abort()), killing]);
    if (work.status === 'rejected') throw work.reason;
    if (torn.status === 'rejected') throw torn.reason;
    const comparison = await settled(exporter, ledger);
    await exporter.end('SIGTERM');
    return { ...comparison, torn: torn.value };
  } finally {
    await exporter.end('SIGKILL');
  }
}

/** Kills and starts an exporter at random moments; returns how often its store was torn. */
async function killAgainAndAgain(
  exporter: ExporterProcess,
  { kills, upMs, folder, random, store, progress }: TortureOptions,
  workload: Workload,
  signal: AbortSignal,
): Promise<number> {
  let torn = 0;
  for (let kill = 1; kill <= kills && !signal.aborted; kill++) {
    await sleep(20 + random.next() * upMs);
    if (random.chance(STOP_CHANCE)) {
      await exporter.end('SIGTERM');
      exporter.start();
      await sleep(20 + random.next() * upMs);
    }
    await exporter.end('SIGKILL');
    if (store === 'torn' && tearLog(writeAheadLogOf(folder), random) !== null) torn++;
    if (random.chance(STAY_DOWN_CHANCE)) await sleep(random.next() * upMs);
    exporter.start();
    if (!random.chance(EARLY_KILL_CHANCE)) await exporter.ready();
    if (kill % 10 === 0 || kill === kills) progress(`${kill}/${kills} kills, ${workload.state}`);
  }
  await exporter.ready();
  return torn;
}

/** Waits until the exporter shows what the ledger says; the last comparison where it never does. */
async function settled(exporter: ExporterProcess, ledger: ComparesExposition): Promise<Comparison> {
  let comparison = ledger.compare(await exporter.metrics());
  for (const deadline = Date.now() + SETTLE_MS; Date.now() < deadline && comparison.differences.length > 0;) {
    await sleep(300);
    comparison = ledger.compare(await exporter.metrics());
  }
  return comparison;
}
