import {
  appendFileSync,
  copyFileSync,
  existsSync,
  linkSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * A log as a writer and a log rotation leave it on disk, with mtimes from a clock of the test: real ones stand still for some
 * milliseconds, and what happens within them cannot be told apart.
 */
export class RotatingLog {
  readonly path: string;
  readonly #nowMs: () => number;
  #dates = 0;

  constructor(path: string, nowMs: () => number) {
    this.path = path;
    this.#nowMs = nowMs;
  }

  append(text: string | Buffer, path = this.path): void {
    appendFileSync(path, text);
    this.touch(path);
  }

  touch(path = this.path): void {
    utimesSync(path, this.#nowMs() / 1000, this.#nowMs() / 1000);
  }

  get exists(): boolean {
    return existsSync(this.path);
  }

  content(path = this.path): Buffer {
    return readFileSync(path);
  }

  /** Rotated files, compressed ones too, in the order of their names. */
  rotations(): string[] {
    const folder = dirname(this.path);
    return readdirSync(folder)
      .filter((name) => name.startsWith(`${basename(this.path)}.`) || name.startsWith(`${basename(this.path)}-`))
      .filter((name) => /[.-][0-9]+(\.gz)?$/.test(name))
      .sort()
      .map((name) => join(folder, name));
  }

  /** Moves the log to `.1` (and `.1` to `.2`, and so on) or to a dated name. Returns the new name. */
  rename(naming: 'numbered' | 'dated' = 'numbered', next: 'create' | 'wait' = 'create'): string {
    const rotated = this.#newName(naming);
    renameSync(this.path, rotated);
    if (next === 'create') writeFileSync(this.path, '');
    return rotated;
  }

  copytruncate(naming: 'numbered' | 'dated' = 'numbered'): string {
    const rotated = this.#newName(naming);
    copyFileSync(this.path, rotated);
    this.touch(rotated);
    truncateSync(this.path, 0);
    this.touch();
    return rotated;
  }

  /** As gzip(1): the compressed file has the mtime of the plain one, which goes. */
  gzip(path: string): string {
    const compressed = `${path}.gz`;
    this.#writeLike(path, compressed, gzipSync(readFileSync(path)));
    unlinkSync(path);
    return compressed;
  }

  gunzip(path: string): string {
    const plain = path.replace(/\.gz$/, '');
    this.#writeLike(path, plain, gunzipSync(readFileSync(path)));
    unlinkSync(path);
    return plain;
  }

  /** As rsync: a new file with the content of the old one takes its place. */
  replace(): void {
    const fresh = join(dirname(this.path), `.${basename(this.path)}.tmp`);
    this.#writeLike(this.path, fresh, readFileSync(this.path));
    renameSync(fresh, this.path);
  }

  link(path: string): void {
    linkSync(this.path, path);
  }

  #writeLike(model: string, path: string, content: Buffer): void {
    writeFileSync(path, content);
    const { atimeMs, mtimeMs } = statSync(model);
    utimesSync(path, atimeMs / 1000, mtimeMs / 1000);
  }

  #newName(naming: 'numbered' | 'dated'): string {
    if (naming === 'dated') return `${this.path}-202611${String(++this.#dates).padStart(6, '0')}`;
    for (let n = 30; n >= 1; n--)
      for (const end of ['', '.gz'])
        if (existsSync(`${this.path}.${n}${end}`)) renameSync(`${this.path}.${n}${end}`, `${this.path}.${n + 1}${end}`);
    return `${this.path}.1`;
  }
}
