import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { textTable } from '../../src/cli/text-table.js';
import { median, quantileOf, short } from './figures.js';
import { LOG_MODELS, writeInferenceLog, type LogShape } from './inference-log.js';
import type { Measured } from './measured.js';
import { runMtail } from './mtail.js';
import { runChild, type ChildRun } from './run-child.js';
import { configOf, prepareWorkbench, type Workbench } from './workbench.js';

export interface IngestOptions {
  readonly folder: string;
  readonly records: number;
  readonly runs: number;
  /** Processes for the row that looks for slow ones; 0 leaves it out. */
  readonly processes: number;
  readonly seed: number;
  readonly onProgress: (text: string) => void;
}

export interface IngestRow {
  readonly shape: LogShape;
  readonly variant: string;
  /** Records per second on the clock: the whole run, and after the first fifth. */
  readonly whole: readonly number[];
  readonly warm: readonly number[];
  /** Records per second of CPU over the whole run: steadier than the clock on a busy machine. */
  readonly perCpuSecond: readonly number[];
  readonly peakRssMb: number;
  readonly bytesPerRecord: number;
}

/** V8 then refuses to compile generated code, and every line goes through JSON.parse. */
const GENERIC_FLAGS = ['--disallow-code-generation-from-strings'];
/** The slow rivals get a part of the log: their speed does not depend on its length. */
const SLOW_RECORDS = 200_000;

/** Measures the exporter and its rivals on the same log, interleaved, one process a run. */
export async function ingestRows(options: IngestOptions): Promise<IngestRow[]> {
  const rows: IngestRow[] = [];
  for (const shape of ['standard', 'precise', 'wide'] as const) {
    const records = shape === 'wide' ? Math.ceil(options.records / 10) : options.records;
    const bench = await prepareWorkbench({ ...options, folder: join(options.folder, shape), records, shape });
    rows.push(...(await compare(bench, shape, options)));
    if (shape === 'standard') {
      rows.push(...(await rivals(bench, options)));
      rows.push(await replicas(bench, options));
      if (options.processes > 0) rows.push(await manyProcesses(bench, options));
    }
  }
  return rows;
}

async function compare(bench: Workbench, shape: LogShape, { runs, onProgress }: IngestOptions): Promise<IngestRow[]> {
  const variants: readonly (readonly [string, ChildRun])[] = [
    ['exporter, generated scanner', { script: 'child-exporter', args: [bench.config, bench.records] }],
    ['exporter, generic (JSON.parse)', { script: 'child-exporter', args: [bench.config, bench.records], nodeFlags: GENERIC_FLAGS }],
    ['JSON.parse alone', { script: 'child-json-parse', args: [bench.log, bench.records] }],
  ];
  const measured = new Map<string, Measured[]>(variants.map(([name]) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const [name, child] of variants) {
      onProgress(`${shape}: ${name}, run ${run + 1} of ${runs}`);
      measured.get(name)?.push(await runChild(child));
    }
  }
  requireSame(measured);
  return [...measured].map(([variant, all]) => rowOf(shape, variant, all, bench));
}

async function rivals(bench: Workbench, { runs, seed, onProgress }: IngestOptions): Promise<IngestRow[]> {
  const records = Math.min(SLOW_RECORDS, bench.records);
  const log = join(bench.folder, 'part.jsonl');
  const bytes = writeInferenceLog(log, { records, shape: 'standard', seed });
  const naive: Measured[] = [];
  const mtail: number[] = [];
  for (let run = 0; run < Math.min(runs, 3); run++) {
    onProgress(`standard: prom-client and mtail, run ${run + 1}`);
    naive.push(await runChild({ script: 'child-prom-client', args: [log, records] }));
    const { seconds, requests, ok } = await runMtail(log, bench.folder);
    if (requests !== records || ok !== naive[0]?.check['ok'])
      throw new Error(`mtail counted ${requests} requests (${ok} ok) in a log of ${records}`);
    mtail.push(records / seconds);
  }
  const bytesPerRecord = bytes / records;
  return [
    rowOf('standard', 'prom-client per value (naive)', naive, bench),
    { shape: 'standard', variant: 'mtail', whole: mtail, warm: mtail, perCpuSecond: mtail, peakRssMb: NaN, bytesPerRecord },
  ];
}

