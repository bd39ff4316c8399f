import type { Command } from 'commander';
import type { CliIo } from './cli-io.js';
import { driftReport } from './drift-report.js';
import { guessTable, guessesOf } from './init/init-report.js';
import { planSetUp, type SetUpPlan } from './init/plan-set-up.js';
import { applyReference, type ReferenceUse } from './init/use-reference.js';
import { filesOf, refuseExistingFiles, writeSetUp, type SetUpFiles } from './init/write-set-up.js';
import { count } from './print-number.js';
import { runCommand } from './run-command.js';
import { textStyle, type TextStyle } from './text-style.js';

/** Exit code when a part must be filled in by hand before records are accepted. */
const EXIT_UNFINISHED = 1;

interface InitFlags {
  from: string;
  reference?: string;
  out: string;
  model?: string;
  listen: string;
  json?: boolean;
}

const HELP = `
LOG is a file, a folder or a pattern in quotes; gzip and rotations are understood. DATA is a CSV, Parquet or JSONL file, by its name.
Only the first 4 MiB of the newest file are looked at. Nothing is overwritten.

Exit codes: 0 written; 1 written, but no time was found, which must be named by hand; 2 bad use, or nothing was written.

Example:
  aiops init --from '/var/log/scoring/*.jsonl' --reference train.parquet --model churn`;

/** Adds `aiops init`: from a log to a configuration that runs. */
export function registerInitCommand(program: Command, io: CliIo): void {
  program
    .command('init')
    .description('look at a log and write a configuration for it, with the evidence of each guess')
    .requiredOption('--from <log>', 'log to look at')
    .option('--reference <data>', 'training data: becomes the baseline, and the log is judged by it at once')
    .option('--out <folder>', 'where to write aiops.yaml and the baseline', '.')
    .option('--model <name>', 'name of the model, where the log has one only')
    .option('--listen <address>', 'address that the exporter will serve', '127.0.0.1:9464')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', HELP)
    .action((flags: InitFlags) => runCommand(io, () => init(flags, io)));
}

async function init(flags: InitFlags, io: CliIo): Promise<void> {
  const plan = planSetUp(flags);
  const files = filesOf(flags.out, flags.reference === undefined ? null : plan.mainModel);
  refuseExistingFiles(files);
  const use = flags.reference === undefined ? null : await applyReference(flags.reference, plan);
  const baseline = use && files.baselinePath !== null ? { model: plan.mainModel, path: files.baselinePath } : null;
  await writeSetUp(files, { ...plan.configuration, baseline }, use?.baseline ?? null);
  const isFinished = plan.map === null || plan.map.time !== null;
  io.stdout.write(
    `${flags.json ? JSON.stringify(report(plan, files, use, isFinished), null, 2) : text(flags, plan, files, use, textStyle(io), isFinished)}\n`,
  );
  if (!isFinished) io.setExitCode(EXIT_UNFINISHED);
}

function report(plan: SetUpPlan, files: SetUpFiles, use: ReferenceUse | null, isFinished: boolean): object {
  const [whole] = use?.comparison.chunks ?? [];
  const { drifted, judged, insufficient } = whole?.verdict ?? {};
  return {
    config: files.config,
    baseline: files.baseline,
    is_finished: isFinished,
    records: plan.sample.records.length,
    guesses: guessesOf(plan),
    verdict: whole ? { drifted, judged, insufficient } : null,
  };
}

function text(
  flags: InitFlags,
  plan: SetUpPlan,
  files: SetUpFiles,
  use: ReferenceUse | null,
  style: TextStyle,
  isFinished: boolean,
): string {
  const config = files.config === 'aiops.yaml' ? '' : ` --config ${files.config}`;
  const verdict = use
    ? [
        '',
        style.bold(`The log, judged by ${flags.reference ?? ''} (${count(use.comparison.currentRows)} records from its beginning)`),
        driftReport(use.comparison, false, style),
      ]
    : [];
  const unfinished = isFinished ? [] : ['', style.red('No field holds a time: name it in map.time, or every record will be rejected.')];
  return [
    `${count(plan.sample.records.length)} records looked at`,
    '',
    ...guessTable(guessesOf(plan), style),
    ...verdict,
    ...unfinished,
    '',
    `written: ${files.config}${files.baseline === null ? '' : `, ${files.baseline}`}`,
    'next:',
    `  aiops validate${config}`,
    `  aiops serve${config}`,
    `  aiops doctor${config}`,
    `  curl http://${flags.listen}/metrics`,
  ].join('\n');
}
