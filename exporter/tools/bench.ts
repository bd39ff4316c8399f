import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { baselineFigures } from './bench/baseline-rows.js';
import { closeFigures } from './bench/close-rows.js';
import { driftRows, driftTable, pythonProblem } from './bench/drift-rows.js';
import { short } from './bench/figures.js';
import { formatRows, formatTable } from './bench/format-rows.js';
import { ingestRows, ingestTable } from './bench/ingest-rows.js';
import { labelFigures, labelLines } from './bench/label-rows.js';
import { liveFigures, type LiveFigures } from './bench/live-rows.js';
import { isPinned } from './bench/run-child.js';
import { scrapeFigures, scrapeTable } from './bench/scrape-rows.js';
import { prepareWorkbench } from './bench/workbench.js';

const PARTS = ['ingest', 'formats', 'live', 'scrape', 'baseline', 'drift', 'close', 'labels', 'memory'] as const;
type Part = (typeof PARTS)[number];

/** Copies of the log that the live exporter reads: one is done before there are scrapes enough for a P99. */
const LIVE_COPIES = 6;

/** Rows of the reference and of the current file that drift is measured on, as the rivals' figures were. */
const DRIFT_ROWS = 500_000;

function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < least) throw new InvalidArgumentError(`must be a whole number of at least ${least}.`);
    return value;
  };
}

function parts(text: string): Part[] {
  return text.split(',').map((name) => {
    const part = PARTS.find((known) => known === name);
    if (!part) throw new InvalidArgumentError(`must be some of ${PARTS.join(',')}.`);
    return part;
  });
}

const program = new Command()
  .name('bench')
  .description('Measures the exporter and its rivals in one run on one generated log, and prints the ratios.')
  .option('--records <n>', 'records of the log (444 bytes each)', wholeNumber(1000), 1_000_000)
  .option('--runs <n>', 'processes per figure; medians are shown', wholeNumber(1), 5)
  .option('--processes <n>', 'processes of the row that looks for slow ones', wholeNumber(0), 20)
  .option('--rows <n>', 'rows of the Parquet file for the baseline, and predictions that labels join', wholeNumber(1000), 5_000_000)
  .option('--only <parts>', `some of ${PARTS.join(',')}`, parts, [...PARTS])
  .option('--seed <n>', 'seed of the generated data', wholeNumber(0), 12345)
  .option('--json', 'print the figures as JSON')
  .addHelpText(
    'after',
    '\nProgress goes to stderr. Needs mtail (npm run bench unpacks it). Exit codes: 0 done, 1 bad option or a rival that disagrees.',
  );

const { records, runs, processes, rows, only, seed, json } = program
  .parse()
  .opts<{ records: number; runs: number; processes: number; rows: number; only: Part[]; seed: number; json?: boolean }>();
const problem = only.includes('drift') ? pythonProblem() : null;
if (problem !== null) program.error(problem);
const started = Date.now();
const onProgress = (text: string): void => console.error(`${((Date.now() - started) / 1000).toFixed(0)} s: ${text}`);
const folder = mkdtempSync(join(tmpdir(), 'aiops-bench-'));
const figures: Record<string, unknown> = {};
const lines: string[] = [
  `node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${isPinned ? 'one core per process' : 'not bound to cores (no taskset)'}`,
];

try {
  if (only.includes('ingest')) {
    const measured = await ingestRows({ folder, records, runs, processes, seed, onProgress });
    figures['ingest'] = measured;
    lines.push(
      '',
      'Reading a log: records per second after the first fifth (median, min, P90, max), and over the whole run',
      ...ingestTable(measured),
    );
  }
  if (only.includes('labels')) {
    const measured = labelFigures({ folder, rows, onProgress });
    figures['labels'] = measured;
    lines.push('', ...labelLines(measured));
  }
  if (only.includes('formats')) {
    onProgress('formats of others');
    const measured = formatRows(runs);
    figures['formats'] = measured;
    lines.push('', 'Decoding from memory: records per CPU-second, beside JSON.parse of the same bytes', ...formatTable(measured));
  }
  if (only.includes('live')) {
    const bench = await prepareWorkbench({ folder: join(folder, 'live'), records, shape: 'standard', seed, onProgress });
    onProgress('the real exporter while it is scraped');
    const live = await liveFigures(bench, undefined, LIVE_COPIES);
    figures['live'] = live;
    lines.push('', 'The real exporter, reading at full speed while it is scraped ten times a second', ...liveLines(live));
  }
  if (only.includes('scrape')) {
    onProgress('scrapes');
    const scrapes = await scrapeFigures([10_000, 50_000, 100_000], Math.max(5, runs));
    figures['scrape'] = scrapes;
    lines.push('', 'One scrape', ...scrapeTable(scrapes));
  }
  if (only.includes('baseline')) {
    const { build, summarize, columns } = await baselineFigures(folder, rows, onProgress);
    figures['baseline'] = { rows, build, summarize };
    lines.push(
      '',
      `Baseline of ${short(rows)} x ${columns} Parquet: ${build.seconds.toFixed(1)} s, ${build.peakRssMb.toFixed(0)} MB (exact quantiles); DuckDB SUMMARIZE (approximate): ${summarize.seconds.toFixed(1)} s, ${summarize.peakRssMb.toFixed(0)} MB`,
    );
  }
  if (only.includes('drift')) {
    const measured = await driftRows(folder, DRIFT_ROWS, runs, onProgress);
    figures['drift'] = { rows: DRIFT_ROWS, measured };
    lines.push(
      '',
      `Batch drift, ${short(DRIFT_ROWS)} + ${short(DRIFT_ROWS)} rows x 15 numeric columns, Parquet to verdict, one core`,
      ...driftTable(measured),
    );
  }
  if (only.includes('close')) {
    onProgress('window close');
    const close = closeFigures(seed);
    figures['close'] = close;
    lines.push(
      '',
      `Window close, each of 10 models x 200 features, verdict and evidence: median ${close.medianMs.toFixed(1)} ms, P99 ${close.p99Ms.toFixed(1)} ms, ${short(close.evidenceBytes)} bytes`,
    );
  }
  if (only.includes('memory')) {
    const models = Array.from({ length: 10 }, (_, i) => `model-${i}`);
    const few = Math.max(20_000, Math.ceil(records / 10));
    const bench = await prepareWorkbench({ folder: join(folder, 'memory'), records: few, shape: 'wide', seed, models, onProgress });
    onProgress('10 models x 200 features');
    const memory = await liveFigures(bench, models);
    figures['memory'] = memory;
    lines.push('', '10 models of 2 versions x 200 features', ...liveLines(memory));
  }
  console.log(json ? JSON.stringify(figures, null, 2) : lines.join('\n'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function liveLines(live: LiveFigures): string[] {
  return [
    `  ${short(live.recordsPerSecond)} records/s, ${live.seriesCount} series, peak RSS ${live.peakRssMb.toFixed(0)} MB`,
    `  ${live.scrapes} scrapes: median ${live.scrapeP50Ms.toFixed(1)} ms, P99 ${live.scrapeP99Ms.toFixed(1)} ms`,
    `  longest health check ${live.healthMaxMs.toFixed(1)} ms, longest event loop delay ${live.eventLoopMaxMs.toFixed(1)} ms`,
  ];
}
