import { defaultModelConfig, modelConfig, type Config } from '../../config/index.js';
import type { FeatureVerdict, StoredVerdict } from '../../contract/index.js';

/**
 * A stored verdict as it may leave the exporter: private features keep their scores and verdicts and lose their counts per bin, whose
 * names can be values. The store keeps them, so that `aiops drift explain` on the machine can still recompute the verdict.
 */
export function withoutPrivateBins(stored: StoredVerdict, config: Config): StoredVerdict {
  const features = modelConfig(config, stored.model, defaultModelConfig())?.features;
  const isPrivate = (name: string): boolean => features?.get(name)?.isPrivate ?? false;
  const { verdict } = stored;
  const shown = (feature: FeatureVerdict): FeatureVerdict =>
    isPrivate(feature.feature) ? { ...feature, table: withoutBins(feature.table) } : feature;
  const segments = verdict.segments && { segments: verdict.segments.map((part) => ({ ...part, features: part.features.map(shown) })) };
  return {
    ...stored,
    verdict: {
      ...verdict,
      features: verdict.features.map(shown),
      prediction: verdict.prediction && shown(verdict.prediction),
      ...segments,
    },
  };
}

/** The edges of bins are values, too. */
function withoutBins({ policy, ...table }: FeatureVerdict['table']): FeatureVerdict['table'] {
  return { ...table, bins: [], reference: [], current: [], ...(policy && { policy: { ...policy, scale: null } }) };
}
