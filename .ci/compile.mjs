// Compiles src/ and tools/ of a workspace to its dist/, file by file (no bundling: stack traces and dynamic workers keep their paths).
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const list = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
const isCompiled = (path) => path.endsWith('.ts') && !/\.(test|test-d|contract)\.ts$/.test(path);

export async function compile(workspace) {
  const dist = join(workspace, 'dist');
  const { outputFiles } = await build({
    entryPoints: ['src', 'tools'].flatMap((folder) => list(join(workspace, folder))).filter(isCompiled),
    outbase: workspace,
    outdir: dist,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    logLevel: 'warning',
    write: false,
  });
  // Only what changed is written, and old files go last: a program that runs from dist is not disturbed by a build.
  for (const { path, contents } of outputFiles) {
    if (isSame(path, contents)) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
  const built = new Set(outputFiles.map(({ path }) => path));
  for (const path of list(dist)) if (!built.has(path)) rmSync(path);
}

function isSame(path, contents) {
  try {
    return readFileSync(path).equals(contents);
  } catch {
    return false;
  }
}
