import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const CHUNK_BYTES = 8 * 1024 * 1024;

/**
 * Writes n logs of the same records into a folder, each with its first record written once more: files that begin alike would be
 * taken for copies of one, and counted once.
 *
 * @returns names relative to the folder, as a pattern, and the records of all copies together
 */
export function writeCopies(log: string, folder: string, n: number, records: number): { pattern: string; records: number } {
  const from = openSync(log, 'r');
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const head = buffer.toString('utf8', 0, readSync(from, buffer, 0, CHUNK_BYTES, 0));
  const first = JSON.parse(head.slice(0, head.indexOf('\n'))) as Record<string, unknown>;
  for (let i = 0; i < n; i++) {
    const to = openSync(join(folder, `copy-${i}.jsonl`), 'w');
    writeSync(to, `${JSON.stringify({ copy: i, ...first })}\n`);
    for (let at = 0; ;) {
      const bytes = readSync(from, buffer, 0, CHUNK_BYTES, at);
      if (bytes === 0) break;
      writeSync(to, buffer, 0, bytes);
      at += bytes;
    }
    closeSync(to);
  }
  closeSync(from);
  return { pattern: 'copy-*.jsonl', records: n * (records + 1) };
}
