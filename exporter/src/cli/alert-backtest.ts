import { availableParallelism } from 'node:os';
import { InvalidArgumentError, type Command } from 'commander';
import { parseDuration } from '../contract/index.js';
import { backtestError, judgedRules, namesRead, readIncidents, readRules, ruleJobs, score, scoredRules } from '../backtest/index.js';
import { backtestJson, backtestReport } from './backtest/backtest-report.js';
import { readEvents } from './backtest/read-events.js';
import { foundPromtool, replay } from './backtest/replay.js';
import type { CliIo } from './cli-io.js';
import { durationOption } from './option-values.js';
import { progressLine } from './progress-line.js';
import { ruleFiles, textOfFile, yamlOf } from './rule-files.js';
import { runCommand } from './run-command.js';
import { textStyle } from './text-style.js';

/** The default of `aiops backfill` and of Prometheus: rules are evaluated as often. */
const DEFAULT_STEP = '1m';
/**
 * How long after the end of an incident an alert still belongs to it.
 * Why 1h:    a window of an hour closes after what happened in it. Too low: late alerts count as false. Too high: a false alarm that
 *            follows an incident counts as its own.
 * Change it: --grace, to the length of the windows of the models.
 * Pinned by: exporter/test/backtest/backtest.test.ts
 */
const DEFAULT_GRACE = '1h';

interface Flags {
  rules: string;
  events?: string[];
  config?: string;
  incidents: string;
  step: number;
  grace: number;
  promtool: string;
  json?: boolean;
}

const HELP = `
The history is replayed through a real Prometheus (promtool): rules see at each step what they would have seen then. --events is an
OpenMetrics file with timestamps (aiops backfill, promtool tsdb dump-openmetrics); with --config it names inference logs, which are first
turned into such a history (default: those of the configuration). What a history has no sample of is not judged, and named.

Exit codes: 0 done, whatever the score; 2 bad use, an unreadable file, or no promtool.

Examples:
  aiops alerts backtest --rules alerts/prometheus --events history.om --incidents incidents.yaml
  aiops alerts backtest --rules alerts/prometheus --config aiops.yaml --incidents incidents.yaml --json`;

/** Adds `aiops alerts backtest`. */
export function registerBacktestCommand(alerts: Command, io: CliIo): void {
  alerts
    .command('backtest')
    .description('score alert rules on history in which it is known what happened')
    .requiredOption('--rules <path>', 'file or folder of Prometheus rules')
    .option('--events <files...>', 'an OpenMetrics history; with --config, inference logs')
    .option('--config <file>', 'configuration that says how the logs are read')
    .requiredOption('--incidents <file>', 'what happened: model, kind, start, end, should, attributed_to')
    .addOption(durationOption('--step <duration>', 'how often rules are evaluated', duration, DEFAULT_STEP))
    .addOption(durationOption('--grace <duration>', 'how long after its end an alert belongs to an incident', duration, DEFAULT_GRACE))
    .option('--promtool <program>', 'the promtool of Prometheus', 'promtool')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', HELP)
    .action((flags: Flags) => runCommand(io, () => backtest(flags, io)));
}

async function backtest(flags: Flags, io: CliIo): Promise<void> {
  const { step: stepMs, grace: graceMs, events, config } = flags;
  const promtool = foundPromtool(flags.promtool);
  const sources = ruleFiles(flags.rules).map((file) => readRules(yamlOf(file), file));
  const names = namesRead(sources);
  if (names?.size === 0) throw backtestError('BACKTEST_NO_ALERTS', { rules: flags.rules });
  const labelled = readIncidents(textOfFile(flags.incidents), flags.incidents);
  const progress = progressLine(io);
  const onProgress = (text: string): void => progress.show(text);
  try {
    const table = await readEvents({ events, config, stepMs, reads: names, onProgress });
    const { judged, unjudged } = judgedRules(sources, table.names);
    const jobs = ruleJobs(sources, judged);
    const firings = await replay({ jobs, table, promtool, processes: availableParallelism(), onProgress });
    const { startMs, endMs } = table;
    const result = {
      ...score(firings, labelled, scoredRules(judged), { startMs, endMs, graceMs }),
      startMs,
      endMs,
      missing: [...(names ?? [])].filter((name) => !table.names.has(name)).sort(),
      unjudged: scoredRules(unjudged),
    };
    progress.end();
    io.stdout.write(`${flags.json ? JSON.stringify(backtestJson(result), null, 2) : backtestReport(result, textStyle(io))}\n`);
  } finally {
    progress.end();
  }
}

function duration(text: string): number {
  const ms = parseDuration(text);
  if (ms === null || ms < 1000 || ms % 1000 !== 0) throw new InvalidArgumentError('whole seconds are required, as in 15s, 1m or 1h');
  return ms;
}
