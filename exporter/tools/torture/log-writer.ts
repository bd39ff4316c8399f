import { appendFileSync, copyFileSync, readdirSync, renameSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Ledger } from './ledger.js';
import type { SeededRandom } from './seeded-random.js';
import type { Workload } from './torture-run.js';

/** Lines between two rotations; odd, so that rotations drift against ticks and commits. */
const LINES_PER_ROTATION = 40_009;
/** Rotated files that exist before the writer waits for the reader: nothing is deleted that was not read. */
const KEEP_ROTATIONS = 40;
/** Lines that one write holds at most: the writer catches up after a pause, in pieces. */
const LINES_PER_WRITE = 20_000;

/** Writes a log at a steady rate, and rotates it by rename and by copytruncate; some rotations are compressed at once. */
export class LogWriter implements Workload {
  readonly #path: string;
  readonly #rate: number;
  readonly #ledger: Ledger;
  readonly #random: SeededRandom;
  /** Resolves when all that was written is read and committed. */
  readonly #everythingIsRead: () => Promise<void>;
  readonly rotations = { rename: 0, copytruncate: 0, gzip: 0 };
  readonly #compressing = new Set<Promise<void>>();
  #sequence = 0;
  #linesInFile = 0;
  #isStopping = false;
  #busyMs = 0;

  constructor(path: string, rate: number, ledger: Ledger, random: SeededRandom, everythingIsRead: () => Promise<void>) {
    this.#path = path;
    this.#rate = rate;
    this.#ledger = ledger;
    this.#random = random;
    this.#everythingIsRead = everythingIsRead;
    writeFileSync(path, '');
  }

  get lines(): number {
    return this.#sequence;
  }

  /** Without the time that it waited for the reader. */
  get linesPerSecond(): number {
    return Math.round((this.#sequence / this.#busyMs) * 1000);
  }

  get state(): string {
    return `${this.lines} lines at ${this.linesPerSecond}/s, ${JSON.stringify(this.rotations)}`;
  }

  stop(): void {
    this.#isStopping = true;
  }

  async run(): Promise<void> {
    let since = performance.now();
    let before = 0;
    while (!this.#isStopping) {
      this.#busyMs = before + performance.now() - since;
      const due = Math.min(LINES_PER_WRITE, Math.floor((this.#busyMs / 1000) * this.#rate) - this.#sequence);
      if (due < 200) {
        await sleep(3);
        continue;
      }
      await this.#write(Math.min(due, LINES_PER_ROTATION - this.#linesInFile));
      if (this.#linesInFile >= LINES_PER_ROTATION) this.#rotate();
      if (this.#rotated().length > KEEP_ROTATIONS) {
        before += performance.now() - since;
        await this.#removeRead();
        since = performance.now();
      }
    }
    await Promise.all(this.#compressing);
  }

  async #write(lines: number): Promise<void> {
    let text = '';
    const now = Date.now();
    for (let i = 0; i < lines; i++) text += this.#ledger.line(++this.#sequence, now, 'any');
    this.#linesInFile += lines;
    // A write that ends in the middle of a line, now and then: the reader must wait for the rest.
    const cut = this.#random.chance(0.3) ? this.#random.below(text.length) : text.length;
    appendFileSync(this.#path, text.slice(0, cut));
    await sleep(this.#random.chance(0.5) ? 1 : 0);
    if (cut < text.length) appendFileSync(this.#path, text.slice(cut));
  }

  #rotate(): void {
    const rotated = `${this.#path}.${String(this.rotations.rename + this.rotations.copytruncate + 1).padStart(6, '0')}`;
    if (this.#random.chance(0.5)) {
      renameSync(this.#path, rotated);
      writeFileSync(this.#path, '');
      this.rotations.rename++;
    } else {
      copyFileSync(this.#path, rotated);
      truncateSync(this.#path, 0);
      this.rotations.copytruncate++;
    }
    this.#linesInFile = 0;
    if (this.#random.chance(0.15)) {
      const compressing = compress(rotated).finally(() => this.#compressing.delete(compressing));
      this.#compressing.add(compressing);
      this.rotations.gzip++;
    }
  }

  #rotated(): string[] {
    return readdirSync(dirname(this.#path))
      .filter((name) => name.startsWith(`${basename(this.#path)}.`))
      .sort();
  }

  async #removeRead(): Promise<void> {
    await Promise.all(this.#compressing);
    await this.#everythingIsRead();
    for (const name of this.#rotated().slice(0, -2)) rmSync(join(dirname(this.#path), name));
  }
}

/** As gzip(1) does, and without waiting until the plain file was read. */
async function compress(path: string): Promise<void> {
  const packed = await promisify(gzip)(await readFile(path), { level: 1 });
  const half = packed.length >> 1;
  writeFileSync(`${path}.gz`, packed.subarray(0, half));
  await sleep(5);
  appendFileSync(`${path}.gz`, packed.subarray(half));
  unlinkSync(path);
}
