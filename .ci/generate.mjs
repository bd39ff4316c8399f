// Writes every generated file (`npm run generate`), or with --check fails where one is not what would be written.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnSync } from 'node:child_process';
import { run } from './prepare-start.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
run(process.execPath, ['exporter/build.mjs']);
run(process.execPath, ['alerts/build.mjs']);
const generators = ['exporter', 'alerts'].flatMap((workspace) => {
  const folder = join(root, workspace, 'dist', 'tools');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /^generate-.*\.js$/.test(name)) : [];
  return names.map((name) => join(folder, name));
});
const results = generators.map(
  (file) => spawnSync(process.execPath, [file, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' }).status,
);
process.exit(results.every((status) => status === 0) ? 0 : 1);
