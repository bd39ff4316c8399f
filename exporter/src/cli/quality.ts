import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { CliIo } from './cli-io.js';
import { cliError } from './errors.js';
import { progressLine } from './progress-line.js';
import { compareQuality, type QualityQuestion } from './quality/compare-quality.js';
import { qualityJson } from './quality/quality-json.js';
import { qualityPage } from './quality/quality-page.js';
import { addAnswerOptions, addJudgementOptions, type QualityFlags } from './quality/quality-question.js';
import { qualityReport } from './quality/quality-report.js';
import { runCommand } from './run-command.js';
import { textStyle } from './text-style.js';

/** Exit code of `--exit-code` when at least one chunk is degraded. */
const EXIT_DEGRADED = 3;

interface CommandFlags extends QualityFlags {
  reference: string;
  current: string;
  label: string;
  labels?: string;
  id?: string;
  time?: string;
  chunk?: string;
  html?: string;
  json?: boolean;
  exitCode?: boolean;
}

const HELP = `
DATA is a CSV, Parquet or JSONL file, by its name. Where the current file has no labels, only estimates are made (binary models with scores).

Exit codes: 0 done, whatever the verdict; 2 bad use or a file that cannot be read; with --exit-code also 3 when a chunk is degraded.

Examples:
  aiops quality --reference test.csv --current 2026.csv --label churned --score p --time at --chunk M
  aiops quality --reference test.csv --current scored.csv --labels outcomes.csv --id request_id --label churned --score p
  aiops quality --reference test.csv --current 2026.csv --label price --prediction said --margin 500 --html quality.html`;

/** Adds `aiops quality`. */
export function registerQualityCommand(program: Command, io: CliIo): void {
  const command = program
    .command('quality')
    .description('measure predictions against labels, and estimate them without: chunk by chunk, against a reference')
    .requiredOption('--reference <data>', 'predictions with labels that are normal, such as the test set')
    .requiredOption('--current <data>', 'predictions to be judged, with labels or without')
    .requiredOption('--label <column>', 'column with what would have been right')
    .option('--score <column>', "column with the model's score: the chance of the positive class, or the order of the items")
    .option('--prediction <column>', "column with the model's answer")
    .option('--labels <data>', 'file with the labels of the current file, joined by --id')
    .option('--id <column>', 'column that the current file and --labels have in common')
    .option('--time <column>', 'column with the time of each row: orders the rows')
    .option('--chunk <size>', 'measure every so many rows (5000), or every H, D, W, M, Q or Y of --time (UTC) (default: ten chunks)');
  addJudgementOptions(addAnswerOptions(command))
    .option('--html <file>', 'write a page with a plot of every metric')
    .option('--json', 'print the result as JSON')
    .option('--exit-code', `exit with ${EXIT_DEGRADED} when at least one chunk is degraded`)
    .addHelpText('after', HELP)
    .action((flags: CommandFlags) => runCommand(io, () => quality(flags, io)));
}

async function quality(flags: CommandFlags, io: CliIo): Promise<void> {
  const progress = progressLine(io);
  const compared = await compareQuality(questionOf(flags), (text) => progress.show(text)).finally(() => progress.end());
  if (flags.html !== undefined) await writePage(flags.html, qualityPage(compared));
  const text = flags.json ? JSON.stringify(qualityJson(compared), null, 2) : qualityReport(compared, textStyle(io));
  io.stdout.write(`${text}\n`);
  if (flags.html !== undefined && !flags.json) io.stdout.write(`\nplots: ${flags.html}\n`);
  if (flags.exitCode && compared.chunks.some(({ state }) => state === 'degraded')) io.setExitCode(EXIT_DEGRADED);
}

function questionOf({ labels, id, ...flags }: CommandFlags): QualityQuestion {
  if (labels !== undefined && id === undefined) throw cliError('CLI_QUALITY_LABELS_ID', {});
  return { ...flags, labels: labels === undefined || id === undefined ? null : { path: labels, id } };
}

async function writePage(path: string, page: string): Promise<void> {
  await writeFile(path, page).catch((cause: NodeJS.ErrnoException) => {
    throw cliError('CLI_PAGE_NOT_WRITTEN', { path, reason: cause.code ?? 'unknown' }, cause);
  });
}
