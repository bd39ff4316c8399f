import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collector = (options: { type: 'minor' }) => void;
let collector: Collector | null = null;

/**
 * Collects short-lived objects now. A chunk of DuckDB is a small object for V8, which does not see the memory behind it: left alone it
 * collects them a hundred megabytes later.
 */
export function collectYoungGarbage(): void {
  collector ??= findCollector();
  collector({ type: 'minor' });
}

/** The function that `node --expose-gc` puts into new contexts; nothing is done where V8 does not hand it out. */
function findCollector(): Collector {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('typeof gc === "function" ? gc : null');
  return found === null ? () => undefined : (found as Collector);
}
