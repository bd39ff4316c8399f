import { Option, type Command } from 'commander';
import { QUALITY_TASKS, type QualitySettings, type QualityTask } from '../../contract/index.js';
import { DEFAULT_AT, DEFAULT_CUT, DEFAULT_MIN_LABELLED, defaultMargin, defaultMetric, metricOf, metricsOf } from '../../quality/index.js';
import { cliError } from '../errors.js';
import { anyNumber, atLeastZero, nameList, positiveInteger } from '../option-values.js';

/** Which columns of a file hold what quality is measured from, and how. */
export interface QualityFlags {
  label?: string;
  score?: string;
  prediction?: string;
  list?: string;
  group?: string[];
  segment?: string;
  segmentTop?: number;
  task?: QualityTask;
  positive?: string;
  metric?: string;
  margin?: number;
  cut: number;
  at: number;
  minSamples: number;
}

/** The options that say what the columns of a model are; the label is the command's own. */
export function addAnswerOptions(command: Command): Command {
  return command
    .addOption(new Option('--task <name>', 'what the model is for (default: told from the labels)').choices(QUALITY_TASKS))
    .option('--positive <value>', 'label of the positive class (default: 1 or true); binary')
    .option('--cut <score>', 'score from which a row is predicted positive, where there is no --prediction; binary', anyNumber, DEFAULT_CUT)
    .option('--list <column>', 'column with the list that a row is an item of; ranking');
}

/** The options of how it is judged. */
export function addJudgementOptions(command: Command): Command {
  return command
    .option('--metric <name>', 'the metric that decides (default: the first of the task)')
    .option('--margin <loss>', 'how much worse than the reference it may be (default: 0.02 for shares of 1)', atLeastZero)
    .option('--at <n>', 'items of a list that count; ranking', positiveInteger, DEFAULT_AT)
    .option('--group <names>', 'columns whose groups are compared', nameList)
    .option('--segment <column>', 'judge the rows of each of the largest values of this column by themselves')
    .option('--segment-top <n>', 'how many of its values are segments (default: 10)', positiveInteger)
    .option('--min-samples <n>', 'labelled rows for a verdict, and a group for a gap or a segment', positiveInteger, DEFAULT_MIN_LABELLED);
}

/**
 * The settings that a command judges by.
 *
 * Errors: CLI_QUALITY_METRIC, CLI_QUALITY_MARGIN.
 */
export function settingsOf(flags: QualityFlags, task: QualityTask): QualitySettings {
  const metric = flags.metric ?? defaultMetric(task);
  const usable = metricsOf(task).filter(({ hasInterval }) => hasInterval);
  if (!metricOf(task, metric)?.hasInterval) {
    throw cliError('CLI_QUALITY_METRIC', { metric, task, known: usable.map(({ name }) => name).join(', ') });
  }
  const margin = flags.margin ?? defaultMargin(task, metric);
  if (margin === null) throw cliError('CLI_QUALITY_MARGIN', { metric });
  return {
    task,
    positive: flags.positive ?? null,
    cut: flags.cut,
    metric,
    margin,
    expected: null,
    min_samples: flags.minSamples,
    label_delay_ms: 0,
    label_horizon_ms: 0,
    coverage: 0,
    join_sample: 1,
    at: flags.at,
    fairness: flags.group ?? [],
  };
}
