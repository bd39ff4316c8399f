// Compiles src/ and tools/ to dist/, file by file (no bundling: stack traces and dynamic workers keep their paths).
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const list = (folder) => readdirSync(join(here, folder), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !/\.(test|test-d|contract)\.ts$/.test(entry.name))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

rmSync(join(here, 'dist'), { recursive: true, force: true });
await build({
  entryPoints: [...list('src'), ...list('tools')],
  outbase: here,
  outdir: join(here, 'dist'),
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'linked',
  logLevel: 'warning',
});
