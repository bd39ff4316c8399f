import { readFileSync } from 'node:fs';
import { formatBaseline, parseBaseline } from '../../baseline/index.js';
import type { Notify } from '../../contract/index.js';
import { defaultModelConfig, modelConfig, type Config, type SourceConfig } from '../../config/index.js';
import { formats, type DecoderFactory } from '../../formats/index.js';
import type { HotExposition } from '../../metrics/index.js';
import { FileReader, Pipeline, PushIntake, SourceFold, type ModelSettings, type PipelineOptions } from '../../pipeline/index.js';
import { FileTail } from '../../sources/index.js';
import { ANY_VERSION, type Store } from '../../store/index.js';
import { pipelineStorage } from './storage-adapter.js';

/** Bytes read at once: large enough that system calls cost nothing, small enough that a chunk takes about a millisecond. */
const CHUNK_BYTES = 1024 * 1024;
/** How often the folders of a file source are looked at. */
const RESCAN_MS = 250;
/** Features that one source may bring: bounds the columns of a decoder. */
const FEATURES_PER_SOURCE = 2000;

/** The part of the configuration that the pipeline takes over at a reload. */
export function pipelineSettings(config: Config): Pick<PipelineOptions, 'settingsOf' | 'limits' | 'feed'> {
  const defaults = defaultModelConfig();
  const currency = config.sources.map((source) => source.map.cost?.currency).find((found) => found !== undefined) ?? 'USD';
  return {
    settingsOf: (model): ModelSettings | null => modelConfig(config, model, defaults),
    limits: { models: config.budget.models, versionsPerModel: config.budget.versions, featuresPerSource: FEATURES_PER_SOURCE },
    feed: { seriesBudget: config.budget.series, retireAfterMs: config.retireAfterMs, currency },
  };
}

/** Models that the configuration names. */
export function expectedModels(config: Config): string[] {
  const constants = config.sources.flatMap(({ map }) => ('constant' in map.model ? [map.model.constant] : []));
  return [...new Set([...[...config.models.keys()].filter((name) => name !== '*'), ...constants])];
}

/** Puts sources, formats, store and exposition together. */
export function buildPipeline(config: Config, store: Store, exposition: HotExposition, notify: Notify, nowMs: () => number): Pipeline {
  const pipeline = new Pipeline({ ...pipelineSettings(config), storage: pipelineStorage(store), exposition, notify, nowMs });
  for (const source of config.sources) {
    const fold = new SourceFold(
      {
        name: source.name,
        map: source.map,
        format: formatOf(source),
        maxRecordBytes: source.maxRecordBytes,
        maxDepth: source.maxDepth,
        clockSkewMs: source.clockSkewMs,
      },
      pipeline.directory,
      notify,
      nowMs,
    );
    if (source.type === 'http') {
      pipeline.intakes.set(source.name, new PushIntake(fold, pipelineStorage(store).findKey));
      continue;
    }
    const tail = new FileTail({
      name: source.name,
      patterns: source.patterns,
      chunkBytes: CHUNK_BYTES,
      maxRecordBytes: source.maxRecordBytes,
      rescanMs: RESCAN_MS,
      positions: store.positions.of(source.name),
      notify,
      nowMs,
    });
    pipeline.readers.push(new FileReader(tail, fold, notify));
  }
  requestConfiguredBaselines(config, store, nowMs());
  pipeline.restore(expectedModels(config));
  return pipeline;
}

function formatOf(source: SourceConfig): DecoderFactory {
  return source.type === 'file' && source.format === 'csv' ? formats.csv(source.delimiter) : formats.jsonl;
}

/**
 * Asks for the baselines that the configuration names, unless they are the ones asked for last. A baseline activated by
 * command stays until the configured file changes.
 *
 * @throws CodedError BASELINE_* with file and key where a file cannot be read
 */
export function requestConfiguredBaselines(config: Config, store: Store, nowMs: number): void {
  for (const [model, { baselinePath }] of config.models) {
    if (baselinePath === null) continue;
    const baseline = parseBaseline(readFileSync(baselinePath, 'utf8'), baselinePath);
    const { sha256 } = baseline;
    const fact = `configured baseline of ${model}`;
    if (store.facts.get(fact) === sha256) continue;
    store.commit((records) => {
      records.baselines.put(sha256, formatBaseline(baseline), nowMs);
      records.activations.request({ model, version: ANY_VERSION, sha256, requestedMs: nowMs, reason: 'configuration' });
      records.facts.put(fact, sha256);
    });
  }
}
