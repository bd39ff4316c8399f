import { appendFileSync, copyFileSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parquetBytes } from './parquet-writer.js';
import type { SeededRandom } from './seeded-random.js';
import type { SnapshotLedger } from './snapshot-ledger.js';
import type { Workload } from './torture-run.js';

/** Files after which the writer waits until all was counted, and then changes, deletes and uploads again what is known. */
const FILES_PER_ROUND = 20;
/** Pieces of a file that is written in place; between two of them the file stays longer than it takes to settle, now and then. */
const PIECES = 4;
const LONGEST_PAUSE_MS = 900;

interface Written {
  readonly path: string;
  readonly bytes: Buffer;
}

/** Drops snapshots into a folder in all the ways batch jobs do, and some that they should not. */
export class SnapshotWriter implements Workload {
  readonly #folder: string;
  readonly #least: number;
  readonly #ledger: SnapshotLedger;
  readonly #random: SeededRandom;
  /** Resolves when all that was written is counted and committed. */
  readonly #everythingIsCounted: () => Promise<void>;
  readonly ways: Record<string, number> = {
    inPlace: 0,
    renamed: 0,
    parquet: 0,
    copied: 0,
    touched: 0,
    uploadedAgain: 0,
    changed: 0,
    broken: 0,
  };
  #isStopping: 'finish' | 'give up' | null = null;
  #files = 0;

  constructor(folder: string, least: number, ledger: SnapshotLedger, random: SeededRandom, everythingIsCounted: () => Promise<void>) {
    this.#folder = folder;
    this.#least = least;
    this.#ledger = ledger;
    this.#random = random;
    this.#everythingIsCounted = everythingIsCounted;
  }

  get state(): string {
    return `${this.#ledger.snapshots} snapshots, ${JSON.stringify(this.ways)}`;
  }

  stop(how: 'finish' | 'give up'): void {
    this.#isStopping = how;
  }

  /** At least as many snapshots as asked for, and until the killing has ended. */
  async run(): Promise<void> {
    while (this.#isStopping !== 'give up' && (this.#isStopping === null || this.#ledger.snapshots < this.#least)) await this.#round();
  }

  async #round(): Promise<void> {
    const written: Written[] = [];
    for (let i = 0; i < FILES_PER_ROUND && this.#isStopping !== 'give up'; i++) {
      if (this.#random.chance(0.1)) this.#writeBroken();
      else written.push(await this.#writeNew(this.#newPath(this.#random.chance(0.4) ? 'parquet' : 'csv')));
      if (written.length > 0 && this.#random.chance(0.2)) this.#copy(this.#random.pick(written));
    }
    await this.#everythingIsCounted();
    for (const file of written) await this.#disturb(file);
  }

  /** What is counted may be touched, deleted, uploaded again, or replaced by something new. */
  async #disturb({ path, bytes }: Written): Promise<void> {
    switch (this.#random.pick(['leave', 'leave', 'touch', 'upload again', 'change'] as const)) {
      case 'leave':
        return;
      case 'touch':
        this.#count('touched');
        return utimesSync(path, new Date(), new Date());
      case 'upload again':
        this.#count('uploadedAgain');
        rmSync(path);
        await sleep(this.#random.below(300));
        return writeFileSync(path, bytes);
      case 'change':
        this.#count('changed');
        await this.#writeNew(path);
    }
  }

  #newPath(type: 'csv' | 'parquet'): string {
    const model = this.#random.pick(['torture-a', 'torture-b']);
    const version = this.#random.pick(['1', '2']);
    const folder = join(this.#folder, model, version);
    mkdirSync(folder, { recursive: true });
    // Three days for all files: many snapshots of one model are of one day.
    return join(folder, `features-2026-01-0${1 + this.#random.below(3)}-${this.#files++}.${type}`);
  }

  async #writeNew(path: string): Promise<Written> {
    const [version = '', model = ''] = path.split('/').slice(-3, -1).reverse();
    const rows = this.#ledger.rows(model, version);
    const isParquet = path.endsWith('.parquet');
    if (isParquet) this.#count('parquet');
    const bytes = isParquet ? await parquetBytes(rows) : Buffer.from(`a,b\n${rows.map(({ a, b }) => `${a},${b}\n`).join('')}`);
    if (this.#random.chance(0.5)) {
      this.#count('renamed');
      const temporary = join(
        dirname(path),
        this.#random.pick([`.${this.#files}.csv`, `x-${this.#files}.csv.tmp`, `_x-${this.#files}.csv`]),
      );
      writeFileSync(temporary, bytes);
      await sleep(this.#random.below(100));
      renameSync(temporary, path);
    } else await this.#writeInPieces(path, bytes);
    return { path, bytes };
  }

  /** No piece but the last one ends in a newline or in a footer. */
  async #writeInPieces(path: string, bytes: Buffer): Promise<void> {
    this.#count('inPlace');
    writeFileSync(path, '');
    const size = Math.ceil(bytes.length / PIECES);
    for (let at = 0; at < bytes.length;) {
      let end = Math.min(bytes.length, at + size);
      while (end < bytes.length && bytes[end - 1] === 0x0a) end++;
      appendFileSync(path, bytes.subarray(at, end));
      at = end;
      if (at < bytes.length) await sleep(this.#random.below(this.#random.chance(0.2) ? LONGEST_PAUSE_MS : 40));
    }
  }

  #copy({ path }: Written): void {
    this.#count('copied');
    copyFileSync(path, join(dirname(path), `copy-2026-01-01-${this.#files++}.${path.split('.').pop() ?? ''}`));
  }

  /** A file without one of the columns that the baseline has. Its number makes it one of its own. */
  #writeBroken(): void {
    this.#count('broken');
    writeFileSync(this.#newPath('csv'), `a\n${this.#files}.5\n`);
    this.#ledger.reject('schema');
  }

  #count(way: string): void {
    this.ways[way] = (this.ways[way] ?? 0) + 1;
  }
}
