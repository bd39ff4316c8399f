import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { METRIC_FAMILIES, type MetricName } from '../../contract/index.js';
import type { HotExposition } from '../../metrics/index.js';
import { cliError } from '../errors.js';
import { makeSpoolFolder } from './spool-folder.js';
import { stampLines } from './stamp-lines.js';

/** Bytes that wait in memory for each family: few system calls, and at most some 10 MiB for all families. */
const BUFFER_BYTES = 256 * 1024;

interface Part {
  readonly path: string;
  readonly fd: number;
  readonly head: Buffer;
  waiting: Buffer[];
  waitingBytes: number;
}

/**
 * Writes an OpenMetrics file whose samples carry timestamps. Samples come moment by moment, and the format wants them family by
 * family: each family is collected in a part of its own beside the file, and the parts are joined at the end. So the memory does not
 * grow with the file, and the file has its name only when it is whole and on the disk.
 */
export class OpenMetricsFile {
  readonly #path: string;
  readonly #folder: string;
  readonly #parts = new Map<MetricName, Part>();
  #samples = 0;

  /** @throws CodedError CLI_BACKFILL_WRITE */
  constructor(path: string) {
    this.#path = resolve(path);
    this.#folder = guarded(path, () => makeSpoolFolder(this.#path));
  }

  get samples(): number {
    return this.#samples;
  }

  /**
   * Adds what an exposition shows, as of a moment. Moments of one series come in ascending order.
   *
   * @throws CodedError CLI_BACKFILL_WRITE
   */
  add(timeMs: number, exposition: HotExposition): void {
    for (const { name, head, lines } of exposition.families('openmetrics')) {
      const part = this.#parts.get(name) ?? this.#begin(name, head);
      const stamped = stampLines(lines, timeMs);
      this.#samples += lineCount(lines);
      part.waiting.push(stamped);
      part.waitingBytes += stamped.length;
      if (part.waitingBytes >= BUFFER_BYTES) this.#flush(part);
    }
  }

  /** Joins the parts and gives the file its name. @throws CodedError CLI_BACKFILL_WRITE */
  finish(): void {
    guarded(this.#path, () => {
      const whole = join(this.#folder, 'whole');
      const fd = openSync(whole, 'w');
      try {
        for (const { name } of METRIC_FAMILIES) {
          const part = this.#parts.get(name);
          if (!part) continue;
          this.#flush(part);
          writeAll(fd, part.head);
          appendFile(fd, part.path);
          // Freed at once: a disk then needs room for the file and one family, not for all of it twice.
          closeSync(part.fd);
          this.#parts.delete(name);
          rmSync(part.path);
        }
        writeAll(fd, Buffer.from('# EOF\n'));
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
      renameSync(whole, this.#path);
      syncFolder(dirname(this.#path));
    });
    this.discard();
  }

  /** Removes all that was written so far, unless the file is finished. */
  discard(): void {
    for (const { fd } of this.#parts.values()) closeSync(fd);
    this.#parts.clear();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #begin(name: MetricName, head: Buffer): Part {
    const path = join(this.#folder, name);
    const part: Part = { path, fd: guarded(this.#path, () => openSync(path, 'w')), head, waiting: [], waitingBytes: 0 };
    this.#parts.set(name, part);
    return part;
  }

  #flush(part: Part): void {
    if (part.waitingBytes === 0) return;
    guarded(this.#path, () => writeAll(part.fd, Buffer.concat(part.waiting)));
    part.waiting = [];
    part.waitingBytes = 0;
  }
}

function lineCount(lines: Buffer): number {
  let count = 0;
  for (let at = lines.indexOf(10); at >= 0; at = lines.indexOf(10, at + 1)) count++;
  return count;
}

/** A single write may take less than it was given, as when the disk becomes full in its middle; the next one says why. */
function writeAll(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}

function appendFile(fd: number, path: string): void {
  const from = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(1024 * 1024);
    for (let length = readSync(from, buffer); length > 0; length = readSync(from, buffer)) writeAll(fd, buffer.subarray(0, length));
  } finally {
    closeSync(from);
  }
}

/** So that the name survives a power cut too. */
function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function guarded<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).code !== 'string' || !('errno' in (error as object))) throw error;
    const [problem = ''] = (error as Error).message.split(',', 1);
    throw cliError('CLI_BACKFILL_WRITE', { path, problem }, error);
  }
}
