import type { Command } from 'commander';
import { type Baseline, formatBaseline, withSections } from '../baseline/index.js';
import {
  type BuildProgress,
  DataTable,
  type ReferenceOptions,
  loadBaseline,
  parseChunk,
  profileReference,
  refuseExisting,
  saveBaseline,
} from '../baseline/io.js';
import type { QualityTask, Season } from '../contract/index.js';
import { baselineReport } from './baseline-report.js';
import { qualityLine } from './baseline-quality.js';
import type { CliIo } from './cli-io.js';
import { DEFAULT_AT, DEFAULT_MIN_LABELLED } from '../quality/index.js';
import { calibrateBaseline } from './calibrate-baseline.js';
import { addCalibrationOptions, calibrationRequest, type CalibrationFlags } from './calibration-options.js';
import { calibrationSummary } from './calibration-report.js';
import { guessTask } from './quality/guess-task.js';
import { addAnswerOptions, settingsOf } from './quality/quality-question.js';
import { referenceSection, tenthOf, type DividingColumn } from './quality/reference-section.js';
import { nameList, positiveInteger, seasonName } from './option-values.js';
import { count } from './print-number.js';
import { progressLine, type ProgressLine } from './progress-line.js';
import { runCommand } from './run-command.js';
import { textStyle } from './text-style.js';

/** What the baseline commands need from elsewhere. */
export interface BaselineActions {
  /** Makes the baseline in a file the one its model is judged by; what it returns is printed. Errors: CodedError. */
  activate(file: string, configPath: string): Promise<string>;
}

interface BuildFlags extends CalibrationFlags {
  model: string;
  version: string;
  from: string;
  out: string;
  features?: string[];
  ignore?: string[];
  categorical?: string[];
  numeric?: string[];
  prediction?: string;
  score?: string;
  attributions?: string;
  segmentBy?: string;
  segment?: string;
  segmentTop?: number;
  label?: string;
  labelChunk?: string;
  task?: QualityTask;
  positive?: string;
  cut: number;
  list?: string;
  season?: Season;
  timezone?: string;
  chunks?: number;
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
  const command = baseline
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
    .option('--segment-by <feature>', 'divide the rows by the largest categories of this feature, to judge each part by itself')
    .option('--segment <column>', 'divide them by a column that is no feature, the one that map.segment names in the log')
    .option('--segment-top <n>', 'how many of its values become segments (default: 10)', positiveInteger)
    .option(
      '--label <column>',
      'column with what would have been right: the quality of the reference, to compare with and to estimate from',
    )
    .option('--label-chunk <size>', 'with --label: parts whose spread gives the thresholds, as 5000 rows or M of --time (default: ten)')
    .option('--season <kind>', 'divide the rows by hour_of_week, hour_of_day, day_of_week or month of --time', seasonName)
    .option('--timezone <zone>', 'whose hours and days these are, as in Europe/Berlin (default: UTC)')
    .option(
      '--chunks <n>',
      'count the data in n chunks as well: the policy nannyml learns its thresholds from them (its own default is 10)',
      positiveInteger,
    );
  addAnswerOptions(addCalibrationOptions(command))
    .option('--force', 'replace the file if it exists')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXIT_CODES)
    .action((flags: BuildFlags) => runCommand(io, () => build(flags, io)));
}

async function build(flags: BuildFlags, io: CliIo): Promise<void> {
  const calibration = calibrationRequest(flags);
  if (!flags.force) await refuseExisting(flags.out);
  const progress = progressLine(io);
  const skipped: string[] = [];
  const options: ReferenceOptions = {
    ...flags,
    modelVersion: flags.version,
    onProgress: (step) => {
      if (step.kind === 'skipped') skipped.push(`${step.name} (${step.found})`);
      else showStep(progress, step);
    },
  };
  const built = await buildFrom(flags, options, calibration, progress).finally(() => progress.end());
  await saveBaseline(flags.out, built, flags.force ? 'replace' : 'keep');
  const { model, model_version, rows, sha256, quality, calibration: replay } = built;
  const features = built.features.length;
  const measured = quality ? { quality: { task: quality.task, rows: quality.rows } } : {};
  if (flags.json) {
    const summary = {
      file: flags.out,
      model,
      model_version,
      rows,
      features,
      skipped,
      sha256,
      ...measured,
      ...(replay && { calibration: replay }),
    };
    return void io.stdout.write(`${JSON.stringify(summary)}\n`);
  }
  const summary = `${flags.out}: ${features} features of ${count(rows)} rows for ${model} ${model_version}, sha256 ${sha256.slice(0, 12)}`;
  const passedOver = skipped.length > 0 ? [`passed over: ${skipped.join(', ')}`] : [];
  const measuredLine = quality ? [qualityLine(quality)] : [];
  const replayLine = replay ? [calibrationSummary(replay)] : [];
  io.stdout.write(
    `${[summary, ...passedOver, ...measuredLine, ...replayLine, `look at it:  aiops baseline show ${flags.out}`].join('\n')}\n`,
  );
}

/** The bins, with a label what the model was worth on the same rows, and with a window how often they would alarm without drift. */
async function buildFrom(
  flags: BuildFlags,
  options: ReferenceOptions,
  calibration: ReturnType<typeof calibrationRequest>,
  progress: ProgressLine,
): Promise<Baseline> {
  const table = await DataTable.open(flags.from);
  try {
    const { label, score, prediction, list, time } = flags;
    const chunk = flags.labelChunk === undefined ? tenthOf(table.rows) : parseChunk(flags.labelChunk);
    const task = label === undefined ? null : (flags.task ?? (await guessTask(table, label)));
    const plain = await profileReference(table, options);
    const built = calibration
      ? withSections(plain, {
          calibration: await calibrateBaseline(table, plain, { ...calibration, onProgress: (text) => progress.show(text) }),
        })
      : plain;
    if (label === undefined || task === null) return built;
    progress.show('measuring the quality of the reference');
    const columns = { label, score, prediction, list, time, groups: [], labelsFrom: null };
    const settings = settingsOf({ ...flags, margin: 0, at: DEFAULT_AT, minSamples: DEFAULT_MIN_LABELLED }, task);
    const { section } = await referenceSection(table, columns, settings, chunk, dividingColumn(built, options));
    return withSections(built, { quality: section });
  } finally {
    await table.close();
  }
}

/** Where the rows of the data say which segment they are of. */
function dividingColumn({ segments }: Baseline, { featuresAt }: ReferenceOptions): DividingColumn | null {
  if (!segments) return null;
  const { kind, by, names } = segments;
  return { column: kind !== 'column' && featuresAt !== undefined ? `${featuresAt}.${by}` : by, names };
}

function showStep(progress: ProgressLine, step: Exclude<BuildProgress, { kind: 'skipped' }>): void {
  if (step.kind === 'opened') progress.show(`${count(step.rows)} rows, ${step.columns} columns`);
  else if (step.kind === 'segments') progress.show(`${step.done} of ${step.total} columns divided by segment (${step.name})`);
  else if (step.kind === 'chunks') progress.show(`${step.done} of ${step.total} columns counted in chunks (${step.name})`);
  else if (step.kind === 'season') progress.show(`${step.done} of ${step.total} columns divided by season (${step.name})`);
  else progress.show(`${step.done} of ${step.total} columns profiled (${step.name})`);
}
