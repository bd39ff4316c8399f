import {
  MIN_CATEGORY_COUNT,
  TAIL_CATEGORIES,
  TOP_CATEGORIES,
  compareText,
  sealBaseline,
  type Baseline,
  type BaselineFeature,
} from '../baseline/index.js';
import { BOOTSTRAP_DISTINCT, type BootstrapProfile, type LearnedField, type SketchBucket } from '../profile/index.js';
import type { ModelSettings } from './model-settings.js';

/** Fine bins of a bootstrapped numeric feature; its judged bins are every tenth part. */
const FINE_BINS = 60;
const JUDGED_BINS = 10;

/** Makes the baseline of what a bootstrap profile learned; marked as bootstrap and sketched. */
export function sealBootstrap(model: string, profile: BootstrapProfile, settings: ModelSettings): Baseline {
  // Where requests and responses are logged apart, there may be more of one than of the other: the rest counts as missing.
  const rows = Math.max(profile.rows, profile.prediction ? seen(profile.prediction) : 0);
  const padded = (feature: BaselineFeature, field: LearnedField): BaselineFeature => ({
    ...feature,
    missing: feature.missing + rows - seen(field),
  });
  const features = [...profile.fields]
    // A field that this model never carried belongs to another model of the same source.
    .filter(([, field]) => field.missing < profile.rows)
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, field]) => padded(featureOf(name, field, settings.features.get(name)?.top ?? TOP_CATEGORIES), field));
  const prediction =
    profile.prediction && profile.prediction.missing < seen(profile.prediction)
      ? padded(featureOf('prediction', profile.prediction, TOP_CATEGORIES), profile.prediction)
      : null;
  return sealBaseline({
    model,
    model_version: '*',
    source: 'bootstrap',
    precision: 'sketched',
    rows,
    period: { start: new Date(profile.firstMs).toISOString(), end: new Date(profile.lastMs).toISOString() },
    features,
    prediction,
  });
}

/** Rows that a field was looked for in. */
function seen({ type, missing, invalid, sketch, distinct, categories, overflow }: LearnedField): number {
  const values =
    type === 'categorical'
      ? [...categories.values()].reduce((sum, count) => sum + count, overflow)
      : distinct
        ? [...distinct.values()].reduce((sum, count) => sum + count, 0)
        : sketch.count;
  return missing + invalid + values;
}

function featureOf(name: string, field: LearnedField, top: number): BaselineFeature {
  const { missing, invalid } = field;
  if (field.type === 'categorical') {
    const sorted = [...field.categories].sort(([a, x], [b, y]) => y - x || compareText(a, b));
    const named = sorted.filter(([, count]) => count >= MIN_CATEGORY_COUNT);
    const head = named.slice(0, top);
    const tail = named.slice(top, top + TAIL_CATEGORIES);
    const inHead = head.reduce((sum, [, count]) => sum + count, 0);
    const all = sorted.reduce((sum, [, count]) => sum + count, 0) + field.overflow;
    return {
      name,
      type: 'categorical',
      categories: head.map(([category]) => category),
      counts: head.map(([, count]) => count),
      other: all - inHead,
      tail: tail.map(([category]) => category).sort(compareText),
      tail_complete: head.length + tail.length === sorted.length && field.overflow === 0,
      missing,
      invalid,
    };
  }
  const { edges, judged, counts } = field.distinct ? binsOfValues(field.distinct) : binsOfSketch([...field.sketch.buckets()]);
  const quantile = (q: number): number => field.sketch.quantile(q) ?? 0;
  const isEmpty = field.sketch.count === 0;
  return {
    name,
    type: 'numeric',
    edges,
    judged,
    counts,
    missing,
    invalid,
    min: isEmpty ? null : field.min,
    max: isEmpty ? null : field.max,
    mean: null,
    sd: null,
    quantiles: isEmpty ? {} : { p05: quantile(0.05), p25: quantile(0.25), p50: quantile(0.5), p75: quantile(0.75), p95: quantile(0.95) },
    distinct: field.distinct && field.distinct.size <= BOOTSTRAP_DISTINCT ? field.distinct.size : null,
  };
}

interface Bins {
  edges: number[];
  judged: number[];
  counts: number[];
}

/** One bin for each value, each of them judged. */
function binsOfValues(distinct: ReadonlyMap<number, number>): Bins {
  const sorted = [...distinct].map(([x, count]) => [x + 0, count] as const).sort(([a], [b]) => a - b);
  const counts = sorted.map(([, count]) => count);
  return {
    edges: sorted.slice(1).map(([x]) => x),
    judged: counts.length > 0 ? counts.map((_, i) => i) : [0],
    counts: counts.length > 0 ? counts : [0],
  };
}

/** Edges on bucket bounds of the sketch, so that the counts of the bins are exact counts of values. */
function binsOfSketch(buckets: readonly SketchBucket[]): Bins {
  const total = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  const edges: number[] = [];
  const counts: number[] = [];
  const judged = [0];
  let inBin = 0;
  let below = 0;
  buckets.forEach((bucket, i) => {
    inBin += bucket.count;
    below += bucket.count;
    const next = buckets[i + 1];
    const due = Math.floor((below / total) * FINE_BINS) > Math.floor(((below - bucket.count) / total) * FINE_BINS);
    if (!next || !due) return;
    edges.push(next.lower);
    counts.push(inBin);
    inBin = 0;
    const isJudged = Math.floor((below / total) * JUDGED_BINS) >= judged.length;
    if (isJudged) judged.push(edges.length);
  });
  return { edges, judged, counts: [...counts, inBin] };
}
