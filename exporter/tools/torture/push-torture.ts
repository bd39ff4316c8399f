import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { ExporterProcess, freePort } from './exporter-process.js';
import { Ledger } from './ledger.js';
import type { SeededRandom } from './seeded-random.js';
import { SOURCE, writeTortureConfig } from './torture-config.js';
import { torture, type TortureOptions, type TortureResult, type Workload } from './torture-run.js';

const CLIENTS = 4;
const LINES_PER_BATCH = 2000;
/** Batches that are sent once more although they were answered: their key must keep them from counting again. */
const REPEAT_CHANCE = 0.05;
/** Requests that the client gives up after a few ms, without knowing what became of them. */
const GIVE_UP_CHANCE = 0.05;

/** Kills the exporter at random moments while clients push batches and retry until they get a 202. */
export async function torturePush(options: TortureOptions): Promise<TortureResult> {
  const { folder, kills, random } = options;
  const port = await freePort();
  const config = writeTortureConfig(folder, port, { type: 'http' });
  const exporter = new ExporterProcess(config, port, join(folder, 'exporter.log'));
  const ledger = new Ledger(SOURCE);
  const clients = new Clients(`${exporter.url}/api/v1/ingest/${SOURCE}`, ledger, random);
  const outcome = await torture(exporter, ledger, options, clients);
  const { starts } = exporter;
  const { records } = ledger;
  return { ...outcome, kills, starts, records, recordsPerSecond: Math.round((records / clients.tookMs) * 1000), others: clients.counts };
}

/** Clients as they should be: a key for each batch, and retries with it until there is an answer. */
class Clients implements Workload {
  readonly counts = { batches: 0, retries: 0, duplicates: 0 };
  tookMs = 0;
  readonly #url: string;
  readonly #ledger: Ledger;
  readonly #random: SeededRandom;
  #sequence = 0;
  #state: 'running' | 'finish' | 'give up' = 'running';

  constructor(url: string, ledger: Ledger, random: SeededRandom) {
    this.#url = url;
    this.#ledger = ledger;
    this.#random = random;
  }

  get state(): string {
    return `${this.#ledger.records} records pushed, ${JSON.stringify(this.counts)}`;
  }

  async run(): Promise<void> {
    const begin = performance.now();
    await Promise.all(Array.from({ length: CLIENTS }, () => this.#push()));
    this.tookMs = performance.now() - begin;
  }

  stop(how: 'finish' | 'give up'): void {
    this.#state = how;
  }

  async #push(): Promise<void> {
    while (this.#state === 'running') {
      let text = '';
      const now = Date.now();
      for (let i = this.#random.below(LINES_PER_BATCH); i >= 0; i--) text += this.#ledger.line(++this.#sequence, now, 'schema only');
      const key = `batch-${++this.counts.batches}`;
      const isPacked = this.#random.chance(0.5);
      await this.#pushUntilAnswered(isPacked ? gzipSync(text, { level: 1 }) : text, key, isPacked);
      if (this.#random.chance(REPEAT_CHANCE)) await this.#pushUntilAnswered(text, key, false);
    }
  }

  async #pushUntilAnswered(body: string | Buffer, key: string, isPacked: boolean): Promise<void> {
    while (this.#state !== 'give up') {
      const status = await this.#send(body, key, isPacked);
      if (status === 200 || status === 202) return;
      if (status !== null && status < 500 && status !== 429) throw new Error(`push answered ${status}`);
      this.counts.retries++;
      await sleep(10 + this.#random.next() * 50);
    }
  }

  /** The status; null where there was no answer. */
  async #send(body: string | Buffer, key: string, isPacked: boolean): Promise<number | null> {
    const headers: Record<string, string> = { 'content-type': 'application/x-ndjson', 'idempotency-key': key };
    if (isPacked) headers['content-encoding'] = 'gzip';
    const patience = this.#random.chance(GIVE_UP_CHANCE) ? this.#random.below(30) : 15_000;
    try {
      const answer = await fetch(this.#url, { method: 'POST', headers, body, signal: AbortSignal.timeout(patience) });
      const told = (await answer.json()) as { duplicate?: boolean };
      if (told.duplicate) this.counts.duplicates++;
      return answer.status;
    } catch {
      // Killed, restarting, or given up: whether the batch was taken is open, and the key makes a retry safe.
      return null;
    }
  }
}
