// Installs what `npm start` needs: the exporter's dependencies only, and nothing when they are there. Then compiles.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'node_modules', '.aiops-installed');
const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

/** Runs a command and ends with its exit code if it fails. */
export function run(command, args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** What was installed last (`exporter` or `all`; null for nothing), and whether that was for the lock file as it is now. */
function installed() {
  if (!existsSync(stampFile)) return { what: null, isCurrent: false };
  const [what, hash] = readFileSync(stampFile, 'utf8').trim().split(' ');
  return { what, isCurrent: hash === lock };
}

export function install(wanted) {
  const { what: had, isCurrent } = installed();
  if (isCurrent && (had === 'all' || had === wanted)) return;
  // A checkout that was used for tests keeps their tools when the lock file changes.
  const what = had === 'all' ? 'all' : wanted;
  console.log(`Installing ${what === 'all' ? 'all dependencies' : "the exporter's dependencies"} …`);
  run('npm', ['ci', '--no-audit', '--no-fund', ...(what === 'all' ? [] : ['--workspace', 'exporter'])]);
  writeFileSync(stampFile, `${what} ${lock}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  install('exporter');
  run(process.execPath, ['exporter/build.mjs']);
}
