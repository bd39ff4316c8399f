import { resolve as resolvePath } from 'node:path';
import type { Outcome } from '../contract/index.js';
import type { DurationField, RecordMap } from '../events/index.js';
import type { Config, ModelConfig, SourceConfig, TokenConfig } from './config.js';
import { modelSchema } from './model-schema.js';
import type { ConfigInput } from './schema.js';

type SourceInput = ConfigInput['sources'][number];
type ModelInput = ConfigInput['models'][string];
type MapInput = SourceInput['map'];

const PER_SECOND = { s: 1, ms: 1000, us: 1e6, ns: 1e9 } as const;

/** Version label of logs that carry no version. */
const UNVERSIONED = 'unversioned';

const split = (path: string): string[] => path.split('.');

function durationOf(field: MapInput['latency']): DurationField | null {
  if (field === undefined) return null;
  return typeof field === 'string' ? { path: split(field), perSecond: 1 } : { path: split(field.path), perSecond: PER_SECOND[field.unit] };
}

function textOf(source: MapInput['model']): RecordMap['model'] {
  if (typeof source === 'string') return { path: split(source) };
  return 'const' in source ? { constant: source.const } : { path: split(source.path) };
}

function recordMap(map: MapInput): RecordMap {
  const path = (text: string | undefined): string[] | null => (text === undefined ? null : split(text));
  const { outcome, features, cost } = map;
  const words = new Map<string, Outcome>();
  for (const word of ['ok', 'error', 'timeout', 'rejected'] as const) for (const value of outcome?.[word] ?? []) words.set(String(value), word);
  return {
    time: typeof map.time === 'string' ? { path: split(map.time), unit: 'auto' } : { path: split(map.time.path), unit: map.time.unit },
    model: textOf(map.model),
    version: map.version === undefined ? { constant: UNVERSIONED } : textOf(map.version),
    latency: durationOf(map.latency),
    timeToFirstToken: durationOf(map.time_to_first_token),
    outcome: outcome ? { path: split(outcome.path), words, fallback: outcome.default } : null,
    features:
      features === undefined
        ? null
        : typeof features === 'string'
          ? { at: split(features) }
          : { list: features.map((field) => (typeof field === 'string' ? { name: field, path: split(field) } : { name: field.name, path: split(field.path) })) },
    prediction: path(map.prediction),
    score: path(map.score),
    tokensInput: path(map.tokens_input),
    tokensOutput: path(map.tokens_output),
    cost: cost === undefined ? null : typeof cost === 'string' ? { path: split(cost), currency: 'USD' } : { path: split(cost.path), currency: cost.currency },
  };
}

function sourceConfig(source: SourceInput, folder: string): SourceConfig {
  const common = {
    name: source.name,
    // A CSV column is named as a whole: its name may hold dots.
    map: source.format === 'csv' ? wholeNames(recordMap(source.map)) : recordMap(source.map),
    maxRecordBytes: source.limits.line,
    maxDepth: source.limits.depth,
    clockSkewMs: source.clock_skew,
  };
  if (source.type === 'http') {
    const { body, decompression_ratio, queue } = source.limits;
    return { ...common, type: 'http', format: 'jsonl', bodyBytes: body, decompressionRatio: decompression_ratio, queueBytes: queue };
  }
  const patterns = (typeof source.path === 'string' ? [source.path] : source.path).map((path) => resolvePath(folder, path));
  return { ...common, type: 'file', patterns, format: source.format, delimiter: source.csv.delimiter };
}

function wholeNames(map: RecordMap): RecordMap {
  const whole = (path: readonly string[]): string[] => [path.join('.')];
  const field = <F extends { readonly path: readonly string[] }>(of: F | null): F | null => (of ? { ...of, path: whole(of.path) } : null);
  const text = (of: RecordMap['model']): RecordMap['model'] => ('path' in of ? { path: whole(of.path) } : of);
  const path = (of: readonly string[] | null): string[] | null => (of ? whole(of) : null);
  const { features } = map;
  return {
    time: { ...map.time, path: whole(map.time.path) },
    model: text(map.model),
    version: text(map.version),
    latency: field(map.latency),
    timeToFirstToken: field(map.timeToFirstToken),
    outcome: field(map.outcome),
    features: features && 'list' in features ? { list: features.list.map(({ name, path: at }) => ({ name, path: whole(at) })) } : null,
    prediction: path(map.prediction),
    score: path(map.score),
    tokensInput: path(map.tokensInput),
    tokensOutput: path(map.tokensOutput),
    cost: field(map.cost),
  };
}

function modelOf(model: ModelInput, folder: string): ModelConfig {
  const { baseline, drift, latency, features } = model;
  const bounds = new Set(latency.buckets.map((ms) => ms / 1000));
  // The objective must be a bucket bound: otherwise the share of requests under it can only be guessed.
  if (latency.threshold !== undefined) bounds.add(latency.threshold / 1000);
  const weights = Object.entries(features).flatMap(([name, { importance }]) => (importance === undefined ? [] : [[name, importance] as const]));
  return {
    baselinePath: typeof baseline === 'string' ? resolvePath(folder, baseline) : null,
    bootstrapRows: typeof baseline === 'object' ? baseline.bootstrap : null,
    windowMs: model.window,
    latenessMs: model.lateness,
    idleMs: model.idle,
    latencyBounds: [...bounds].filter((bound) => bound > 0).sort((a, b) => a - b),
    latencyObjective: latency.objective ?? null,
    latencyThresholdSeconds: latency.threshold === undefined ? null : latency.threshold / 1000,
    drift: {
      min_samples: drift.min_samples,
      fdr: drift.fdr,
      threshold: drift.threshold,
      missing_threshold: drift.missing_threshold,
      consecutive: drift.consecutive,
      thresholds: drift.thresholds,
      weights: Object.fromEntries(weights),
    },
    features: new Map(
      Object.entries(features).map(([name, feature]) => [
        name,
        { isPrivate: feature.private, range: feature.range ?? null, top: feature.top ?? null, importance: feature.importance ?? null },
      ]),
    ),
  };
}

/** Settings of a model about which the configuration says nothing. */
export function defaultModelConfig(): ModelConfig {
  return modelOf(modelSchema.parse({}), '/');
}

/** Turns the validated input into the configuration: absolute paths, milliseconds, bytes, maps. */
export function resolveConfig(input: ConfigInput, path: string, folder: string, tokens: readonly TokenConfig[]): Config {
  const { listen } = input.server;
  const colon = listen.lastIndexOf(':');
  return deepFreeze({
    path,
    server: { host: listen.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(listen.slice(colon + 1)), tokens },
    store: {
      folder: resolvePath(folder, input.store.path),
      commitIntervalMs: input.store.commit_interval,
      retention: { windowsMs: input.store.retention.windows, verdictsMs: input.store.retention.verdicts },
    },
    sources: input.sources.map((source) => sourceConfig(source, folder)),
    models: new Map(Object.entries(input.models).map(([name, model]) => [name, modelOf(model, folder)])),
    budget: input.budget,
    retireAfterMs: input.retire_after,
  });
}

function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
