import type { FeatureLayout } from '../profile/index.js';
import type { BaselineFeature, CategoricalFeature, NumericFeature } from './artefact.js';
import { compareText } from './categorical-feature.js';
import { baselineError } from './errors.js';
import { nextUp } from './next-double.js';

export interface LayoutOptions {
  /** Counted, but never exported per bin. */
  readonly isPrivate: boolean;
  /** Smallest and largest allowed value, both inclusive; numeric features only. */
  readonly range?: readonly [number, number] | null;
  /** Categories with a bin of their own; more than the baseline holds changes nothing. */
  readonly top?: number | null;
}

/** A layout and, where a range is configured, the fine bins inside it: [from, to). */
export interface LaidOutFeature {
  readonly layout: FeatureLayout;
  readonly range: { readonly from: number; readonly to: number } | null;
}

/**
 * How the values of a feature are counted under the settings of a model.
 *
 * A range adds the edges `min` and the next double above `max`, so the bins outside [from, to) hold exactly the values out of
 * range. The judged bins keep their edges, so the reference counts stay as they are.
 *
 * Errors: BASELINE_RANGE when the range is not two finite numbers in order.
 */
export function layoutOf(feature: BaselineFeature, options: LayoutOptions): LaidOutFeature {
  if (feature.type === 'categorical') return { layout: categoricalLayout(topOf(feature, options.top), options.isPrivate), range: null };
  const { name, edges, judged } = feature;
  if (!options.range) return { layout: { name, type: 'numeric', edges, judged, isPrivate: options.isPrivate }, range: null };
  return withRange(feature, options.range, options.isPrivate);
}

/** The feature with at most `top` categories; the ones cut off join the tail and `other`. */
export function topOf(feature: CategoricalFeature, top: number | null | undefined): CategoricalFeature {
  if (top === null || top === undefined || top >= feature.categories.length) return feature;
  const cut = feature.counts.slice(top).reduce((sum, count) => sum + count, 0);
  return {
    ...feature,
    categories: feature.categories.slice(0, top),
    counts: feature.counts.slice(0, top),
    other: feature.other + cut,
    tail: [...feature.tail, ...feature.categories.slice(top)].sort(compareText),
  };
}

function categoricalLayout({ name, categories, tail, tail_complete }: CategoricalFeature, isPrivate: boolean): FeatureLayout {
  return { name, type: 'categorical', categories, tail, isTailComplete: tail_complete, isPrivate };
}

function withRange(feature: NumericFeature, [min, max]: readonly [number, number], isPrivate: boolean): LaidOutFeature {
  const { name } = feature;
  if (!(Number.isFinite(min) && Number.isFinite(max) && min <= max)) throw baselineError('BASELINE_RANGE', { feature: name, min, max });
  const lowest = min + 0;
  const beyond = nextUp(max);
  const added = Number.isFinite(beyond) ? [lowest, beyond] : [lowest];
  const edges = [...new Set([...feature.edges, ...added])].sort((a, b) => a - b);
  const binFrom = (edge: number): number => edges.indexOf(edge) + 1;
  const judged = [0, ...feature.judged.slice(1).map((fine) => binFrom(feature.edges[fine - 1] as number))];
  const to = Number.isFinite(beyond) ? binFrom(beyond) : edges.length + 1;
  return { layout: { name, type: 'numeric', edges, judged, isPrivate }, range: { from: binFrom(lowest), to } };
}
