import { resolve as resolvePath } from 'node:path';
import type { LabelMap, RecordMap } from '../events/index.js';
import { DEFAULT_EFFECT_THRESHOLD } from '../drift/index.js';
import type { BentoSchema } from './bento-schema.js';
import type { Config, HmacConfig, ModelConfig, ServerConfig, SourceConfig } from './config.js';
import { hostAndPort } from './host-and-port.js';
import { DEFAULT_LATENCY_OBJECTIVE, modelSchema } from './model-schema.js';
import { resolveLabelMap, resolveMap } from './resolve-map.js';
import { qualityOf } from './resolve-quality.js';
import { resolveSnapshots } from './resolve-snapshots.js';
import type { ConfigInput } from './schema.js';

type SourceInput = ConfigInput['sources'][number];
type ModelInput = ConfigInput['models'][string];

/** What a configuration needs beside its own text. */
interface Beside extends Pick<ServerConfig, 'tokens' | 'tls'> {
  /** Where relative paths begin. */
  readonly folder: string;
  /** Of the text of the file. */
  readonly sha256: string;
  readonly hmac: HmacConfig | null;
  /** Of each source; null for formats without. */
  readonly schemas: readonly (BentoSchema | null)[];
}

/** Turns the validated input into the configuration: absolute paths, milliseconds, bytes, maps. */
export function resolveConfig(input: ConfigInput, path: string, { folder, sha256, schemas, hmac, ...secrets }: Beside): Config {
  const { store, incidents } = input;
  return deepFreeze({
    path,
    sha256,
    server: { ...hostAndPort(input.server.listen), ...secrets },
    store: {
      folder: resolvePath(folder, store.path),
      commitIntervalMs: store.commit_interval,
      retention: {
        windowsMs: store.retention.windows,
        verdictsMs: store.retention.verdicts,
        labelsMs: store.retention.labels,
        incidentsMs: store.retention.incidents,
      },
    },
    incidents: {
      reopenMs: incidents.reopen,
      groupWithinMs: incidents.group_within,
      exclude: incidents.exclude,
      heartbeat: incidents.heartbeat,
      alertmanager: incidents.alertmanager?.replace(/\/+$/, '') ?? null,
      pollMs: incidents.poll,
      hmac,
    },
    sources: input.sources.map((source, i) => sourceOf(source, folder, schemas[i] ?? null)),
    models: new Map(Object.entries(input.models).map(([name, model]) => [name, modelOf(model, folder)])),
    budget: input.budget,
    retireAfterMs: input.retire_after,
  });
}

/** Settings of a model about which the configuration says nothing. */
export function defaultModelConfig(): ModelConfig {
  return modelOf(modelSchema.parse({}), '/');
}

function sourceOf(source: SourceInput, folder: string, schema: BentoSchema | null): SourceConfig {
  if (source.type === 'snapshot') return resolveSnapshots(source, folder);
  const { limits } = source;
  const common = {
    name: source.name,
    ...recordsOf(source, schema),
    columns: source.columns ?? [],
    join: { withinMs: source.join.within, capacity: source.join.pending },
    undated: source.undated,
    maxRecordBytes: limits.line,
    maxDepth: limits.depth,
    clockSkewMs: source.clock_skew,
  };
  if (source.type === 'file') {
    const paths = typeof source.path === 'string' ? [source.path] : source.path;
    const patterns = paths.map((path) => resolvePath(folder, path));
    return { ...common, type: 'file', patterns, format: source.format, csv: source.csv };
  }
  const { body, decompression_ratio, queue } = source.limits;
  // One export of a collector is one record, thousands of spans long: the body is what bounds it.
  const maxRecordBytes = source.format === 'otel_genai' ? Math.max(limits.line, body) : limits.line;
  return {
    ...common,
    maxRecordBytes,
    type: 'http',
    format: source.format,
    bodyBytes: body,
    decompressionRatio: decompression_ratio,
    queueBytes: queue,
  };
}

/** What the records are, and their map. */
function recordsOf(
  source: Exclude<SourceInput, { type: 'snapshot' }>,
  schema: BentoSchema | null,
): { kind: 'inference'; map: RecordMap } | { kind: 'labels'; map: LabelMap } {
  return source.kind === 'labels'
    ? { kind: 'labels', map: resolveLabelMap(source) }
    : { kind: 'inference', map: resolveMap(source, schema) };
}

function modelOf(model: ModelInput, folder: string): ModelConfig {
  const { baseline, drift, errors, latency, features } = model;
  const bounds = new Set(latency.buckets.map((ms) => ms / 1000));
  // The objective must be a bucket bound: otherwise the share of requests under it can only be guessed.
  if (latency.threshold !== undefined) bounds.add(latency.threshold / 1000);
  const weights = Object.entries(features).flatMap(([name, { importance }]) =>
    importance === undefined ? [] : [[name, importance] as const],
  );
  const { price } = model;
  return {
    baselinePath: typeof baseline === 'string' ? resolvePath(folder, baseline) : null,
    bootstrapRows: typeof baseline === 'object' ? baseline.bootstrap : null,
    windowMs: model.window,
    latenessMs: model.lateness,
    idleMs: model.idle,
    latencyBounds: [...bounds].sort((a, b) => a - b),
    latencyObjective: latency.threshold === undefined ? null : (latency.objective ?? DEFAULT_LATENCY_OBJECTIVE),
    latencyThresholdSeconds: latency.threshold === undefined ? null : latency.threshold / 1000,
    policy: drift.policy,
    errorObjective: errors.objective ?? null,
    segments: model.segments ?? null,
    drift: {
      min_samples: drift.min_samples,
      fdr: drift.fdr,
      threshold: drift.threshold === 'auto' ? DEFAULT_EFFECT_THRESHOLD : drift.threshold,
      missing_threshold: drift.missing_threshold,
      consecutive: drift.consecutive,
      thresholds: drift.thresholds,
      weights: Object.fromEntries(weights),
    },
    calibration: drift.threshold === 'auto' ? { max: drift.false_alarms.max, perMs: drift.false_alarms.per } : null,
    quality: model.quality ? qualityOf(model.quality) : null,
    season: drift.season === 'none' ? null : drift.season,
    price: price
      ? {
          inputPerMillion: price.input_per_million,
          outputPerMillion: price.output_per_million,
          perRequest: price.per_request,
          currency: price.currency,
        }
      : null,
    features: new Map(
      Object.entries(features).map(([name, feature]) => [
        name,
        { isPrivate: feature.private, range: feature.range ?? null, top: feature.top ?? null, importance: feature.importance ?? null },
      ]),
    ),
  };
}

function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    // A frozen Map can still be written to; its type is ReadonlyMap, and what it holds is frozen.
    for (const inner of value instanceof Map ? value.values() : Object.values(value)) deepFreeze(inner);
  }
  return value;
}
