import { InvalidArgumentError, type Command } from 'commander';
import { parseDuration } from '../contract/index.js';
import { FACT_LIFE_MS, factsOfHistory, incidentsOfHistory } from '../incidents/index.js';
import { openStore } from '../store/index.js';
import type { CliIo } from './cli-io.js';
import { cliError } from './errors.js';
import { bookingJson, bookingReport } from './incidents/booking-report.js';
import { readAlertHistory } from './incidents/read-alert-history.js';
import { durationOption, httpUrl, instant, nameList } from './option-values.js';
import { runCommand } from './run-command.js';
import { bookHistory } from './serve/incident-storage.js';
import { incidentSettings } from './serve/incident-settings.js';
import { readConfig } from './serve/read-config.js';
import { textStyle } from './text-style.js';

/**
 * Distance of two looks at the history.
 * Why 1m:   the default evaluation interval of Prometheus: starts and ends are then exact.
 * Too low:  longer answers for nothing. Too high: starts and ends are off by up to a step, and what is shorter is not seen.
 * Change:   --step, to evaluation_interval. Pinned by: alerts/test/full-chain.test.ts
 */
const DEFAULT_STEP = '1m';
/** Prometheus shows a sample for five minutes: at longer steps it would skip whole firings. */
const LONGEST_STEP_MS = 5 * 60_000;
const DAY_MS = 86_400_000;

interface BackfillFlags {
  config: string;
  prometheus: string;
  from: number;
  to?: number;
  step: number;
  match: string;
  dropLabels: string[];
  dryRun?: boolean;
  json?: boolean;
}

const HELP = `
Incidents are booked into the store of the configuration, also while the exporter runs: it takes them over within seconds. Those that
notifications told already are not counted twice, and running it again changes nothing. See docs/incidents.md for what history can say.

Exit codes: 0 done, whatever was found; 2 bad use, or Prometheus or the store did not answer.

Examples:
  aiops incidents backfill --prometheus http://127.0.0.1:9090 --from 2026-10-01 --dry-run
  aiops incidents backfill --prometheus http://127.0.0.1:9090 --from 2026-10-01 --step 15s --match 'team="ml"'`;

/** Adds `aiops incidents backfill`. */
export function registerIncidentsCommand(program: Command, io: CliIo): void {
  program
    .command('incidents')
    .description('look after incidents')
    .command('backfill')
    .description('make incidents of the alerts in the history of Prometheus')
    .requiredOption('--prometheus <url>', 'base URL of the Prometheus that evaluated the rules', httpUrl)
    .requiredOption('--from <time>', 'beginning of the history (ISO 8601)', instant)
    .option('--to <time>', 'its end (default: now)', instant)
    .addOption(durationOption('--step <duration>', 'distance of two looks at the history: the evaluation interval', step, DEFAULT_STEP))
    .option('--match <matchers>', 'which alerts, as matchers of PromQL', 'component="aiops"')
    .option('--drop-labels <names>', 'labels that tell replicas of one Prometheus apart', nameList, ['replica', 'prometheus_replica'])
    .option('--config <file>', 'configuration of the exporter', 'aiops.yaml')
    .option('--dry-run', 'show the incidents, and book nothing')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', HELP)
    .action((flags: BackfillFlags) => runCommand(io, () => backfill(flags, io)));
}

async function backfill(flags: BackfillFlags, io: CliIo): Promise<void> {
  const nowMs = Date.now();
  const { incidents, store: place } = readConfig(flags.config);
  const settings = incidentSettings(incidents);
  const range = { fromMs: flags.from, toMs: Math.min(nowMs, flags.to ?? nowMs), stepMs: flags.step };
  if (range.fromMs >= range.toMs || range.fromMs < nowMs - FACT_LIFE_MS) {
    const [from, to] = [range.fromMs, range.toMs].map((ms) => new Date(ms).toISOString());
    throw cliError('CLI_HISTORY_RANGE', { days: FACT_LIFE_MS / DAY_MS, from: from ?? '', to: to ?? '' });
  }
  const { match, dropLabels } = flags;
  const prometheus = flags.prometheus.replace(/\/+$/, '');
  const { histories, rules } = await readAlertHistory({ ...range, prometheus, match, dropLabels, heartbeat: settings.heartbeat });
  const read = factsOfHistory(histories, rules, range, settings);
  if (!flags.dryRun) {
    const store = openStore({ folder: place.folder, mode: 'visit', nowMs: Date.now });
    try {
      bookHistory(store, read.facts);
    } finally {
      store.close();
    }
  }
  const booking = { incidents: incidentsOfHistory(read.facts, settings, nowMs), read, store: flags.dryRun ? null : place.folder };
  io.stdout.write(`${flags.json ? JSON.stringify(bookingJson(booking), null, 2) : bookingReport(booking, textStyle(io))}\n`);
}

function step(text: string): number {
  const ms = parseDuration(text);
  if (ms === null || ms < 1000 || ms % 1000 !== 0 || ms > LONGEST_STEP_MS)
    throw new InvalidArgumentError('whole seconds of 5m at most are required, as in 15s');
  return ms;
}
