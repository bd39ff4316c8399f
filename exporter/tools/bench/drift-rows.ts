import { DuckDBInstance } from '@duckdb/node-api';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './figures.js';
import type { Measured } from './measured.js';
import { isPinned, runChild } from './run-child.js';

const COLUMNS = 15;
const POLICIES = ['default', 'evidently', 'nannyml'] as const;
/** Names a Python that has the rivals; without it their recorded figures are shown. */
const PYTHON = 'AIOPS_BENCH_PYTHON';
/** Recorded once on the machine of the design, one thread: Evidently 0.7.23; NannyML 0.13.1 on frames that were in memory already. */
const RECORDED = [
  { name: 'evidently', label: 'Evidently 0.7.23 (recorded)', seconds: 22, peakRssMb: 782 },
  { name: 'nannyml', label: 'NannyML 0.13.1, JS + KS, reading not counted (recorded)', seconds: 0.81 + 0.69, peakRssMb: 537 },
] as const;

export interface DriftRow {
  readonly label: string;
  readonly seconds: number;
  readonly peakRssMb: number;
}

/** Why the Python that was named cannot measure the rivals; null where it can, or none was named. Asked before anything is measured. */
export function pythonProblem(): string | null {
  const python = process.env[PYTHON];
  if (!python) return null;
  const { status, stderr, error } = spawnSync(python, ['-c', 'import evidently, nannyml, pandas'], { encoding: 'utf8' });
  if (status === 0) return null;
  const found = error?.message ?? stderr.trim().split('\n').pop() ?? '';
  return `${PYTHON}=${python} must be a Python with evidently, nannyml and pandas (${found}); install them, or unset it for the recorded figures`;
}

/** `aiops drift` from Parquet to verdict with each policy, the start of the process counted, beside the tools that it replaces. */
export async function driftRows(folder: string, rows: number, runs: number, onProgress: (text: string) => void): Promise<DriftRow[]> {
  const [reference, current] = [join(folder, 'drift-reference.parquet'), join(folder, 'drift-current.parquet')];
  onProgress(`writing 2 x ${rows} x ${COLUMNS} Parquet`);
  await writeSamples(reference, rows, 0);
  await writeSamples(current, rows, 0.2);
  const measured: DriftRow[] = [];
  for (const policy of POLICIES) {
    onProgress(`aiops drift --policy ${policy}`);
    const all: Measured[] = [];
    for (let run = 0; run < runs; run++) all.push(await runChild({ script: 'child-drift', args: [reference, current, policy] }));
    const seconds = median(all.map((one) => one.seconds));
    measured.push({ label: `aiops drift --policy ${policy}`, seconds, peakRssMb: Math.max(...all.map((one) => one.peakRssMb)) });
  }
  const python = process.env[PYTHON];
  for (const { name, ...recorded } of RECORDED) {
    if (python) onProgress(`${name} by ${python}`);
    measured.push(python ? { label: name, ...measuredPeer(python, [reference, current, name]) } : recorded);
  }
  return measured;
}

/** Normal columns; the current ones are moved by up to `shift` standard deviations, the first not at all. */
async function writeSamples(path: string, rows: number, shift: number): Promise<void> {
  const connection = await (await DuckDBInstance.create()).connect();
  const columns = Array.from(
    { length: COLUMNS },
    (_, i) => `sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) + ${(shift * i) / COLUMNS} AS n${i}`,
  );
  await connection.run(`SELECT setseed(${shift === 0 ? 0.42 : 0.43})`);
  await connection.run(`COPY (SELECT ${columns.join(', ')} FROM range(${rows})) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
}

function measuredPeer(python: string, args: readonly string[]): Omit<DriftRow, 'label'> {
  const script = fileURLToPath(new URL('../../../tools/bench/peers-drift.py', import.meta.url));
  const command = [...(isPinned ? ['taskset', '-c', '0'] : []), python, script, ...args];
  const { status, stdout, stderr, error } = spawnSync(command[0] as string, command.slice(1), { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${python} (${PYTHON}) cannot measure ${args[2] ?? ''}: ${error?.message ?? stderr}`);
  return JSON.parse(stdout.trim().split('\n').pop() ?? '') as Omit<DriftRow, 'label'>;
}

export function driftTable(rows: readonly DriftRow[]): string[] {
  return rows.map(({ label, seconds, peakRssMb }) => `  ${label.padEnd(56)} ${seconds.toFixed(2)} s  ${peakRssMb.toFixed(0)} MB`);
}
