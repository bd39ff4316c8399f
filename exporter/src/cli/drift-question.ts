import type { Command } from 'commander';
import { parseChunk } from '../baseline/io.js';
import { DEFAULT_DRIFT_SETTINGS } from '../drift/index.js';
import type { DriftQuestion } from './compare-files.js';
import { cliError } from './errors.js';
import { atLeastZero, nameList, openRatio, positiveInteger } from './option-values.js';

/** The options of commands that compare two files. */
export interface DataFlags {
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
  json?: boolean;
}

export function addDataOptions(command: Command): Command {
  const { min_samples, fdr, threshold } = DEFAULT_DRIFT_SETTINGS;
  return (
    command
      // Not required for commander: it would ask for them in subcommands too.
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
      .option('--json', 'print the result as JSON')
  );
}

/** @param command how the user called it, for messages. Errors: CLI_OPTION_MISSING, BASELINE_CHUNK. */
export function questionOf(flags: DataFlags, command: string): DriftQuestion {
  const { columns, featuresAt, ignore, categorical, time, chunk, minSamples, fdr, threshold } = flags;
  return {
    reference: given(flags.reference, '--reference', command),
    current: given(flags.current, '--current', command),
    ...(columns ? { columns } : {}),
    ...(featuresAt === undefined ? {} : { featuresAt }),
    ignore: ignore ?? [],
    categorical: categorical ?? [],
    ...(time === undefined ? {} : { time }),
    ...(chunk === undefined ? {} : { chunk: parseChunk(chunk) }),
    settings: { ...DEFAULT_DRIFT_SETTINGS, min_samples: minSamples, fdr, threshold },
  };
}

function given(value: string | undefined, option: string, command: string): string {
  if (value === undefined) throw cliError('CLI_OPTION_MISSING', { command, option });
  return value;
}
