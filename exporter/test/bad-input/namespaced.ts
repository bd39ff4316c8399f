import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startChild } from '../processes/child.js';
import type { RunningExporter } from '../processes/exporter.js';

const PROGRAM = fileURLToPath(new URL('../../bin/aiops.js', import.meta.url));

/**
 * Path of unshare(1), which starts a program with mounts and rights of its own.
 *
 * @param flags that are going to be used; they are tried out
 * @throws Error that says what to install or to allow: what cannot run fails, it is never skipped
 */
export function findUnshare(flags: string): string {
  const { error, status, stderr } = spawnSync('unshare', [flags, 'true'], { encoding: 'utf8' });
  if (error) throw new Error('unshare is not on the PATH: install it (Debian: apt-get install util-linux)', { cause: error });
  if (status !== 0)
    throw new Error(
      `unshare ${flags} is refused (${stderr.trim()}): run the tests as root, or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1)`,
    );
  return 'unshare';
}

/** Something that runs the command line that follows it, as `unshare -U` does. */
export type Runner = readonly [string, ...string[]];

/** Starts an exporter by another program, and resolves once it is ready. */
export async function startExporterBy([program, ...args]: Runner, configPath: string): Promise<RunningExporter> {
  const child = startChild(program, [...args, process.execPath, PROGRAM, 'serve', '--config', configPath]);
  const [, listen] = await child.printed(/kind=exporter_started.* listen=(\S+)/).catch(async (error: unknown) => {
    await child.stop('SIGKILL');
    throw error;
  });
  const url = `http://${listen}`;
  return { ...child, url, metrics: async () => (await fetch(`${url}/metrics`)).text() };
}

/** Runs one `aiops` command line that is to be refused; where it is not, and an exporter starts, that is stopped and seen in the output. */
export async function runRefused(
  command: readonly string[],
  runner: readonly string[] = [],
): Promise<{ code: number | null; output: string }> {
  const [program, ...args] = [...runner, process.execPath, PROGRAM, ...command] as [string, ...string[]];
  const child = startChild(program, args);
  const code = await Promise.race([child.ended, child.printed(/kind=exporter_started/).then(async () => child.stop())]).catch(
    () => child.ended,
  );
  return { code, output: child.output() };
}
