import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadConfig, type Config, type FileSourceConfig, type SourceConfig } from '../../config/index.js';
import { DATABASE_FILE } from '../../store/index.js';
import { cliError } from '../errors.js';
import { readConfig } from '../serve/read-config.js';

/** The options that say what is read and how. */
export interface SourceFlags {
  from?: string[];
  config?: string;
  source?: string;
  model?: string;
  modelVersion?: string;
  baseline?: string;
  bootstrap?: number;
  window?: string;
  format?: string;
  time?: string;
  latency?: string;
  features?: string;
  prediction?: string;
}

export interface BackfillInput {
  /** With the sources that are read, all of them files. */
  readonly config: Config;
  /** Sources of the configuration that are not read. */
  readonly leftOut: readonly string[];
}

const DEFAULT_CONFIG = 'aiops.yaml';

/**
 * What is to be read: sources of a configuration, by their own paths or from other files, or a set-up of a few options for a log
 * without a configuration.
 *
 * @throws CodedError CLI_BACKFILL_*, CONFIG_*; ConfigError with every fault
 */
export function backfillInput(flags: SourceFlags): BackfillInput {
  if (flags.model !== undefined) {
    if (flags.config !== undefined) throw cliError('CLI_BACKFILL_TWO_SETUPS', {});
    return { config: configOfOptions(flags.model, flags), leftOut: [] };
  }
  const config = readConfig(flags.config ?? DEFAULT_CONFIG);
  const chosen = config.sources.filter(({ name }) => flags.source === undefined || name === flags.source);
  const known = config.sources.map(({ name }) => name).join(', ');
  if (chosen.length === 0) throw cliError('CLI_BACKFILL_SOURCE_UNKNOWN', { found: flags.source ?? '', known });
  const { from } = flags;
  if (!from) {
    const files = chosen.filter((source) => source.type === 'file');
    if (files.length === 0) throw cliError('CLI_BACKFILL_NO_FILES', { known });
    return withSources(config, files);
  }
  const readable = chosen.filter((source) => source.type !== 'snapshot');
  const [source] = readable;
  if (!source || readable.length > 1) throw cliError('CLI_BACKFILL_WHICH_SOURCE', { known });
  return withSources(config, [asFiles(source, from)]);
}

function withSources(config: Config, sources: readonly FileSourceConfig[]): BackfillInput {
  const read = new Set(sources.map(({ name }) => name));
  return { config: { ...config, sources }, leftOut: config.sources.filter(({ name }) => !read.has(name)).map(({ name }) => name) };
}

/** The source with other files. What was pushed to it may have been kept in a file: it is read as the pushes were. */
function asFiles(source: Exclude<SourceConfig, { type: 'snapshot' }>, from: readonly string[]): FileSourceConfig {
  const patterns = from.map((path) => resolve(path));
  if (source.type === 'file') return { ...source, patterns };
  const { bodyBytes: _, decompressionRatio: _ratio, queueBytes: _queue, ...rest } = source;
  return { ...rest, type: 'file', patterns, csv: { delimiter: ',', decimal: 'auto' } };
}

/** The configuration that a few options stand for, checked as any other. */
function configOfOptions(model: string, flags: SourceFlags): Config {
  const { from, time, modelVersion = '1', latency, features, prediction, baseline, bootstrap, window } = flags;
  if (!from) throw missing('--from');
  if (time === undefined) throw missing('--time');
  const map = {
    time,
    model: { const: model },
    version: { const: modelVersion },
    ...(latency !== undefined && { latency }),
    ...(features !== undefined && { features: features.includes(',') ? features.split(',') : features }),
    ...(prediction !== undefined && { prediction }),
  };
  const text = JSON.stringify({
    sources: [{ name: 'log', type: 'file', path: from, format: flags.format ?? formatOfName(from), map }],
    models: {
      [model]: {
        ...(baseline !== undefined && { baseline }),
        ...(bootstrap !== undefined && { baseline: { bootstrap } }),
        ...(window !== undefined && { window }),
      },
    },
  });
  // Relative paths are those of the working directory, as for every other option.
  const path = resolve('options of aiops backfill');
  return loadConfig({ path, readFile: (file) => (file === path ? text : readFileSync(file, 'utf8')), env: process.env });
}

function formatOfName(from: readonly string[]): string {
  return from.every((name) => /\.csv(\.gz)?$/i.test(name)) ? 'csv' : 'jsonl';
}

function missing(option: string): Error {
  return cliError('CLI_OPTION_MISSING', { command: 'aiops backfill --model', option });
}

/** @throws CodedError CLI_BACKFILL_STORE_EXISTS */
export function refuseExistingStore(folder: string): void {
  if (existsSync(resolve(folder, DATABASE_FILE))) throw cliError('CLI_BACKFILL_STORE_EXISTS', { folder });
}
