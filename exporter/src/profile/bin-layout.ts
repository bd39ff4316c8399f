/**
 * How the values of one feature are counted. Made once, from the reference alone, and stored with the baseline.
 *
 * Numeric: `edges` are ascending inner edges; the bin of x is the number of edges <= x, so bin i holds [edge[i-1], edge[i])
 * and the outer bins are open. Fine bins are grouped into judged bins: judged bin j covers the fine bins
 * judged[j] .. judged[j+1]-1 (`judged[0]` is 0).
 * Categorical: one bin per category, then `other` (values the reference held outside the top), then `unseen` (values it never held).
 * Behind the bins follow the slots `missing` and `invalid`.
 */
export type FeatureLayout = NumericLayout | CategoricalLayout;

export interface NumericLayout {
  readonly name: string;
  readonly type: 'numeric';
  readonly edges: readonly number[];
  readonly judged: readonly number[];
  /** Counted, but never exported per bin. */
  readonly isPrivate: boolean;
}

export interface CategoricalLayout {
  readonly name: string;
  readonly type: 'categorical';
  readonly categories: readonly string[];
  /** Further values the reference held, counted as `other`; what is in neither list is `unseen`. */
  readonly tail: readonly string[];
  /** False when the reference held values that are not listed: then `unseen` cannot be told from `other`. */
  readonly isTailComplete: boolean;
  readonly isPrivate: boolean;
}

/** Number of count slots of a feature: its fine bins, then missing, then invalid. */
export function slotCount(layout: FeatureLayout): number {
  return fineBinCount(layout) + 2;
}

/** Number of fine bins: edges + 1, or categories + other + unseen. */
export function fineBinCount(layout: FeatureLayout): number {
  return layout.type === 'numeric' ? layout.edges.length + 1 : layout.categories.length + 2;
}

/** Labels of the judged bins: b00..bNN, or the categories and `other`. */
export function judgedBinLabels(layout: FeatureLayout): string[] {
  if (layout.type === 'categorical') return [...layout.categories, 'other'];
  return layout.judged.map((_, i) => `b${String(i).padStart(2, '0')}`);
}

/**
 * Sums fine counts into judged counts.
 *
 * Shape: `counts` holds slotCount(layout) numbers from `offset` on; the result has one number per judged bin.
 */
export function judgedCounts(layout: FeatureLayout, counts: ArrayLike<number>, offset = 0): number[] {
  if (layout.type === 'categorical') {
    const k = layout.categories.length;
    const judged = Array.from({ length: k + 1 }, (_, i) => counts[offset + i] ?? 0);
    judged[k] = (judged[k] ?? 0) + (counts[offset + k + 1] ?? 0);
    return judged;
  }
  const bins = fineBinCount(layout);
  return layout.judged.map((from, j) => {
    const to = layout.judged[j + 1] ?? bins;
    let sum = 0;
    for (let i = from; i < to; i++) sum += counts[offset + i] ?? 0;
    return sum;
  });
}
