import { Option, type Command } from 'commander';
import { parseChunk } from '../baseline/io.js';
import { DEFAULT_DRIFT_SETTINGS } from '../drift/index.js';
import { compareFiles, type DriftQuestion } from './compare-files.js';
import type { CliIo } from './cli-io.js';
import { driftJson, driftReport } from './drift-report.js';
import { cliError } from './errors.js';
import { registerExplainCommand } from './explain.js';
import { atLeastZero, nameList, openRatio, positiveInteger } from './option-values.js';
import { progressLine } from './progress-line.js';
import { runCommand } from './run-command.js';
import { textStyle } from './text-style.js';

/** Exit code of `--exit-code` when at least one feature drifted. */
const EXIT_DRIFT = 3;

interface DriftFlags {
  reference?: string;
  current?: string;
  columns?: string[];
  featuresAt?: string;
  ignore?: string[];
  categorical?: string[];
  time?: string;
  chunk?: string;
  minSamples: number;
  fdr: number;
  threshold: number;
  policy: string;
  json?: boolean;
  exitCode?: boolean;
}

const HELP = `
DATA is a CSV, Parquet or JSONL file, by its name. Columns that only one file has are left out.

Exit codes: 0 done, whatever the verdict; 2 bad use or a file that cannot be read; with --exit-code also 3 when something drifted.

Examples:
  aiops drift --reference train.parquet --current lastweek.csv --ignore id,label
  aiops drift --reference train.csv --current 2026.csv --time timestamp --chunk M --json`;

/** Adds `aiops drift`. */
export function registerDriftCommand(program: Command, io: CliIo): void {
  const { min_samples, fdr, threshold } = DEFAULT_DRIFT_SETTINGS;
  const command = program
    .command('drift')
    .description('compare a file with reference data: which columns have shifted, and how sure that is')
    // Not required for commander: it would ask for them in `aiops drift explain` too.
    .option('--reference <data>', 'what is normal, usually the training data (required)')
    .option('--current <data>', 'what is to be judged (required)')
    .option('--columns <names>', 'columns to compare (default: all that both files have)', nameList)
    .option('--features-at <name>', 'object whose fields are the columns, as in an inference log')
    .option('--ignore <names>', 'columns to leave out: ids, labels', nameList)
    .option('--categorical <names>', 'columns to read as categories, whatever they look like', nameList)
    .option('--time <column>', 'column with the time of each row: orders the rows for --chunk; not compared')
    .option('--chunk <size>', 'judge every so many rows (5000), or every H, D, W, M, Q or Y of --time (UTC)')
    .option('--min-samples <n>', 'valid values that a column needs for a verdict', positiveInteger, min_samples)
    .option('--fdr <rate>', 'false discovery rate', openRatio, fdr)
    .option('--threshold <psi>', 'PSI from which a significant shift counts as drift', atLeastZero, threshold)
    .addOption(new Option('--policy <name>', 'how to judge').default('default'))
    .option('--json', 'print the result as JSON')
    .option('--exit-code', `exit with ${EXIT_DRIFT} when at least one column drifted`)
    .addHelpText('after', HELP)
    .action((flags: DriftFlags) => runCommand(io, () => drift(flags, io)));
  registerExplainCommand(command, io);
}

async function drift(flags: DriftFlags, io: CliIo): Promise<void> {
  if (flags.policy !== 'default') throw cliError('CLI_POLICY_UNKNOWN', { known: 'default', found: flags.policy });
  const progress = progressLine(io);
  const compared = await compareFiles(questionOf(flags), (text) => progress.show(text)).finally(() => progress.end());
  const isChunked = flags.chunk !== undefined;
  const text = flags.json ? JSON.stringify(driftJson(compared, isChunked), null, 2) : driftReport(compared, isChunked, textStyle(io));
  io.stdout.write(`${text}\n`);
  if (flags.exitCode && compared.chunks.some(({ verdict }) => verdict.drifted > 0)) io.setExitCode(EXIT_DRIFT);
}

function questionOf(flags: DriftFlags): DriftQuestion {
  const { columns, featuresAt, ignore, categorical, time, chunk, minSamples, fdr, threshold } = flags;
  return {
    reference: given(flags.reference, '--reference'),
    current: given(flags.current, '--current'),
    ...(columns ? { columns } : {}),
    ...(featuresAt === undefined ? {} : { featuresAt }),
    ignore: ignore ?? [],
    categorical: categorical ?? [],
    ...(time === undefined ? {} : { time }),
    ...(chunk === undefined ? {} : { chunk: parseChunk(chunk) }),
    settings: { ...DEFAULT_DRIFT_SETTINGS, min_samples: minSamples, fdr, threshold },
  };
}

function given(value: string | undefined, option: string): string {
  if (value === undefined) throw cliError('CLI_OPTION_MISSING', { command: 'aiops drift', option });
  return value;
}
