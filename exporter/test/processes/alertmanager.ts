import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findTool } from '../../tools/find-tool.js';
import { findUnshare } from '../bad-input/namespaced.js';
import { startChild, type Child } from './child.js';
import { eventually } from './exporter.js';
import { freePort } from './free-port.js';

export interface RunningAlertmanager extends Child {
  readonly url: string;
}

/** Debian's Alertmanager reads its templates here and nowhere else. */
const TEMPLATES = '/usr/share/prometheus/alertmanager/default.tmpl';
const UNPACKED = fileURLToPath(new URL('../../../.tools/root', import.meta.url));

/**
 * Starts a real Alertmanager with a configuration. It talks to no other Alertmanager.
 *
 * @param ownPort where it listens; default: a free port. One that is started again is found at its old address.
 */
export async function startAlertmanager(folder: string, config: string, ownPort?: number): Promise<RunningAlertmanager> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'alertmanager.yml');
  writeFileSync(file, config);
  const port = ownPort ?? (await freePort());
  const program = findTool('prometheus-alertmanager');
  const options = [
    `--config.file=${file}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
    '--log.level=warn',
  ];
  const [command, ...before] = [...withTemplates(), program];
  const child = startChild(command ?? program, [...before, ...options]);
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => {
    if (child.process.exitCode !== null) throw new Error(child.output());
    return fetch(`${url}/-/ready`).then(
      (response) => (response.ok ? true : null),
      () => null,
    );
  }, 'Alertmanager to be ready');
  return { ...child, url };
}

/** A copy that was unpacked and not installed finds its templates in a mount namespace of its own, where they are in place. */
function withTemplates(): string[] {
  if (existsSync(TEMPLATES)) return [];
  const script = 'mount --bind "$0/usr/share" /usr/share && exec "$@"';
  return [findUnshare('-rm'), '-rm', 'sh', '-c', script, UNPACKED];
}
