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

/** Number of judged bins. */
export function judgedBinCount(layout: FeatureLayout): number {
  return layout.type === 'numeric' ? layout.judged.length : layout.categories.length + 1;
}

/**
 * Sums fine counts into judged counts.
 *
 * Shape: `counts` holds slotCount(layout) numbers from `offset` on; the result has one number per judged bin.
 */
export function judgedCounts(layout: FeatureLayout, counts: ArrayLike<number>, offset = 0): number[] {
  const judged = new Array<number>(judgedBinCount(layout)).fill(0);
  sumIntoJudged(layout, counts, offset, judged);
  return judged;
}

/** The same, written to the front of `judged`: a scrape reads thousands of features and leaves no garbage. */
export function sumIntoJudged(layout: FeatureLayout, counts: ArrayLike<number>, offset: number, judged: number[] | Float64Array): void {
  const bins = fineBinCount(layout);
  const last = judgedBinCount(layout) - 1;
  for (let j = 0; j <= last; j++) {
    // Category bins are judged as they are, but for the last: `unseen` is judged with `other`.
    const from = layout.type === 'numeric' ? (layout.judged[j] as number) : j;
    const to = j === last ? bins : layout.type === 'numeric' ? (layout.judged[j + 1] as number) : j + 1;
    let sum = 0;
    for (let i = from; i < to; i++) sum += counts[offset + i] ?? 0;
    judged[j] = sum;
  }
}
