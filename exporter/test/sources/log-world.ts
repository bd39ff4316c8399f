import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SeededRandom } from '../../tools/torture/seeded-random.js';
import { MODEL_MAX_RECORD_BYTES, ModelLog } from './model-log.js';
import { RotatingLog } from './rotating-log.js';
import { TailConsumer } from './tail-consumer.js';

/**
 * The model: writers, log rotation and an exporter that reads, commits and crashes, in any order. It knows what was written,
 * and avoids only what is lost or doubled by nature: deletion of what was not committed, bytes between copy and truncation,
 * backups that are met first when their original is gone.
 */
export class LogWorld {
  readonly consumer: TailConsumer;
  /** What was done, for the message of a failure. */
  readonly history: string[] = [];
  readonly #random: SeededRandom;
  readonly #logs: ModelLog[];
  readonly #actions: readonly (readonly [weight: number, name: string, act: (log: ModelLog) => Promise<void> | void])[];
  #isUp = true;
  #lastId = 0;

  constructor(folder: string, random: SeededRandom) {
    this.#random = random;
    mkdirSync(folder, { recursive: true });
    const names = random.chance(0.5) ? ['scoring.jsonl'] : ['scoring.jsonl', 'other.log'];
    const naming = random.pick(['numbered', 'dated'] as const);
    const patterns = random.chance(0.6) ? [join(folder, '*')] : names.map((name) => join(folder, name));
    this.consumer = new TailConsumer(patterns, { chunkBytes: 512, maxRecordBytes: MODEL_MAX_RECORD_BYTES });
    const logOf = (name: string): RotatingLog => new RotatingLog(join(folder, name), () => this.consumer.nowMs);
    this.#logs = names.map((name) => new ModelLog(logOf(name), naming, random, () => ++this.#lastId));
    this.history.push(`${patterns.join(', ')}, ${naming}`);
    this.#actions = [
      [3, 'write', (log) => log.write()],
      [1, 'write part of a record', (log) => log.writePart()],
      [1, 'rename', (log) => log.rename()],
      [1, 'copytruncate', (log) => log.copytruncate()],
      [1, 'gzip', (log) => log.gzip()],
      [1, 'gzip in steps', (log) => log.gzipInSteps()],
      [1, 'gunzip', (log) => log.gunzip()],
      [1, 'replace', (log) => log.replace()],
      [1, 'link or unlink', (log) => log.linkOrUnlink()],
      [1, 'back up', (log) => this.#backUp(log)],
      [1, 'remove backup', (log) => log.removeBackup()],
      [1, 'delete', (log) => this.#delete(log)],
      [2, 'read', () => this.#read()],
      [2, 'read all', () => this.#pass(250)],
      [2, 'commit', () => this.#commit()],
      [1, 'fail to commit', () => this.#isUp && this.consumer.failToCommit()],
      [1, 'crash', () => this.#crash()],
      [2, 'start', () => this.#start()],
      [1, 'wait', () => this.#wait()],
    ];
  }

  /** Everything that was written, as the consumer is to tell it; a list for each generation of a log. */
  expected(): string[][] {
    return this.#logs.flatMap(({ generations }) => generations.map(({ records }) => records));
  }

  /** The log is known before its first rotation, so that rotations beside it are not taken for its past. */
  async begin(): Promise<void> {
    for (const log of this.#logs) log.write(1);
    await this.consumer.pass(250);
    this.consumer.commit();
  }

  async act(): Promise<void> {
    const log = this.#random.pick(this.#logs);
    const [, name, act] = this.#random.pick(this.#actions.flatMap((action) => new Array<typeof action>(action[0]).fill(action)));
    this.history.push(`${name} (${log.name})`);
    this.consumer.nowMs += this.#random.below(400);
    await act(log);
  }

  async settle(): Promise<void> {
    for (const log of this.#logs) {
      log.write(1);
      log.finishGzip();
    }
    this.#start();
    await this.consumer.pass(90_000);
    this.consumer.commit();
  }

  async #pass(ms: number): Promise<void> {
    if (this.#isUp) await this.consumer.pass(ms);
    else this.consumer.nowMs += ms;
  }

  async #wait(): Promise<void> {
    // A compressed file that is not written on for ten seconds counts as given up.
    const isCompressing = this.#logs.some((log) => log.isCompressing);
    await this.#pass(isCompressing ? 500 : this.#random.pick([500, 2000, 8000, 70_000]));
  }

  async #read(): Promise<void> {
    if (!this.#isUp) return;
    for (let i = this.#random.below(6); i >= 0; i--)
      await this.consumer.step(this.#random.chance(0.3) ? 1 + this.#random.below(3) : Infinity);
  }

  #commit(): void {
    if (this.#isUp) this.consumer.commit();
  }

  async #crash(): Promise<void> {
    if (this.#isUp) await this.consumer.crash();
    this.#isUp = false;
  }

  #start(): void {
    if (!this.#isUp) this.consumer.start();
    this.#isUp = true;
  }

  async #backUp(log: ModelLog): Promise<void> {
    if (!this.#isUp) return;
    // Not with an inode that the log had until a moment ago, and with its content: that would be the log.
    await this.consumer.pass(250);
    log.backUp();
    await this.consumer.pass(1500);
    this.consumer.commit();
  }

  async #delete(log: ModelLog): Promise<void> {
    const something = log.somethingToDelete(new Set(this.consumer.committed));
    if (something?.hasBackup) {
      if (!this.#isUp) return;
      await this.consumer.pass(1500);
      this.consumer.commit();
    }
    something?.delete();
  }
}
