import { Option, type Command } from 'commander';
import { PEER_POLICIES, compareByPolicy, type PeerPolicy } from './compare-by-policy.js';
import { compareFiles, type DriftQuestion } from './compare-files.js';
import type { CliIo } from './cli-io.js';
import { registerCompareCommand } from './drift-compare.js';
import type { Season } from '../contract/index.js';
import { addDataOptions, questionOf, type DataFlags } from './drift-question.js';
import { driftJson, driftReport } from './drift-report.js';
import { cliError } from './errors.js';
import { registerExplainCommand } from './explain.js';
import { seasonName } from './option-values.js';
import { policyJson, policyReport, tally } from './policy-report.js';
import { progressLine } from './progress-line.js';
import { runCommand } from './run-command.js';
import { textStyle } from './text-style.js';

/** Exit code of `--exit-code` when at least one feature drifted. */
const EXIT_DRIFT = 3;
const COMMAND = 'aiops drift';

interface DriftFlags extends DataFlags {
  season?: Season;
  timezone?: string;
  policy: string;
  exitCode?: boolean;
}

const HELP = `
DATA is a CSV, Parquet or JSONL file, by its name. Columns that only one file has are left out.

Exit codes: 0 done, whatever the verdict; 2 bad use or a file that cannot be read; with --exit-code also 3 when something drifted.

Examples:
  aiops drift --reference train.parquet --current lastweek.csv --ignore id,label
  aiops drift --reference train.csv --current 2026.csv --time timestamp --chunk M --json
  aiops drift --reference train.csv --current 2026.csv --time timestamp --chunk D --season day_of_week
  aiops drift --reference train.csv --current 2026.csv --policy evidently`;

/** Adds `aiops drift`. */
export function registerDriftCommand(program: Command, io: CliIo): void {
  const command = program
    .command('drift')
    .description('compare a file with reference data: which columns have shifted, and how sure that is');
  addDataOptions(command)
    .addOption(
      new Option('--policy <name>', 'how to judge: default, evidently or nannyml (their default rules, on raw values)').default('default'),
    )
    .option(
      '--season <kind>',
      'compare each chunk with the same hour_of_week, hour_of_day, day_of_week or month of the reference',
      seasonName,
    )
    .option('--timezone <zone>', 'whose hours and days these are, as in Europe/Berlin (default: UTC)')
    .option('--exit-code', `exit with ${EXIT_DRIFT} when at least one column drifted`)
    .addHelpText('after', HELP)
    .action((flags: DriftFlags) => runCommand(io, () => drift(flags, io)));
  registerExplainCommand(command, io);
  registerCompareCommand(command, io);
}

async function drift(flags: DriftFlags, io: CliIo): Promise<void> {
  checkSeasonFlags(flags);
  const policy = PEER_POLICIES.find((name) => name === flags.policy);
  if (policy) return driftByPolicy(policy, flags, io);
  if (flags.policy !== 'default') {
    throw cliError('CLI_POLICY_UNKNOWN', { known: ['default', ...PEER_POLICIES].join(', '), found: flags.policy });
  }
  const progress = progressLine(io);
  const compared = await compareFiles(questionWithSeason(flags), (text) => progress.show(text)).finally(() => progress.end());
  const isChunked = flags.chunk !== undefined;
  const text = flags.json ? JSON.stringify(driftJson(compared, isChunked), null, 2) : driftReport(compared, isChunked, textStyle(io));
  io.stdout.write(`${text}\n`);
  if (flags.exitCode && compared.chunks.some(({ verdict }) => verdict.drifted > 0)) io.setExitCode(EXIT_DRIFT);
}

/** A season is of times, and of parts of the file: over the whole of it, like was compared with like already. */
function checkSeasonFlags({ season, time, chunk, policy }: DriftFlags): void {
  if (season === undefined) return;
  const missing = time === undefined ? '--time' : chunk === undefined ? '--chunk' : null;
  if (missing !== null) throw cliError('CLI_OPTION_MISSING', { command: `${COMMAND} --season`, option: missing });
  if (policy !== 'default') throw cliError('CLI_SEASON_POLICY', { policy });
}

function questionWithSeason(flags: DriftFlags): DriftQuestion {
  const { season, timezone = 'UTC' } = flags;
  return { ...questionOf(flags, COMMAND), ...(season && { season: { kind: season, timezone } }) };
}

async function driftByPolicy(policy: PeerPolicy, flags: DriftFlags, io: CliIo): Promise<void> {
  const progress = progressLine(io);
  const compared = await compareByPolicy(policy, questionOf(flags, COMMAND), (text) => progress.show(text)).finally(() => progress.end());
  const text = flags.json ? JSON.stringify(policyJson(compared), null, 2) : policyReport(compared, textStyle(io));
  io.stdout.write(`${text}\n`);
  if (flags.exitCode && compared.chunks.some(({ features }) => tally(features).drifted > 0)) io.setExitCode(EXIT_DRIFT);
}
