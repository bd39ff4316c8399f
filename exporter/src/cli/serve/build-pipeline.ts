import { defaultModelConfig, modelConfig, type Config, type RecordSourceConfig } from '../../config/index.js';
import { formats, type DecoderFactory } from '../../formats/index.js';
import type { HotExposition } from '../../metrics/index.js';
import {
  FileReader,
  LabelFold,
  Pipeline,
  PushIntake,
  SourceFold,
  type ModelSettings,
  type PipelineOptions,
  type RecordFold,
  type PipelineStorage,
  type WindowObserver,
} from '../../pipeline/index.js';
import { FileTail } from '../../sources/index.js';
import { buildSnapshotReader, type SnapshotWiring } from './build-snapshots.js';
import { readConfiguredBaselines, requestBaselines } from './configured-baselines.js';
import { pipelineStorage } from './storage-adapter.js';
import { storeSecret } from './store-secret.js';

/** Bytes read at once: large enough that system calls cost nothing, small enough that a chunk takes about a millisecond. */
const CHUNK_BYTES = 1024 * 1024;
/** How often the folders of a file source are looked at. */
const RESCAN_MS = 250;
/** Features that one source may bring: bounds the columns of a decoder. */
const FEATURES_PER_SOURCE = 2000;

/** The part of the configuration that the pipeline takes over at a reload. */
export function pipelineSettings(config: Config): Pick<PipelineOptions, 'settingsOf' | 'limits' | 'feed'> {
  const defaults = defaultModelConfig();
  const settings = new Map<string, ModelSettings | null>();
  // Made once a model: what depends on settings compares them by identity.
  const settingsOf = (model: string): ModelSettings | null => {
    let found = settings.get(model);
    if (found === undefined) {
      const own = modelConfig(config, model, defaults);
      settings.set(model, (found = own && { ...own, configSha256: config.sha256, labelRetentionMs: config.store.retention.labelsMs }));
    }
    return found;
  };
  return {
    settingsOf,
    limits: { models: config.budget.models, versionsPerModel: config.budget.versions, featuresPerSource: FEATURES_PER_SOURCE },
    feed: { seriesBudget: config.budget.series, retireAfterMs: config.retireAfterMs },
  };
}

/** Models that the configuration names. */
export function expectedModels(config: Config): string[] {
  const texts = config.sources.map((source) => (source.type === 'snapshot' ? source.model : source.map.model));
  const constants = texts.flatMap((text) => (typeof text === 'object' && 'constant' in text ? [text.constant] : []));
  return [...new Set([...[...config.models.keys()].filter((name) => name !== '*'), ...constants])];
}

export interface PipelineWiring extends SnapshotWiring {
  readonly exposition: HotExposition;
  /** Default: that of the store. */
  readonly storage?: PipelineStorage;
  readonly observer?: WindowObserver;
  /** The files of all sources are complete: nobody writes to them any more. */
  readonly areFilesFinished?: boolean;
}

/** Puts sources, formats, store and exposition together. */
export function buildPipeline(wiring: PipelineWiring): Pipeline {
  const { config, store, exposition, notify, nowMs } = wiring;
  const baselines = readConfiguredBaselines(config);
  const { storage = pipelineStorage(store), observer = null, areFilesFinished = false } = wiring;
  const pipeline = new Pipeline({ ...pipelineSettings(config), storage, exposition, notify, nowMs, observer });
  const secret = (): Uint8Array => storeSecret(store);
  for (const source of config.sources) {
    if (source.type === 'snapshot') {
      pipeline.addSnapshots(buildSnapshotReader(source, wiring));
      continue;
    }
    const fold = foldOf(source, pipeline, { secret, notify, nowMs, observer });
    if (source.type === 'http') {
      pipeline.intakes.set(source.name, new PushIntake(fold, storage.findKey));
      continue;
    }
    const tail = new FileTail({
      name: source.name,
      patterns: source.patterns,
      chunkBytes: CHUNK_BYTES,
      maxRecordBytes: source.maxRecordBytes,
      rescanMs: RESCAN_MS,
      isFinished: areFilesFinished,
      positions: store.positions.of(source.name),
      notify,
      nowMs,
    });
    pipeline.readers.push(new FileReader(tail, fold, notify));
  }
  requestBaselines(baselines, store, nowMs());
  pipeline.restore(expectedModels(config));
  return pipeline;
}

/** What takes in the records of a source. */
function foldOf(
  source: RecordSourceConfig,
  { directory, labels }: Pipeline,
  {
    secret,
    notify,
    nowMs,
    observer,
  }: Pick<PipelineWiring, 'notify' | 'nowMs'> & {
    readonly secret: () => Uint8Array;
    readonly observer: WindowObserver | null;
  },
): RecordFold {
  const { name, maxRecordBytes, maxDepth, clockSkewMs } = source;
  const common = { name, format: formatOf(source, nowMs), maxRecordBytes, maxDepth, clockSkewMs };
  if (source.kind === 'labels') return new LabelFold({ ...common, map: source.map, idKey: secret() }, directory, labels, notify, nowMs);
  const pairs = source.format === 'kserve' ? { key: secret(), ...source.join } : null;
  // Without a join nobody needs the ids.
  const idKey = labels && source.map.requestId ? secret() : null;
  // Halves of inferences are no records of one time each.
  const course = pairs ? null : (observer?.courseOf(name) ?? null);
  return new SourceFold({ ...common, map: source.map, pairs, idKey, course }, directory, notify, nowMs);
}

/** The decoder of a source. */
export function formatOf(source: RecordSourceConfig, nowMs: () => number): DecoderFactory {
  switch (source.format) {
    // Records of a monitor are plain ones; what makes it a format is the map that comes from its schema.
    case 'jsonl':
    case 'bentoml':
      return formats.jsonl;
    case 'csv':
      return formats.csv({ ...source.csv, timeColumn: (source.kind === 'labels' ? source.map.requestId : source.map.time.path).join('.') });
    case 'kserve':
      return formats.kserve({ columns: source.columns, undatedMs: source.undated === 'arrival' ? nowMs : null });
    case 'sagemaker':
      return source.kind === 'labels' ? formats.sagemakerTruth : formats.sagemaker(source);
    case 'databricks':
      return formats.databricks(source);
    case 'otel_genai':
      return formats.otel_genai;
  }
}
