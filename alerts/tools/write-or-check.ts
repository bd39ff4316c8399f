import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a generated file, or with `check` says that it is out of date and sets exit code 1. */
export function writeOrCheck(path: string, text: string, mode: 'write' | 'check'): void {
  if (mode === 'write') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return;
  }
  if (readOrEmpty(path) === text) return;
  console.error(`${path} is out of date: run npm run generate`);
  process.exitCode = 1;
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
