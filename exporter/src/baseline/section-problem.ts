import type { Baseline, BaselineFeature } from './artefact.js';
import type { FeatureProblem } from './feature-problem.js';
import { referenceTable } from './reference-table.js';
import type { SegmentsSection } from './sections/segments.js';

/** Checks sections against the features that they speak of: one entry each, and no more rows in the parts than in the whole. */
export function sectionProblem(baseline: Omit<Baseline, 'sha256'>): FeatureProblem | null {
  return chunksProblem(baseline) ?? segmentsProblem(baseline) ?? qualityPartsProblem(baseline);
}

function qualityPartsProblem({ quality, segments }: Omit<Baseline, 'sha256'>): FeatureProblem | null {
  if (!quality?.segments) return null;
  const parts = segments ? segments.names.length + 1 : 0;
  const found = quality.segments.length;
  return found === parts ? null : { key: 'quality.segments', problem: `needs one entry per segment (${parts}, found ${found})` };
}

function segmentsProblem({ segments, features, rows }: Omit<Baseline, 'sha256'>): FeatureProblem | null {
  if (!segments) return null;
  const { rows: rowsOf, names } = segments;
  const misnamed = segments.kind === 'column' ? columnProblem(segments, features) : featureProblem(segments, features);
  if (misnamed) return misnamed;
  if (rowsOf.length !== names.length + 1 || sum(rowsOf) !== rows) {
    return { key: 'segments.rows', problem: `needs one count per segment (${names.length + 1}) that add up to ${rows} rows` };
  }
  if (segments.features.length !== features.length) {
    return { key: 'segments.features', problem: `needs one entry per feature (${features.length}, found ${segments.features.length})` };
  }
  for (const [i, feature] of features.entries()) {
    const key = `segments.features[${i}]`;
    const { counts, missing, invalid } = segments.features[i] as (typeof segments.features)[number];
    const { reference } = referenceTable(feature);
    const parts = counts.map((own, segment) => [...own, missing[segment] ?? -1, invalid[segment] ?? -1]);
    if (
      parts.length !== rowsOf.length ||
      parts.some((part, segment) => sum(part) !== rowsOf[segment] || part.length !== reference.length + 2)
    ) {
      return { key, problem: 'counts of a segment must add up to its rows' };
    }
    const isWhole = reference.every((count, bin) => count === parts.reduce((total, part) => total + (part[bin] as number), 0));
    if (!isWhole) return { key, problem: 'the segments must add up to the whole' };
  }
  return null;
}

function featureProblem({ by, names }: SegmentsSection, features: readonly BaselineFeature[]): FeatureProblem | null {
  const divided = features.find(({ name }) => name === by);
  if (divided?.type !== 'categorical') return { key: 'segments.by', problem: 'must name a categorical feature of the baseline' };
  if (names.every((name, i) => name === divided.categories[i])) return null;
  return { key: 'segments.names', problem: `must be the first categories of ${by}` };
}

function columnProblem({ by, names }: SegmentsSection, features: readonly BaselineFeature[]): FeatureProblem | null {
  if (features.some(({ name }) => name === by)) return { key: 'segments.by', problem: 'must be no feature where its kind is column' };
  return new Set(names).size === names.length ? null : { key: 'segments.names', problem: 'must be told apart' };
}

function chunksProblem({ chunks, features, prediction }: Omit<Baseline, 'sha256'>): FeatureProblem | null {
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

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
