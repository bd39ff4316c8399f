import { readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const SCHEMA_NAME = /^schema.*\.(?:log|jsonl|json)$/;

/** The newest schema log of a BentoML monitor: beside the folder of its data logs, in it, or beside the log; null where there is none. */
export function findBentoSchema(log: string): string | null {
  const folder = dirname(resolve(log));
  const found = [join(folder, '..', 'schema'), join(folder, 'schema'), folder].flatMap((place) => {
    const names = isFolder(place) ? readdirSync(place).filter((name) => SCHEMA_NAME.test(name)) : [];
    return names.map((name) => join(place, name));
  });
  const [newest] = found
    .map((path) => ({ path, writtenMs: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.writtenMs - a.writtenMs);
  return newest?.path ?? null;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
