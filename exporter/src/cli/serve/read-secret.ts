import { readFile, stat } from 'node:fs/promises';
import type { FileText } from '../../config/index.js';

/** Certificates with a long chain have some 10 KiB. Beyond this it is another file, and reading it every second would cost. */
const MAX_BYTES = 256 * 1024;

/** Reads a token, a certificate or a key without holding up the thread: the disk can be a network's. */
export async function readSecret(path: string): Promise<FileText> {
  try {
    const { size, isFile } = await stat(path).then((found) => ({ size: found.size, isFile: found.isFile() }));
    // A pipe would be waited for without an end.
    if (!isFile) return { problem: 'is no file' };
    return size > MAX_BYTES ? { problem: `has more than ${MAX_BYTES} bytes` } : { text: await readFile(path, 'utf8') };
  } catch (error) {
    return { problem: `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})` };
  }
}
