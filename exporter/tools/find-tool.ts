import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Path of a program that tests and benchmarks start: from .tools/bin (where `npm test` and `npm run bench` unpack it), else from the PATH.
 *
 * @throws Error that says what to install: what cannot run fails, it is never skipped
 */
export function findTool(name: string): string {
  const own = join(repositoryRoot(), '.tools', 'bin', name);
  if (existsSync(own)) return own;
  if (spawnSync('sh', ['-c', `command -v ${name}`]).status === 0) return name;
  throw new Error(
    `${name} is neither in .tools/bin nor on the PATH: run npm test (it unpacks it), or install it (Debian: apt-get install ${name})`,
  );
}

/** The folder with the lock file: this file runs from exporter/tools and, compiled, from exporter/dist/tools. */
function repositoryRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package-lock.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
