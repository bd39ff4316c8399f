import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { quantileOf, median } from './figures.js';
import { writeCopies } from './copies.js';
import { LOG_MODELS } from './inference-log.js';
import { configOf, type Workbench } from './workbench.js';

const PROGRAM = fileURLToPath(new URL('../../../bin/aiops.js', import.meta.url));
const SCRAPE_EVERY_MS = 100;

export interface LiveFigures {
  readonly records: number;
  readonly recordsPerSecond: number;
  readonly scrapes: number;
  readonly scrapeP50Ms: number;
  readonly scrapeP99Ms: number;
  /** Longest time that a health check took while the log was read: what blocks the serving thread shows here. */
  readonly healthMaxMs: number;
  /** Longest delay of the serving thread's event loop, as the exporter itself reports it. */
  readonly eventLoopMaxMs: number;
  readonly seriesCount: number;
  readonly peakRssMb: number;
}

/** Runs the real exporter over a backlog while it is scraped ten times a second and asked for its health all the time. */
export async function liveFigures(bench: Workbench, models: readonly string[] = LOG_MODELS, copies = 1): Promise<LiveFigures> {
  const config = join(bench.folder, 'live.yaml');
  const log = writeCopies(bench.log, bench.folder, copies, bench.records);
  writeFileSync(config, configOf(models, log.pattern, 'store-live'));
  rmSync(join(bench.folder, 'store-live'), { recursive: true, force: true });
  const child = spawn(process.execPath, [PROGRAM, 'serve', '--config', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let text = '';
      child.stderr.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const match = /kind=exporter_started.* listen=(\S+)/.exec(text);
        if (match) resolve(`http://${match[1]}`);
      });
      child.once('close', () => reject(new Error(text)));
    });
    return await watch(url, child.pid ?? 0, log.records);
  } finally {
    child.kill('SIGTERM');
  }
}

async function watch(url: string, pid: number, records: number): Promise<LiveFigures> {
  const scrapes: number[] = [];
  const healths: number[] = [];
  let isDone = false;
  const timed = async (path: string, into: number[]): Promise<string> => {
    const from = performance.now();
    const text = await (await fetch(url + path)).text();
    into.push(performance.now() - from);
    return text;
  };
  const askHealth = async (): Promise<void> => {
    while (!isDone) {
      await timed('/-/healthy', healths);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const health = askHealth();
  const started = performance.now();
  let text = '';
  let read = 0;
  while (read < records) {
    text = await timed('/metrics', scrapes);
    read = Number(/^aiops_ingest_events_total\{[^}]*\} (\d+)/m.exec(text)?.[1] ?? 0);
    if (read < records) await new Promise((resolve) => setTimeout(resolve, SCRAPE_EVERY_MS));
  }
  const seconds = (performance.now() - started) / 1000;
  isDone = true;
  await health;
  const lag = Number(/^nodejs_eventloop_lag_max_seconds (\S+)/m.exec(text)?.[1] ?? NaN);
  return {
    records,
    recordsPerSecond: records / seconds,
    scrapes: scrapes.length,
    scrapeP50Ms: median(scrapes),
    scrapeP99Ms: quantileOf(scrapes, 0.99),
    healthMaxMs: Math.max(...healths),
    eventLoopMaxMs: lag * 1000,
    seriesCount: text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length,
    peakRssMb: Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) / 1024,
  };
}
