import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Path of a program that tests start: from .tools/bin (where `npm test` unpacks it), else from the PATH.
 *
 * @throws Error that says what to install: a test that cannot run fails, it is never skipped
 */
export function findTool(name: string): string {
  const own = fileURLToPath(new URL(`../../../.tools/bin/${name}`, import.meta.url));
  if (existsSync(own)) return own;
  if (spawnSync(name, ['--version']).status === 0) return name;
  throw new Error(
    `${name} is neither in .tools/bin nor on the PATH: run npm test (it unpacks it), or install it (Debian: apt-get install ${name})`,
  );
}
