import { readFileSync } from 'node:fs';

/** Reads a file as text and tells that it was read. */
export function readText(path: string, onRead: (path: string) => void): string {
  const text = readFileSync(path, 'utf8');
  onRead(path);
  return text;
}
