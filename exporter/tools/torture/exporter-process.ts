import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../../bin/aiops.js', import.meta.url));

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** An exporter as users run it: a process of its own, which can be killed at any moment. */
export class ExporterProcess {
  readonly #config: string;
  readonly #url: string;
  readonly #log: number;
  #child: ChildProcess | null = null;

  constructor(config: string, port: number, logFile: string) {
    this.#config = config;
    this.#url = `http://127.0.0.1:${port}`;
    this.#log = openSync(logFile, 'a');
  }

  get url(): string {
    return this.#url;
  }

  get pid(): number {
    return this.#child?.pid ?? -1;
  }

  start(): void {
    this.#child = spawn(process.execPath, [BIN, 'serve', '--config', this.#config], { stdio: ['ignore', this.#log, this.#log] });
  }

  async ready(timeoutMs = 30_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (Date.now() < deadline) {
      const isReady = await fetch(`${this.#url}/-/ready`, { signal: AbortSignal.timeout(2000) }).then(
        (answer) => answer.ok,
        () => false,
      );
      if (isReady) return;
      if (this.#child?.exitCode !== null && this.#child?.exitCode !== undefined)
        throw new Error(`the exporter ended with code ${this.#child.exitCode}`);
      await sleep(20);
    }
    throw new Error(`the exporter was not ready within ${timeoutMs} ms`);
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    await gone;
  }

  async metrics(): Promise<string> {
    const answer = await fetch(`${this.#url}/metrics`, { signal: AbortSignal.timeout(20_000) });
    if (!answer.ok) throw new Error(`/metrics answered ${answer.status}`);
    return await answer.text();
  }
}
