import { fileURLToPath } from 'node:url';
import { startChild, type Child } from './child.js';

const PROGRAM = fileURLToPath(new URL('../../bin/aiops.js', import.meta.url));

export interface RunningExporter extends Child {
  readonly url: string;
  metrics(): Promise<string>;
}

/** Runs one `aiops` command line (as built in dist) to its end. */
export async function runAiops(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<{ code: number | null; output: string }> {
  const child = startChild(process.execPath, [PROGRAM, ...args], env);
  const code = await child.ended;
  return { code, output: child.output() };
}

/**
 * Starts `aiops serve` and resolves once it is ready. The configuration should listen on port 0.
 *
 * @param patienceMs how long it may take; default: that of `printed`
 */
export async function startExporter(configPath: string, env: NodeJS.ProcessEnv = {}, patienceMs?: number): Promise<RunningExporter> {
  const child = startChild(process.execPath, [PROGRAM, 'serve', '--config', configPath], env);
  const [, listen] = await child.printed(/kind=exporter_started.* listen=(\S+)/, patienceMs).catch(async (error: unknown) => {
    await child.stop('SIGKILL');
    throw error;
  });
  const url = `http://${listen}`;
  return { ...child, url, metrics: async () => (await fetch(`${url}/metrics`)).text() };
}

/** Asks again and again until `look` gives something, and says what was seen last when it never does. */
export async function eventually<T>(look: () => Promise<T | null>, what: string, patienceMs = 30_000): Promise<T> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > until) throw new Error(`waited ${patienceMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
