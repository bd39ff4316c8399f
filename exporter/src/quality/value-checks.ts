import { fineBinCount, type FeatureLayout } from '../profile/index.js';

/** Values of one feature that break a check that looks at single values. Counts, so that they merge. */
export interface ValueViolations {
  readonly missing: number;
  readonly type: number;
  readonly range: number;
  readonly unseenCategory: number;
}

/** Fine bins inside a configured range: [from, to). Bins outside hold the values out of range. */
export interface RangeBins {
  readonly from: number;
  readonly to: number;
}

/**
 * Reads the violations out of the counts of a feature.
 *
 * Shape: `counts` holds slotCount(layout) numbers from `offset` on.
 * @param range fine bins inside the configured range; null when none is configured
 */
export function valueViolations(
  layout: FeatureLayout,
  counts: ArrayLike<number>,
  offset: number,
  range: RangeBins | null,
): ValueViolations {
  const bins = fineBinCount(layout);
  let outside = 0;
  if (range && layout.type === 'numeric') {
    for (let i = 0; i < range.from; i++) outside += counts[offset + i] ?? 0;
    for (let i = range.to; i < bins; i++) outside += counts[offset + i] ?? 0;
  }
  return {
    missing: counts[offset + bins] ?? 0,
    type: counts[offset + bins + 1] ?? 0,
    range: outside,
    unseenCategory: layout.type === 'categorical' ? (counts[offset + layout.categories.length + 1] ?? 0) : 0,
  };
}
