import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const FOLDER = new URL('../../fixtures/metrics/', import.meta.url);

/** promtool from the repository's .tools folder, else from the PATH; null when there is none. */
function findPromtool(): string | null {
  const own = fileURLToPath(new URL('../../../.tools/promtool', import.meta.url));
  if (existsSync(own)) return own;
  return spawnSync('promtool', ['--version']).status === 0 ? 'promtool' : null;
}

const promtool = findPromtool();

describe.skipIf(promtool === null)('promtool check metrics (skipped where promtool is neither in .tools nor on the PATH)', () => {
  const cases = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  it.each(cases.map(({ name }) => name))('finds no fault in the exposition of %s', (name) => {
    const input = readFileSync(new URL(`${name}/expected.txt`, FOLDER));
    const { status, stdout, stderr } = spawnSync(promtool as string, ['check', 'metrics'], { input, encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});
