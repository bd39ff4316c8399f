import type { Command } from 'commander';
import type { CliIo } from './cli-io.js';
import { positiveInteger } from './option-values.js';
import { runCommand } from './run-command.js';

const LISTED = 20;

/** What a person asks of stored verdicts. */
export interface ExplainFlags {
  config: string;
  store?: string;
  model?: string;
  limit: number;
  json?: boolean;
}

const HELP = `
Without an id the latest verdicts are listed.

Exit codes: 0 done, 2 bad use or no such verdict, 4 the stored evidence does not give the stored verdict.`;

/** Adds `aiops drift explain`. */
export function registerExplainCommand(drift: Command, io: CliIo): void {
  drift
    .command('explain')
    .description('show a stored verdict with its evidence, and recompute it')
    .argument('[id]', 'id of the verdict: from the status page, the API, or the list')
    .option('--config <file>', 'configuration that names the store', 'aiops.yaml')
    .option('--store <dir>', 'folder of the store, instead of --config')
    .option('--model <name>', 'list only verdicts of this model')
    .option('--limit <n>', 'verdicts to list', positiveInteger, LISTED)
    .option('--json', 'print the record as JSON')
    .addHelpText('after', HELP)
    .action((id: string | undefined, flags: ExplainFlags) =>
      runCommand(io, async () => {
        // The store is loaded only here: comparing files needs none.
        const { explainStored } = await import('./explain-stored.js');
        explainStored(id, flags, io);
      }),
    );
}
