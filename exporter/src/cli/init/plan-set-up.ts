import { basename, dirname, relative, resolve } from 'node:path';
import { guessMap, profileRecords, usualWindow, type ConfigurationPlan, type FormatGuess, type MapGuess } from '../../guess/index.js';
import { DEFAULT_DRIFT_SETTINGS } from '../../drift/index.js';
import { cliError } from '../errors.js';
import { findBentoSchema } from './bento-schema-file.js';
import { findLogFiles } from './log-files.js';
import { readSample, type LogSample } from './read-sample.js';

export interface InitQuestion {
  readonly from: string;
  readonly out: string;
  readonly listen: string;
  readonly model?: string | undefined;
}

/** What a set-up is going to be, before anything is written. */
export interface SetUpPlan {
  readonly configuration: ConfigurationPlan;
  readonly sample: LogSample;
  readonly map: MapGuess | null;
  /** The model that most records belong to, and its version. */
  readonly mainModel: string;
  readonly mainVersion: string;
}

/** Formats that do not say which model a record belongs to. */
const WITHOUT_MODEL: readonly string[] = ['sagemaker'];

/** Looks at a log and plans a set-up for it. @throws CodedError CLI_INIT_NO_LOG, FORMATS_CSV_* */
export function planSetUp({ from, out, listen, model }: InitQuestion): SetUpPlan {
  const files = findLogFiles(from);
  const sample = readSample(files.sample);
  if (sample.records.length === 0) throw cliError('CLI_INIT_NO_LOG', { path: files.sample, problem: 'holds no record that can be read' });
  const bentoSchema = sample.format.format === 'bentoml' ? findBentoSchema(files.sample) : null;
  const { format, evidence } = withSchema(sample.format, bentoSchema);
  const map = format === 'jsonl' || format === 'csv' ? guessMap(profileRecords(sample.records), format) : null;
  const named = model ?? (needsName(format, map) ? nameOf(files.sample) : null);
  const brokenText = sample.broken > 0 ? `; ${sample.broken} further lines are no records` : '';
  const configuration: ConfigurationPlan = {
    listen,
    sourceName: sourceNameOf(files.sample),
    path: pathFrom(out, files.pattern),
    pathEvidence: files.evidence,
    format,
    formatEvidence: `${evidence}${brokenText}`,
    csv: sample.csv,
    bentoSchema: bentoSchema === null ? null : pathFrom(out, bentoSchema),
    model: named,
    map,
    window: usualWindow(sample.records, map?.time ?? null, DEFAULT_DRIFT_SETTINGS.min_samples),
    baseline: null,
  };
  const mainModel = named ?? map?.fields.model?.field.values[0] ?? nameOf(files.sample);
  return { configuration, sample, map, mainModel, mainVersion: map?.fields.version?.field.values[0] ?? 'unversioned' };
}

/** Without its schema log nobody knows the roles of a monitor's columns but their names: it is read as what it is then, JSON lines. */
function withSchema(guess: FormatGuess, bentoSchema: string | null): FormatGuess {
  if (guess.format !== 'bentoml' || bentoSchema !== null) return guess;
  return { format: 'jsonl', evidence: `${guess.evidence}; no schema log lies beside it, so it is read as JSON lines` };
}

/** Relative where the configuration lies near the log, so that both can move together. */
function pathFrom(out: string, pattern: string): string {
  const near = relative(resolve(out), pattern);
  return near === '' || near.startsWith('../..') ? pattern : near;
}

function needsName(format: string, map: MapGuess | null): boolean {
  return map === null ? WITHOUT_MODEL.includes(format) : map.fields.model === undefined;
}

/** A name for the model from that of its log: its words, else those of its folder. */
function nameOf(path: string): string {
  return wordsOf(path) || 'model';
}

function sourceNameOf(path: string): string {
  return (
    wordsOf(path)
      .replace(/[^a-z0-9_-]/g, '-')
      .slice(0, 60) || 'log'
  );
}

/** Words that logs are called by whatever is in them. */
const USUAL = /^(?:input|log|logs|data|inference|requests|out|output|events?|captures?)$/;

function wordsOf(path: string): string {
  const words = (text: string): string =>
    text
      .toLowerCase()
      .replace(/\.(?:gz|jsonl|ndjson|json|csv|log|txt).*$/, '')
      .replace(/[^a-z0-9_]+/g, '-')
      .replace(/(?:^|[-_])\d[\d_-]*/g, '')
      .replace(/^[-_]+|[-_]+$/g, '');
  const own = words(basename(path));
  if (own !== '' && !USUAL.test(own)) return own;
  return words(basename(dirname(resolve(path)))) || own;
}
