import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Measured } from './measured.js';

const hasTaskset = spawnSync('taskset', ['--version']).status === 0;

/** Whether children are bound to one core; without, the compiler threads of Node may use another one. */
export const isPinned = hasTaskset;

export interface ChildRun {
  readonly script: string;
  readonly args: readonly (string | number)[];
  readonly nodeFlags?: readonly string[];
  /** Core to bind to; `any` where threads are part of the job. */
  readonly core?: number | 'any';
}

/** Runs a measuring script in a process of its own. @throws Error with its output when it fails */
export function runChild({ script, args, nodeFlags = [], core = 0 }: ChildRun): Promise<Measured> {
  const path = fileURLToPath(new URL(`./${script}.js`, import.meta.url));
  const node = [process.execPath, ...nodeFlags, path, ...args.map(String)];
  const [command, ...rest] = (hasTaskset && core !== 'any' ? ['taskset', '-c', String(core), ...node] : node) as [string, ...string[]];
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(out.trim().split('\n').pop() ?? '') as Measured);
      else reject(new Error(`${script} ended with ${code}:\n${err}${out}`));
    });
  });
}
