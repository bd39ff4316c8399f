import type { Baseline, BaselineFeature } from './artefact.js';
import type { FeatureProblem } from './feature-problem.js';

/** Checks sections against the features that they speak of: one entry each, and no more rows in the parts than in the whole. */
export function sectionProblem({ chunks, features, prediction }: Omit<Baseline, 'sha256'>): FeatureProblem | null {
  if (!chunks) return null;
  if (chunks.features.length !== features.length) {
    return { key: 'chunks.features', problem: `needs one entry per feature (${features.length}, found ${chunks.features.length})` };
  }
  if ((chunks.prediction === null) !== (prediction === null)) {
    return { key: 'chunks.prediction', problem: 'must be there exactly where the baseline holds a prediction' };
  }
  for (const [i, feature] of features.entries()) {
    const found = partsProblem(feature, chunks.features[i] ?? [], `chunks.features[${i}]`);
    if (found) return found;
  }
  return prediction && chunks.prediction ? partsProblem(prediction, chunks.prediction, 'chunks.prediction') : null;
}

/** Parts of a feature: counts over its bins that add up to those of the whole at most. */
export function partsProblem(feature: BaselineFeature, parts: readonly (readonly number[])[], key: string): FeatureProblem | null {
  const whole = feature.type === 'numeric' ? feature.counts : [...feature.counts, feature.other];
  if (parts.some((part) => part.length !== whole.length)) return { key, problem: `needs ${whole.length} counts in each part` };
  const tooMany = whole.findIndex((count, bin) => parts.reduce((sum, part) => sum + (part[bin] as number), 0) > count);
  return tooMany < 0 ? null : { key, problem: `the parts hold more rows in bin ${tooMany} than the whole` };
}
