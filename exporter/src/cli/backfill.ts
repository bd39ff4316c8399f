import { InvalidArgumentError, type Command } from 'commander';
import { parseDuration } from '../contract/index.js';
import { backfillJson, backfillReport } from './backfill/backfill-report.js';
import { backfillInput, refuseExistingStore, type SourceFlags } from './backfill/backfill-question.js';
import { runBackfill } from './backfill/run-backfill.js';
import type { CliIo } from './cli-io.js';
import { durationOption, instant, positiveInteger } from './option-values.js';
import { count } from './print-number.js';
import { progressLine } from './progress-line.js';
import { runCommand } from './run-command.js';
import { textStyle } from './text-style.js';

/**
 * Time between two samples of a series.
 * Why 1m:   Prometheus' own default scrape interval, so that rate(...[5m]) and the rules work on history as they do live.
 * Too low:  a larger file for nothing. Too high: above 5m Prometheus shows gaps between samples, above half of the range rate() is empty.
 * Change:   --step, to the scrape interval in use. Pinned by: exporter/test/prometheus/backfill.test.ts
 */
const DEFAULT_STEP = '1m';
const SMALLEST_STEP_MS = 1000;

interface BackfillFlags extends SourceFlags {
  openmetrics?: string;
  step: number;
  since?: number;
  until?: number;
  store?: string;
  json?: boolean;
}

const HELP = `
The log is read as aiops serve reads it, and judged the same way: same windows, same verdict ids. Without --openmetrics only the verdicts
are printed. --since and --until choose what comes out; the log is read from its beginning in any case, so counters go on where an
earlier part ended.

Exit codes: 0 done, whatever the verdicts; 2 bad use, a file that cannot be read or a file that cannot be written.

Examples:
  aiops backfill --config aiops.yaml --openmetrics history.om
  aiops backfill --from 'logs/2026-*.jsonl.gz' --config aiops.yaml --openmetrics history.om --until 2026-11-01
  aiops backfill --from old.jsonl --model churn --time ts --features features --baseline churn.json
  promtool tsdb create-blocks-from openmetrics history.om /var/lib/prometheus`;

/** Adds `aiops backfill`. */
export function registerBackfillCommand(program: Command, io: CliIo): void {
  program
    .command('backfill')
    .description('judge history, and write its metrics with timestamps for Prometheus')
    .option('--from <logs...>', 'files or patterns in quotes (default: those of the file sources of --config)')
    .option('--config <file>', 'configuration (default: aiops.yaml)')
    .option('--source <name>', 'read only this source of --config; with --from, the source whose map and format are meant')
    .option('--openmetrics <file>', 'write all samples with timestamps, for promtool tsdb create-blocks-from openmetrics')
    .addOption(durationOption('--step <duration>', 'time between two samples of a series', step, DEFAULT_STEP))
    .option('--since <time>', 'leave out samples and windows before this time (ISO 8601)', instant)
    .option('--until <time>', 'leave out samples and windows after this time', instant)
    .option('--store <dir>', 'keep what was found in a new store, from which aiops serve goes on (default: a temporary one)')
    .option('--model <name>', 'without a configuration: the model that all records are of')
    .option('--model-version <version>', 'and its version (default: 1)')
    .option('--baseline <file>', 'and the baseline to judge by')
    .option('--bootstrap <n>', 'or learn the baseline from the first so many records', positiveInteger)
    .option('--window <duration>', 'and the length of its windows (default: that of a configuration)')
    .option('--format <name>', 'and the format of the log (default: csv for *.csv, else jsonl)')
    .option('--time <path>', 'and where the time is in a record')
    .option('--latency <path>', 'and where the latency is, in seconds')
    .option('--features <path>', 'and the object of the features, or their names with commas between')
    .option('--prediction <path>', "and where the model's answer is")
    .option('--json', 'print the result as JSON')
    .addHelpText('after', HELP)
    .action((flags: BackfillFlags) => runCommand(io, () => backfill(flags, io)));
}

async function backfill(flags: BackfillFlags, io: CliIo): Promise<void> {
  const input = backfillInput(flags);
  if (flags.store !== undefined) refuseExistingStore(flags.store);
  const progress = progressLine(io);
  let totalBytes = 0;
  const result = await runBackfill({
    ...input,
    openmetrics: flags.openmetrics ?? null,
    stepMs: flags.step,
    sinceMs: flags.since ?? -Infinity,
    untilMs: flags.until ?? Infinity,
    storeFolder: flags.store ?? null,
    nowMs: Date.now(),
    onProgress: ({ leftBytes, windows, reachedMs }) => {
      totalBytes = Math.max(totalBytes, leftBytes);
      const read = totalBytes > 0 ? Math.floor((100 * (totalBytes - leftBytes)) / totalBytes) : 0;
      const reached = reachedMs === null ? '' : `, up to ${new Date(reachedMs).toISOString()}`;
      progress.show(`${read} % read, ${count(windows)} windows${reached}`);
    },
  }).finally(() => progress.end());
  const openmetrics = flags.openmetrics ?? null;
  const text = flags.json ? JSON.stringify(backfillJson(result, openmetrics), null, 2) : backfillReport(result, openmetrics, textStyle(io));
  io.stdout.write(`${text}\n`);
}

function step(text: string): number {
  const ms = parseDuration(text);
  if (ms === null || ms < SMALLEST_STEP_MS || ms % SMALLEST_STEP_MS !== 0)
    throw new InvalidArgumentError('whole seconds are required, as in 15s, 1m or 1h');
  return ms;
}
