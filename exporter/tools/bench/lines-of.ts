import { closeSync, openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 1 << 20;

/** Calls `onLine` with each whole line of a file as text: the plain way, with a large buffer so that reading is not what is measured. */
export function linesOf(path: string, onLine: (text: string) => void): void {
  const file = openSync(path, 'r');
  let rest = Buffer.alloc(0);
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const n = readSync(file, chunk, 0, CHUNK_BYTES, null);
    if (n === 0) break;
    const buffer = rest.length > 0 ? Buffer.concat([rest, chunk.subarray(0, n)]) : chunk.subarray(0, n);
    let from = 0;
    for (let end = buffer.indexOf(10); end >= 0; end = buffer.indexOf(10, from)) {
      onLine(buffer.toString('utf8', from, end));
      from = end + 1;
    }
    rest = buffer.subarray(from);
  }
  closeSync(file);
}
