import { copyFileSync, existsSync, linkSync, unlinkSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { SeededRandom } from '../../tools/torture/seeded-random.js';
import type { RotatingLog } from './rotating-log.js';

/** Longest record; a longer one is told as <bytes>. */
export const MODEL_MAX_RECORD_BYTES = 1500;

/** What was written under one name between two rotations. */
export interface Generation {
  readonly records: string[];
  /** Where its content is; null while it is the log, and once it was deleted. */
  path: string | null;
}

/** One log with its writer and its rotation, and what the model knows of it. Each method is one thing that may happen to it. */
export class ModelLog {
  readonly generations: Generation[] = [{ records: [], path: null }];
  readonly #log: RotatingLog;
  readonly #naming: 'numbered' | 'dated';
  readonly #random: SeededRandom;
  readonly #nextId: () => number;
  /** The rest of a record of which the beginning is written. */
  #rest = '';
  #backup: { generation: Generation; path: string } | null = null;
  /** A compressed copy in the making. */
  #unfinished: { generation: Generation; bytes: Buffer; path: string } | null = null;

  constructor(log: RotatingLog, naming: 'numbered' | 'dated', random: SeededRandom, nextId: () => number) {
    this.#log = log;
    this.#naming = naming;
    this.#random = random;
    this.#nextId = nextId;
    writeFileSync(log.path, '');
  }

  get name(): string {
    return basename(this.#log.path);
  }

  get isCompressing(): boolean {
    return this.#unfinished !== null;
  }

  write(records = 1 + this.#random.below(12)): void {
    this.#endRecord();
    for (let i = 0; i < records; i++) {
      const isLong = this.#random.chance(0.03);
      this.#log.append(`${this.#record(isLong ? 400 + this.#random.below(3000) : this.#random.below(200))}\n`);
    }
  }

  writePart(): void {
    this.#endRecord();
    const record = `${this.#record(this.#random.below(300))}\n`;
    const cut = 1 + this.#random.below(record.length - 1);
    this.#log.append(record.slice(0, cut));
    this.#rest = record.slice(cut);
  }

  rename(): void {
    if (this.#isEmpty) return;
    this.#moveOn(() => this.#log.rename(this.#naming, this.#random.chance(0.8) ? 'create' : 'wait'));
    // The writer ends its record in the old file; or never writes its newline.
    if (this.#rest.length > 1 || this.#random.chance(0.5)) this.#endRecord(this.#current.path ?? '');
    this.#rest = '';
    this.generations.push({ records: [], path: null });
  }

  copytruncate(): void {
    if (this.#isEmpty) return;
    this.#endRecord();
    this.#moveOn(() => this.#log.copytruncate(this.#naming));
    this.generations.push({ records: [], path: null });
  }

  gzip(): void {
    const generation = this.#someRotation('plain');
    if (generation?.path) generation.path = this.#log.gzip(generation.path);
  }

  /** The first call writes a part of the compressed file, the second one the rest. */
  gzipInSteps(): void {
    if (this.#unfinished) return this.finishGzip();
    const generation = this.#someRotation('plain');
    if (!generation?.path) return;
    const bytes = gzipSync(this.#log.content(generation.path));
    const path = `${generation.path}.gz`;
    this.#log.append(bytes.subarray(0, this.#random.below(bytes.length)), path);
    this.#unfinished = { generation, bytes, path };
  }

  finishGzip(): void {
    if (!this.#unfinished) return;
    const { generation, path, bytes } = this.#unfinished;
    this.#log.append(bytes.subarray(this.#log.content(path).length), path);
    unlinkSync(generation.path ?? '');
    generation.path = path;
    this.#unfinished = null;
  }

  gunzip(): void {
    const generation = this.#someRotation('gzip');
    if (generation?.path) generation.path = this.#log.gunzip(generation.path);
  }

  /** As rsync does. */
  replace(): void {
    // A link or a backup would lie beside a longer file with the same beginning, and nothing would tell which lines are new.
    const isKept = existsSync(`${this.#log.path}.link`) || this.#backup?.generation === this.#current;
    if (this.#log.exists && this.#rest === '' && !isKept) this.#log.replace();
  }

  linkOrUnlink(): void {
    const path = `${this.#log.path}.link`;
    if (existsSync(path)) unlinkSync(path);
    else if (this.#log.exists) linkSync(this.#log.path, path);
  }

  backUp(): void {
    const generation = this.#random.pick(this.generations);
    const from = generation === this.#current && this.#log.exists ? this.#log.path : generation.path;
    if (this.#backup || this.#rest !== '' || from === null || from === this.#unfinished?.path) return;
    const path = `${this.#log.path}.backup${from.endsWith('.gz') ? '.gz' : ''}`;
    copyFileSync(from, path);
    this.#log.touch(path);
    this.#backup = { generation, path };
  }

  removeBackup(): void {
    if (this.#backup) unlinkSync(this.#backup.path);
    this.#backup = null;
  }

  /** A rotated file of which every record is in the committed history: deleting another one loses records, by nature. */
  somethingToDelete(committed: ReadonlySet<string>): { hasBackup: boolean; delete: () => void } | null {
    const generation = this.#someRotation(this.#random.chance(0.5) ? 'plain' : 'gzip');
    const path = generation?.path ?? null;
    if (!generation || path === null || !generation.records.every((record) => committed.has(record))) return null;
    return {
      hasBackup: this.#backup?.generation === generation,
      delete: () => {
        unlinkSync(path);
        generation.path = null;
      },
    };
  }

  get #current(): Generation {
    return this.generations[this.generations.length - 1] as Generation;
  }

  get #isEmpty(): boolean {
    return !this.#log.exists || this.#log.content().length === 0;
  }

  #record(padding: number): string {
    const record = `{"id":${this.#nextId()},"pad":"${'x'.repeat(padding)}"}`;
    this.#current.records.push(record.length > MODEL_MAX_RECORD_BYTES ? `<${record.length + 1}>` : record);
    return record;
  }

  /** The writer ends its record, in the file where it began it. */
  #endRecord(path = this.#log.path): void {
    if (this.#rest !== '') this.#log.append(this.#rest, path);
    this.#rest = '';
  }

  /** Numbered rotations all move on by one. */
  #moveOn(rotate: () => string): void {
    this.finishGzip();
    const rotated = rotate();
    const next = (_: string, n: string, gz = ''): string => `.${Number(n) + 1}${gz}`;
    if (this.#naming === 'numbered')
      for (const generation of this.generations)
        if (generation.path !== null) generation.path = generation.path.replace(/\.([0-9]+)(\.gz)?$/, next);
    this.#current.path = rotated;
  }

  #someRotation(kind: 'plain' | 'gzip'): Generation | null {
    const fitting = this.generations.filter(
      ({ path }) => path !== null && path.endsWith('.gz') === (kind === 'gzip') && path !== this.#unfinished?.generation.path,
    );
    return fitting.length > 0 ? this.#random.pick(fitting) : null;
  }
}
