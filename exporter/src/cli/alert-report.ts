import type { Command } from 'commander';
import { openStore } from '../store/index.js';
import type { CliIo } from './cli-io.js';
import { cliError } from './errors.js';
import { fatigueText } from './fatigue/fatigue-text.js';
import { storedFatigue } from './fatigue/stored-fatigue.js';
import { instant, windowLength } from './option-values.js';
import { runCommand } from './run-command.js';
import { readConfig } from './serve/read-config.js';
import { textStyle } from './text-style.js';

interface Flags {
  config: string;
  store?: string;
  since?: number;
  until?: number;
  shift: number;
  json?: boolean;
}

const HELP = `
Read from the store of the exporter, running or not. What is suggested stands on the incidents named under it; nothing is changed.

Exit codes: 0 done, whatever is found; 2 bad use, or no store.

Examples:
  aiops alerts report --config aiops.yaml
  aiops alerts report --config aiops.yaml --since 2026-09-01 --until 2026-10-01 --shift 8h --json`;

/** Adds `aiops alerts report`. */
export function registerReportCommand(alerts: Command, io: CliIo): void {
  alerts
    .command('report')
    .description('show what alerts asked of people, and which rules tire them')
    .option('--config <file>', 'configuration that names the store', 'aiops.yaml')
    .option('--store <dir>', 'folder of the store, instead of --config')
    .option('--since <time>', 'incidents that began at or after this time (ISO 8601; default: 30 days before --until)', instant)
    .option('--until <time>', 'and before this one (default: now)', instant)
    .option('--shift <duration>', 'length of a shift', windowLength, windowLength('12h'))
    .option('--json', 'print the report as JSON')
    .addHelpText('after', HELP)
    .action((flags: Flags) =>
      runCommand(io, async () => {
        const { since = null, until = null, shift, json } = flags;
        if (since !== null && since >= (until ?? Date.now())) throw cliError('CLI_PERIOD', {});
        const folder = flags.store ?? readConfig(flags.config).store.folder;
        const store = openStore({ folder, mode: 'visit', nowMs: Date.now });
        try {
          const report = storedFatigue(store, { sinceMs: since, untilMs: until, shiftMs: shift }, Date.now());
          io.stdout.write(`${json ? JSON.stringify(report, null, 2) : fatigueText(report, textStyle(io))}\n`);
        } finally {
          store.close();
        }
      }),
    );
}
