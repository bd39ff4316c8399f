import { spawn } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findTool } from '../find-tool.js';
import { isPinned } from './run-child.js';

const PROGRAM = fileURLToPath(new URL('../../../tools/bench/mtail/inference.mtail', import.meta.url));

interface MtailCounter {
  readonly LabelValues: readonly { readonly Labels: readonly string[]; readonly Value: { readonly Value: number } }[];
}

/** Runs mtail over a log with the same job: requests, latency, ten histograms, five category counters, on one core. */
export async function runMtail(log: string, folder: string): Promise<{ seconds: number; requests: number; ok: number }> {
  const programs = join(folder, 'mtail');
  mkdirSync(programs, { recursive: true });
  cpSync(PROGRAM, join(programs, 'inference.mtail'));
  const mtail = [findTool('mtail'), '-logs', log, '-progs', programs, '-one_shot', '-address', '127.0.0.1', '-port', '0'];
  const [command, ...args] = (isPinned ? ['taskset', '-c', '0', ...mtail] : mtail) as [string, ...string[]];
  const started = performance.now();
  const text = await new Promise<string>((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(out) : reject(new Error(`mtail ended with ${code}: ${err.slice(-2000)}`))));
  });
  const seconds = (performance.now() - started) / 1000;
  const [counter] = (JSON.parse(text) as { inf_requests_total: MtailCounter[] }).inf_requests_total;
  const values = counter?.LabelValues ?? [];
  const sum = (rows: typeof values): number => rows.reduce((total, { Value }) => total + Value.Value, 0);
  return { seconds, requests: sum(values), ok: sum(values.filter(({ Labels }) => Labels[2] === '200')) };
}
