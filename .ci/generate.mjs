// Writes every generated file (`npm run generate`), or with --check fails where one is not what would be written.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnSync } from 'node:child_process';
import { run } from './prepare-start.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
run(process.execPath, ['exporter/build.mjs']);
const folder = join(root, 'exporter', 'dist', 'tools');
const generators = existsSync(folder) ? readdirSync(folder).filter((name) => /^generate-.*\.js$/.test(name)) : [];
const results = generators.map(
  (name) => spawnSync(process.execPath, [join(folder, name), ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' }).status,
);
process.exit(results.every((status) => status === 0) ? 0 : 1);
