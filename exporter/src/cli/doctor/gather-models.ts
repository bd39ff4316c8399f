import { defaultModelConfig, type Config, type InferenceSourceConfig } from '../../config/index.js';
import type { Baseline } from '../../baseline/index.js';
import { CodedError } from '../../contract/index.js';
import type { FeatureType, FollowedFile, ModelFacts, SampleFacts, SeenFeature } from '../../doctor/index.js';
import type { WantedFeature } from '../../events/index.js';
import { readBaseline } from '../serve/configured-baselines.js';
import { newestBytes, type NewestBytes } from './newest-bytes.js';
import { problemOf } from './problem-of.js';
import { sampleLog, type LogSample, type ModelSample } from './sample-log.js';

/** A source with its file that was written last. */
export interface NewestFile {
  readonly source: InferenceSourceConfig;
  readonly file: FollowedFile;
}

/** Records that a rate can be told from. */
const ENOUGH_RECORDS = 50;

/** Reads the newest records of every source, and of every model with a baseline. */
export function gatherModels(
  config: Config,
  newest: readonly NewestFile[],
  nowMs: number,
): { samples: SampleFacts[]; models: ModelFacts[] } {
  const defaults = defaultModelConfig();
  const samples: SampleFacts[] = [];
  const readable: { source: InferenceSourceConfig; bytes: NewestBytes; sample: LogSample }[] = [];
  for (const { source, file } of newest) {
    const { path, writtenMs } = file;
    const common = { path, format: source.format, writtenMs };
    try {
      const bytes = newestBytes(path);
      const sample = sampleLog({ config, defaults, source, bytes, wanted: null, nowMs });
      const { records, rejected, newestMs } = sample;
      samples.push({ ...common, records, rejected, newestMs, unreadable: null });
      readable.push({ source, bytes, sample });
    } catch (error) {
      samples.push({ ...common, records: 0, rejected: {}, newestMs: null, unreadable: said(error) });
    }
  }
  const look = (source: InferenceSourceConfig, bytes: NewestBytes, model: string, features: readonly WantedFeature[]): LogSample =>
    sampleLog({ config, defaults, source, bytes, wanted: { model, features }, nowMs });
  const models = [...config.models.keys()].filter((model) => model !== '*').map((model) => modelFacts(config, model, readable, look));
  return { samples, models };
}

/** What is wrong, and what to do. */
export function said(error: unknown): { problem: string; advice: string } {
  if (error instanceof CodedError) return { problem: error.message, advice: error.advice };
  return { problem: problemOf(error), advice: 'see whether it is whole: the exporter reads it as far as it is' };
}

function modelFacts(
  config: Config,
  model: string,
  readable: readonly { source: InferenceSourceConfig; bytes: NewestBytes; sample: LogSample }[],
  look: (source: InferenceSourceConfig, bytes: NewestBytes, model: string, features: readonly WantedFeature[]) => LogSample,
): ModelFacts {
  // Named by the configuration: it has settings.
  const settings = config.models.get(model) ?? defaultModelConfig();
  const carriers = readable.filter(({ sample }) => sample.models.has(model));
  const own = carriers.map(({ sample }) => sample.models.get(model) as ModelSample);
  const common = {
    model,
    records: own.reduce((sum, { records }) => sum + records, 0),
    windowMs: settings.windowMs,
    minSamples: settings.drift.min_samples,
    recordsPerMs: rateOf(own),
  };
  const none = { ...common, seen: new Map<string, SeenFeature>(), extra: [] };
  if (settings.baselinePath === null) return { ...none, baseline: null };
  const path = settings.baselinePath;
  let baseline: Baseline;
  try {
    baseline = readBaseline(path, path);
  } catch (error) {
    return { ...none, baseline: { path, ...said(error) } };
  }
  const features = new Map<string, FeatureType>(baseline.features.map(({ name, type }) => [name, type]));
  const wanted = baseline.features.map(wantedOf);
  const seen = new Map<string, SeenFeature>();
  const extra = new Set<string>();
  for (const { source, bytes } of carriers) {
    const sample = look(source, bytes, model, wanted);
    for (const [name, { present, otherType }] of sample.seen) {
      const before = seen.get(name) ?? { present: 0, otherType: 0 };
      seen.set(name, { present: before.present + present, otherType: before.otherType + otherType });
    }
    for (const name of namesOf(source, sample)) if (!features.has(name)) extra.add(name);
  }
  return { ...common, baseline: { path, model: baseline.model, features }, seen, extra: [...extra].sort() };
}

function wantedOf(feature: Baseline['features'][number]): WantedFeature {
  const known = feature.type === 'categorical' ? [...feature.categories, ...feature.tail] : [];
  return { name: feature.name, type: feature.type, known, growth: 'closed' };
}

/** Features that a source brings: those that are listed, else the keys of its features object. */
function namesOf({ map: { features } }: InferenceSourceConfig, { discovered }: LogSample): string[] {
  if (features === null) return [];
  return 'list' in features ? features.list.map(({ name }) => name) : [...discovered.keys()];
}

function rateOf(samples: readonly ModelSample[]): number | null {
  const rates = samples
    .filter(({ records, firstMs, lastMs }) => records >= ENOUGH_RECORDS && lastMs > firstMs)
    .map(({ records, firstMs, lastMs }) => records / (lastMs - firstMs));
  return rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0);
}
