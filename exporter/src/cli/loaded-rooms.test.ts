import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const SRC = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Rooms and packages that a file brings with it when it is loaded; what it imports later, when it is needed, is not among them. */
async function loadedBy(file: string): Promise<string[]> {
  const entry = join(SRC, 'cli', file);
  const { metafile } = await build({
    entryPoints: [entry],
    absWorkingDir: SRC,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outdir: 'not-written',
    write: false,
    metafile: true,
  });
  const loaded = new Set<string>();
  const names = new Set<string>();
  const load = (path: string): void => {
    if (loaded.has(path)) return;
    loaded.add(path);
    names.add(path.split('/')[0] ?? '');
    for (const { path: next, kind, external } of metafile.inputs[path]?.imports ?? []) {
      if (kind === 'dynamic-import') continue;
      if (external) names.add(next);
      else load(next);
    }
  };
  load(relative(SRC, entry));
  return [...names].filter((name) => !name.startsWith('node:')).sort();
}

it('comparing files loads no configuration, store or server: the start would take as long as the comparison', async () => {
  expect(await loadedBy('drift.ts')).toEqual([
    '@duckdb/node-api',
    'baseline',
    'cli',
    'commander',
    'contract',
    'drift',
    'events',
    'profile',
    'simple-statistics',
    'statistics',
    'zod',
  ]);
});

it('a server loads no reader of data files (68 MB), and a check of the configuration no server', async () => {
  const serve = await loadedBy('serve.ts');
  expect(serve).toContain('express');
  expect(serve).not.toContain('@duckdb/node-api');
  for (const name of ['express', 'libsql', '@duckdb/node-api', 'pipeline', 'http'])
    expect(await loadedBy('validate.ts')).not.toContain(name);
});

it('the program itself loads no command', async () => {
  expect(await loadedBy('main.ts')).toEqual(['cli', 'commander', 'contract', 'zod']);
});
