import {
  defaultModelConfig,
  type Config,
  type FileSourceConfig,
  type LabelSourceConfig,
  type RecordSourceConfig,
} from '../../config/index.js';
import type { CountedLabels, FollowedFile, LabelFacts, SampleFacts, SeenIds } from '../../doctor/index.js';
import type { storedLabelCounts } from '../../pipeline/index.js';
import { said } from './gather-models.js';
import { newestBytes } from './newest-bytes.js';
import { sampleIds } from './sample-ids.js';
import { sampleLabels } from './sample-labels.js';

/** A file source with its file that was written last. */
export interface NewestOfSource {
  readonly source: FileSourceConfig;
  readonly file: FollowedFile;
}

type StoredCounts = NonNullable<ReturnType<typeof storedLabelCounts>>;

/**
 * Reads the newest labels of every file source of them, and what labels and predictions of each model have in common.
 *
 * @param stored what the exporter has counted, by model
 */
export function gatherLabels(
  config: Config,
  newest: readonly NewestOfSource[],
  stored: ReadonlyMap<string, StoredCounts>,
  nowMs: number,
): { samples: SampleFacts[]; labels: LabelFacts[] } {
  const samples = newest.flatMap(({ source, file }) => (source.kind === 'labels' ? [sampleOf(config, source, file, nowMs)] : []));
  const sources = config.sources.filter((source) => source.type !== 'snapshot');
  const labels = [...config.models].flatMap(([model, { quality }]): LabelFacts[] => {
    if (model === '*') return [];
    const own = sources.filter((source) => mayBring(source, model));
    const seen = (kind: RecordSourceConfig['kind']): SeenIds | null =>
      seenIds(
        newest,
        own.filter((source) => source.kind === kind),
        nowMs,
      );
    const counts = stored.get(model);
    return [
      {
        model,
        quality: quality && { horizonMs: quality.label_horizon_ms, delayMs: quality.label_delay_ms },
        labelSources: own.filter(({ kind }) => kind === 'labels').map(({ name }) => name),
        predictionSources: own.filter(({ kind }) => kind === 'inference').map(({ name, map }) => ({ name, hasId: Boolean(map.requestId) })),
        counted: counts ? countedOf(counts) : null,
        seen: { labels: seen('labels'), predictions: seen('inference') },
      },
    ];
  });
  return { samples, labels };
}

function sampleOf(
  config: Config,
  source: LabelSourceConfig & FileSourceConfig,
  { path, writtenMs }: FollowedFile,
  nowMs: number,
): SampleFacts {
  const common = { path, format: source.format, writtenMs };
  try {
    const bytes = newestBytes(path);
    const { records, rejected, newestMs } = sampleLabels({ config, defaults: defaultModelConfig(), source, bytes, nowMs });
    // A label may well be of long before it is written: only times in the future say something of a clock.
    return { ...common, records, rejected, newestMs: (rejected.clock_skew ?? 0) > 0 ? newestMs : null, unreadable: null };
  } catch (error) {
    return { ...common, records: 0, rejected: {}, newestMs: null, unreadable: said(error) };
  }
}

/** Whether records of a source can belong to a model. */
function mayBring({ map }: RecordSourceConfig, model: string): boolean {
  return !('constant' in map.model) || map.model.constant === model;
}

/** Of all newest files of these sources together; null where none has ids. */
function seenIds(newest: readonly NewestOfSource[], sources: readonly RecordSourceConfig[], nowMs: number): SeenIds | null {
  const names = new Set(sources.map(({ name }) => name));
  const found = newest.flatMap(({ source, file }) => {
    if (!names.has(source.name)) return [];
    try {
      return sampleIds(source, newestBytes(file.path), nowMs) ?? [];
    } catch {
      // A file that cannot be read has a finding of its own.
      return [];
    }
  });
  const [largest] = [...found].sort((a, b) => b.ids - a.ids);
  if (!largest) return null;
  return {
    ids: found.reduce((sum, { ids }) => sum + ids, 0),
    shape: largest.shape,
    kinds: new Set(found.flatMap(({ kinds }) => [...kinds])),
  };
}

function countedOf({ outcomes, predictions, lags }: StoredCounts): CountedLabels {
  const { joined, unmatched, expired, late } = outcomes;
  return { joined, unmatched, expired, late, kept: predictions.kept, withoutId: predictions.no_id, lags };
}
