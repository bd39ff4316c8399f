import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import {
  RULES_FILE,
  backtestError,
  readFirings,
  replayTest,
  rulesFile,
  type Firing,
  type RuleJob,
  type SeriesTable,
} from '../../backtest/index.js';

const TEST_FILE = 'test.json';
const TICK_MS = 1000;

export interface ReplayOptions {
  readonly jobs: readonly RuleJob[];
  readonly table: SeriesTable;
  /** Name or path of the program. */
  readonly promtool: string;
  /** Jobs that run at once. */
  readonly processes: number;
  readonly onProgress: (text: string) => void;
}

/**
 * The program as it can be started from any folder; looked for before minutes are spent on a history.
 *
 * @throws CodedError BACKTEST_PROMTOOL
 */
export function foundPromtool(program: string): string {
  const path = program.includes('/') ? resolve(program) : program;
  const { error } = spawnSync(path, ['--version'], { stdio: 'ignore' });
  if (error) throw backtestError('BACKTEST_PROMTOOL', { program, problem: error.message }, error);
  return path;
}

/**
 * Replays a history through promtool, one run for each file of rules.
 *
 * @throws CodedError BACKTEST_PROMTOOL, BACKTEST_PROMTOOL_FAILED, BACKTEST_WRITE
 */
export async function replay({ jobs, table, promtool, processes, onProgress }: ReplayOptions): Promise<Firing[]> {
  const folder = written(tmpdir(), () => mkdtempSync(join(tmpdir(), 'aiops-backtest-')));
  const waiting = jobs.map((job, i) => ({ job, folder: join(folder, String(i)) }));
  const firings: Firing[] = [];
  const running = new Set<ReturnType<typeof spawn>>();
  const startedMs = Date.now();
  const tick = setInterval(() => {
    const done = jobs.length - waiting.length - running.size;
    onProgress(`replaying: ${done} of ${jobs.length} files of rules done, ${Math.round((Date.now() - startedMs) / 1000)} s`);
  }, TICK_MS);
  const clean = (): void => {
    for (const child of running) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    clean();
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const output = await runJob(next.job, next.folder, { table, promtool, running });
      firings.push(...readFirings(output, next.job.file, table.originMs));
      rmSync(next.folder, { recursive: true });
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(processes, jobs.length) }, work));
    return firings.sort((a, b) => a.startMs - b.startMs);
  } finally {
    clearInterval(tick);
    process.removeListener('SIGINT', onSignal).removeListener('SIGTERM', onSignal);
    clean();
  }
}

async function runJob(
  job: RuleJob,
  folder: string,
  { table, promtool, running }: Pick<ReplayOptions, 'table' | 'promtool'> & { readonly running: Set<ReturnType<typeof spawn>> },
): Promise<string> {
  written(dirname(folder), () => writeJob(job, folder, table));
  return new Promise((done, reject) => {
    // promtool keeps its samples in the folder for temporary files; here they go with the rest, whatever becomes of it.
    const child = spawn(promtool, ['test', 'rules', TEST_FILE], { cwd: folder, env: { ...process.env, TMPDIR: folder } });
    running.add(child);
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.stderr.on('data', (part: Buffer) => parts.push(part));
    child.once('error', (error) => {
      running.delete(child);
      reject(backtestError('BACKTEST_PROMTOOL', { program: promtool, problem: error.message }, error));
    });
    child.once('close', (code) => {
      running.delete(child);
      const output = Buffer.concat(parts).toString('utf8');
      if (code === null) reject(backtestError('BACKTEST_PROMTOOL_FAILED', { file: job.file, problem: 'it was ended by a signal' }));
      else done(output);
    });
  });
}

function writeJob(job: RuleJob, folder: string, table: SeriesTable): void {
  mkdirSync(folder);
  writeFileSync(join(folder, RULES_FILE), rulesFile(job));
  const file = openSync(join(folder, TEST_FILE), 'w');
  try {
    for (const part of replayTest(job, table)) writeFileSync(file, part);
  } finally {
    closeSync(file);
  }
}

/** Months of samples take room: a disk that is full, or not there, is said as such. */
function written<T>(folder: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof Error) || !('errno' in error)) throw error;
    throw backtestError('BACKTEST_WRITE', { folder, problem: error.message }, error);
  }
}
