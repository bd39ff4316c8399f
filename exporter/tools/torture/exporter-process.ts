import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** This file runs from dist/tools/torture when it is compiled, and from tools/torture in tests. */
const BIN = fileURLToPath(
  new URL(import.meta.url.includes('/dist/tools/') ? '../../../bin/aiops.js' : '../../bin/aiops.js', import.meta.url),
);
const READY_PATIENCE_MS = 240_000;

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** An exporter as users run it: a process of its own, which can be killed at any moment. */
export class ExporterProcess {
  readonly url: string;
  readonly #config: string;
  readonly #log: number;
  #child: ChildProcess | null = null;
  starts = 0;

  constructor(config: string, port: number, logFile: string) {
    this.#config = config;
    this.url = `http://127.0.0.1:${port}`;
    this.#log = openSync(logFile, 'a');
  }

  start(): void {
    this.starts++;
    this.#child = spawn(process.execPath, [BIN, 'serve', '--config', this.#config], { stdio: ['ignore', this.#log, this.#log] });
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Errors: that it ended by itself, with its exit code, or did not answer. */
  async ready(): Promise<void> {
    for (const deadline = Date.now() + READY_PATIENCE_MS; Date.now() < deadline;) {
      const answer = await fetch(`${this.url}/-/ready`, { signal: AbortSignal.timeout(2000) }).catch(() => null);
      await answer?.arrayBuffer();
      if (answer?.ok) return;
      const code = this.#child?.exitCode ?? null;
      if (code !== null) throw new Error(`the exporter ended by itself with code ${code}`);
      await sleep(20);
    }
    throw new Error(`the exporter was not ready within ${READY_PATIENCE_MS} ms`);
  }

  /** Ends the process that `start` began, if it still runs. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  async metrics(): Promise<string> {
    const answer = await fetch(`${this.url}/metrics`, { signal: AbortSignal.timeout(20_000) });
    if (!answer.ok) throw new Error(`/metrics answered ${answer.status}`);
    return await answer.text();
  }
}