/** Two exporters with half of the log each, at the same time on two cores: how it scales beyond one. */
async function replicas(bench: Workbench, { runs, seed, onProgress }: IngestOptions): Promise<IngestRow> {
  const half = Math.floor(bench.records / 2);
  const configs = [1, 2].map((i) => {
    writeInferenceLog(join(bench.folder, `half-${i}.jsonl`), { records: half, shape: 'standard', seed: seed + i });
    const config = join(bench.folder, `half-${i}.yaml`);
    writeFileSync(config, configOf(LOG_MODELS, `half-${i}.jsonl`, `store-${i}`));
    return config;
  });
  const rates: Measured[] = [];
  for (let run = 0; run < runs; run++) {
    onProgress(`standard: two replicas, run ${run + 1} of ${runs}`);
    const both = await Promise.all(configs.map((config, core) => runChild({ script: 'child-exporter', args: [config, half], core })));
    const longest = (read: (m: Measured) => number): number => Math.max(...both.map(read));
    const sum = (read: (m: Measured) => number): number => both.reduce((total, m) => total + read(m), 0);
    rates.push({
      records: sum((m) => m.records),
      seconds: longest((m) => m.seconds),
      warmRecords: sum((m) => m.warmRecords),
      warmSeconds: longest((m) => m.warmSeconds),
      cpuSeconds: sum((m) => m.cpuSeconds),
      peakRssMb: longest((m) => m.peakRssMb),
      check: {},
    });
  }
  return rowOf('standard', 'exporter, two replicas', rates, bench);
}

async function manyProcesses(bench: Workbench, { processes, onProgress }: IngestOptions): Promise<IngestRow> {
  const all: Measured[] = [];
  for (let i = 0; i < processes; i++) {
    onProgress(`standard: looking for slow processes, ${i + 1} of ${processes}`);
    all.push(await runChild({ script: 'child-exporter', args: [bench.config, bench.records] }));
  }
  return rowOf('standard', `exporter, ${processes} processes`, all, bench);
}

function requireSame(measured: ReadonlyMap<string, readonly Measured[]>): void {
  const checks = new Set([...measured.values()].flat().map(({ records, check }) => JSON.stringify([records, check])));
  if (checks.size > 1) throw new Error(`the variants do not agree on what the log holds: ${[...checks].join(' and ')}`);
}

function rowOf(shape: LogShape, variant: string, all: readonly Measured[], bench: Workbench): IngestRow {
  return {
    shape,
    variant,
    whole: all.map(({ records, seconds }) => records / seconds),
    warm: all.map(({ warmRecords, warmSeconds }) => warmRecords / warmSeconds),
    perCpuSecond: all.map(({ records, cpuSeconds }) => records / cpuSeconds),
    peakRssMb: Math.max(...all.map(({ peakRssMb }) => peakRssMb)),
    bytesPerRecord: bench.bytes / bench.records,
  };
}

/** The rows as a table with ratios to JSON.parse alone on the same log. */
export function ingestTable(rows: readonly IngestRow[]): string[] {
  const columns = ['log', 'variant'].map((title) => ({ title, align: 'left' as const }));
  const numbers = ['records/s', 'min', 'P90', 'max', 'whole run', 'per CPU-s', 'MB/s', 'x JSON.parse', 'peak RSS'].map((title) => ({
    title,
    align: 'right' as const,
  }));
  const plain = new Map(rows.filter(({ variant }) => variant === 'JSON.parse alone').map(({ shape, warm }) => [shape, median(warm)]));
  return textTable(
    [...columns, ...numbers],
    rows.map(({ shape, variant, warm, whole, perCpuSecond, peakRssMb, bytesPerRecord }) => [
      shape,
      variant,
      short(median(warm)),
      short(Math.min(...warm)),
      short(quantileOf(warm, 0.9)),
      short(Math.max(...warm)),
      short(median(whole)),
      short(median(perCpuSecond)),
      short((median(warm) * bytesPerRecord) / 1e6),
      (median(warm) / (plain.get(shape) ?? NaN)).toFixed(2),
      Number.isNaN(peakRssMb) ? '-' : `${peakRssMb.toFixed(0)} MB`,
    ]),
  );
}
