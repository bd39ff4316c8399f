// Brings programs that tests and benchmarks start: from the PATH, else from the system's packages into .tools/.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const tools = join(dirname(dirname(fileURLToPath(import.meta.url))), '.tools');
const bin = join(tools, 'bin');

/** @param wanted the Debian package of each program. Ends the process where one cannot be had, and says what to install. */
export function unpackTools(wanted) {
  const missing = () =>
    Object.entries(wanted).filter(([name]) => !existsSync(join(bin, name)) && spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0);
  for (const name of new Set(missing().map(([, packageName]) => packageName))) unpack(name, wanted);
  const still = missing();
  if (still.length === 0) return;
  const packages = [...new Set(still.map(([, name]) => name))].join(' ');
  console.error(`Missing: ${still.map(([name]) => name).join(', ')}. Put them on the PATH, or on Debian: apt-get install ${packages}`);
  process.exit(1);
}

/** Downloads a Debian package and unpacks it; needs no root once the package lists are there. */
function unpack(name, wanted) {
  console.log(`Unpacking ${name} into .tools …`);
  const folder = join(tools, 'packages');
  mkdirSync(folder, { recursive: true });
  mkdirSync(bin, { recursive: true });
  const download = () => spawnSync('apt-get', ['download', name], { cwd: folder, stdio: 'ignore' }).status === 0;
  if (!download()) {
    spawnSync('apt-get', ['update'], { stdio: 'ignore' });
    if (!download()) return;
  }
  for (const file of readdirSync(folder).filter((entry) => entry.startsWith(`${name}_`)))
    spawnSync('dpkg', ['-x', file, join(tools, 'root')], { cwd: folder });
  for (const [tool, packageName] of Object.entries(wanted)) {
    const program = join(tools, 'root', 'usr', 'bin', tool);
    if (packageName !== name || !existsSync(program)) continue;
    writeFileSync(join(bin, tool), `#!/bin/sh\nexec "${program}" "$@"\n`);
    chmodSync(join(bin, tool), 0o755);
  }
}
