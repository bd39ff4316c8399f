// Installs everything and brings the tools that tests start: promtool and prometheus (PATH, or the system's packages).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync, chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, run } from './prepare-start.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tools = join(root, '.tools');
const WANTED = { prometheus: 'prometheus', promtool: 'prometheus' };

install('all');
run(process.execPath, ['exporter/build.mjs']);
const missing = Object.entries(WANTED).filter(([name]) => !onPath(name) && !existsSync(join(tools, 'bin', name)));
for (const name of new Set(missing.map(([, package_]) => package_))) unpack(name);
const still = Object.keys(WANTED).filter((name) => !onPath(name) && !existsSync(join(tools, 'bin', name)));
if (still.length > 0) {
  console.error(`Missing: ${still.join(', ')}. Install the package "prometheus" (Debian: apt-get install prometheus) or put them on the PATH.`);
  process.exit(1);
}

function onPath(name) {
  return spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
}

/** Downloads a Debian package and unpacks it beside the repository's files; needs no root once the package lists are there. */
function unpack(name) {
  const folder = join(tools, 'packages');
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(tools, 'bin'), { recursive: true });
  const get = () => spawnSync('apt-get', ['download', name], { cwd: folder, stdio: 'ignore' }).status === 0;
  if (!get()) {
    spawnSync('apt-get', ['update'], { stdio: 'ignore' });
    if (!get()) return;
  }
  for (const file of readdirSync(folder).filter((file) => file.startsWith(`${name}_`))) spawnSync('dpkg', ['-x', file, join(tools, 'root')], { cwd: folder });
  for (const [tool, package_] of Object.entries(WANTED)) {
    const binary = join(tools, 'root', 'usr', 'bin', tool);
    if (package_ !== name || !existsSync(binary)) continue;
    writeFileSync(join(tools, 'bin', tool), `#!/bin/sh\nexec "${binary}" "$@"\n`);
    chmodSync(join(tools, 'bin', tool), 0o755);
  }
}
