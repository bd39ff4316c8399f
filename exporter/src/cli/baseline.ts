import type { Command } from 'commander';
import { formatBaseline } from '../baseline/index.js';
import { buildBaseline, loadBaseline, refuseExisting, saveBaseline, type BuildOptions, type BuildProgress } from '../baseline/io.js';
import { baselineReport } from './baseline-report.js';
import type { CliIo } from './cli-io.js';
import { nameList } from './option-values.js';
import { count } from './print-number.js';
import { progressLine, type ProgressLine } from './progress-line.js';
import { runCommand } from './run-command.js';
import { textStyle } from './text-style.js';

/** What the baseline commands need from elsewhere. */
export interface BaselineActions {
  /** Makes the baseline in a file the one its model is judged by; what it returns is printed. Errors: CodedError. */
  activate(file: string, configPath: string): Promise<string>;
}

interface BuildFlags {
  model: string;
  version: string;
  from: string;
  out: string;
  features?: string[];
  featuresAt?: string;
  ignore?: string[];
  categorical?: string[];
  numeric?: string[];
  prediction?: string;
  score?: string;
  attributions?: string;
  time?: string;
  force?: boolean;
  json?: boolean;
}

const EXIT_CODES = '\nExit codes: 0 done, 2 bad use or a file that cannot be read.';

/** Adds `aiops baseline build|show|activate`. */
export function registerBaselineCommand(program: Command, io: CliIo, { activate }: BaselineActions): void {
  // Otherwise `aiops baseline build --version 7` would print the version of aiops: commander looks for options of the program
  // behind a command too.
  program.enablePositionalOptions();
  const baseline = program.command('baseline').description('what the training data looked like: build it, look at it, judge by it');
  registerBuild(baseline, io);
  baseline
    .command('show')
    .description('print a baseline as a profile: one line per feature')
    .argument('<file>', 'baseline file')
    .option('--json', 'print the artefact itself')
    .addHelpText('after', EXIT_CODES)
    .action((file: string, flags: { json?: boolean }) =>
      runCommand(io, async () => {
        const loaded = await loadBaseline(file);
        io.stdout.write(flags.json ? formatBaseline(loaded) : `${baselineReport(loaded, textStyle(io))}\n`);
      }),
    );
  baseline
    .command('activate')
    .description('judge the model by this baseline, from its next window on')
    .argument('<file>', 'baseline file')
    .option('--config <file>', 'configuration that names the store', 'aiops.yaml')
    .addHelpText('after', EXIT_CODES)
    .action((file: string, flags: { config: string }) =>
      runCommand(io, async () => {
        io.stdout.write(`${await activate(file, flags.config)}\n`);
      }),
    );
}

function registerBuild(baseline: Command, io: CliIo): void {
  baseline
    .command('build')
    .description('build a baseline from training data (CSV, Parquet or JSONL); the same data gives the same file')
    .requiredOption('--model <name>', 'model that the data trained')
    .requiredOption('--version <version>', 'version of the model')
    .requiredOption('--from <data>', 'file with the training data')
    .requiredOption('--out <file>', 'where to write the baseline')
    .option('--features <names>', 'columns that are features (default: all that can be)', nameList)
    .option('--features-at <name>', 'object whose fields are the features, as in an inference log')
    .option('--ignore <names>', 'columns that are no features: ids, labels', nameList)
    .option('--categorical <names>', 'columns to read as categories, whatever they look like', nameList)
    .option('--numeric <names>', 'columns to read as numbers; what is none counts as invalid', nameList)
    .option('--prediction <column>', "column with the model's answer")
    .option('--score <column>', "column with the model's score; no feature")
    .option('--attributions <name>', 'object of what each feature contributed (SHAP), or prefix of such columns, as in shap_')
    .option('--time <column>', 'column with the time of each row')
    .option('--force', 'replace the file if it exists')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXIT_CODES)
    .action((flags: BuildFlags) => runCommand(io, () => build(flags, io)));
}

async function build(flags: BuildFlags, io: CliIo): Promise<void> {
  if (!flags.force) await refuseExisting(flags.out);
  const progress = progressLine(io);
  const skipped: string[] = [];
  const options: BuildOptions = {
    ...flags,
    modelVersion: flags.version,
    onProgress: (step) => {
      if (step.kind === 'skipped') skipped.push(`${step.name} (${step.found})`);
      else showStep(progress, step);
    },
  };
  const built = await buildBaseline(options).finally(() => progress.end());
  await saveBaseline(flags.out, built, flags.force ? 'replace' : 'keep');
  const { model, model_version, rows, sha256 } = built;
  const features = built.features.length;
  if (flags.json)
    return void io.stdout.write(`${JSON.stringify({ file: flags.out, model, model_version, rows, features, skipped, sha256 })}\n`);
  const summary = `${flags.out}: ${features} features of ${count(rows)} rows for ${model} ${model_version}, sha256 ${sha256.slice(0, 12)}`;
  const passedOver = skipped.length > 0 ? [`passed over: ${skipped.join(', ')}`] : [];
  io.stdout.write(`${[summary, ...passedOver, `look at it:  aiops baseline show ${flags.out}`].join('\n')}\n`);
}

function showStep(progress: ProgressLine, step: Exclude<BuildProgress, { kind: 'skipped' }>): void {
  if (step.kind === 'opened') progress.show(`${count(step.rows)} rows, ${step.columns} columns`);
  else progress.show(`${step.done} of ${step.total} columns profiled (${step.name})`);
}
