import type { Baseline, BaselineFeature } from './artefact.js';
import { seasonProblem } from './seasons/season-problem.js';

/** What a baseline claims against itself: which key, and what is wrong with it. */
export interface FeatureProblem {
  readonly key: string;
  readonly problem: string;
}

/** Checks what a schema of types cannot say: ascending edges, lists of one length, counts that add up to the rows. */
export function featureProblem(baseline: Omit<Baseline, 'sha256'>): FeatureProblem | null {
  const names = new Set<string>();
  for (const [i, feature] of baseline.features.entries()) {
    if (names.has(feature.name)) return { key: `features[${i}].name`, problem: `names must be unique (found ${feature.name} again)` };
    names.add(feature.name);
    const found = problemOf(feature, baseline, `features[${i}]`);
    if (found) return found;
  }
  if (baseline.prediction) names.add(baseline.prediction.name);
  const unknown = Object.keys(baseline.calibration?.thresholds ?? {}).find((name) => !names.has(name));
  if (unknown !== undefined) return { key: 'calibration.thresholds', problem: `names ${unknown}, which is no feature of this baseline` };
  const found = baseline.prediction ? problemOf(baseline.prediction, baseline, 'prediction') : null;
  return found ?? seasonProblem(baseline);
}

function problemOf(feature: BaselineFeature, baseline: Omit<Baseline, 'sha256'>, at: string): FeatureProblem | null {
  const found = feature.type === 'numeric' ? numericProblem(feature, at) : categoricalProblem(feature, at);
  if (found) return found;
  const counted = feature.counts.reduce((sum, count) => sum + count, 0) + (feature.type === 'categorical' ? feature.other : 0);
  const rows = counted + feature.missing + feature.invalid;
  if (rows !== baseline.rows) return { key: `${at}.counts`, problem: `counts must add up to ${baseline.rows} rows (found ${rows})` };
  return null;
}

function numericProblem(feature: Extract<BaselineFeature, { type: 'numeric' }>, at: string): FeatureProblem | null {
  const { edges, counts, judged } = feature;
  if (!isAscending(edges)) return { key: `${at}.edges`, problem: 'edges must be strictly ascending' };
  if (counts.length !== edges.length + 1) {
    return { key: `${at}.counts`, problem: `needs one count per bin (${edges.length + 1} bins, ${counts.length} counts)` };
  }
  if (judged[0] !== 0 || !isAscending(judged) || (judged.at(-1) ?? 0) >= counts.length) {
    return { key: `${at}.judged`, problem: `must start at 0 and ascend within the ${counts.length} bins` };
  }
  return null;
}

function categoricalProblem(feature: Extract<BaselineFeature, { type: 'categorical' }>, at: string): FeatureProblem | null {
  const { categories, counts, tail } = feature;
  if (counts.length !== categories.length) {
    return { key: `${at}.counts`, problem: `needs one count per category (${categories.length} categories, ${counts.length} counts)` };
  }
  if (new Set([...categories, ...tail]).size !== categories.length + tail.length) {
    return { key: `${at}.categories`, problem: 'values of categories and tail must be unique' };
  }
  return null;
}

function isAscending(values: readonly number[]): boolean {
  return values.every((value, i) => i === 0 || (values[i - 1] as number) < value);
}
