import { fineBinCount, type FeatureLayout } from '../profile/index.js';

/**
 * Rows with a value that a window needs before "constant" or "stale" is said of a feature. In fewer rows a feature may
 * stand still, or repeat its counts, by chance. Pinned by window-checks.test.ts.
 */
export const MIN_ROWS_FOR_STILLNESS = 100;

/**
 * A numeric feature all of whose values in the window are one and the same, or a categorical one with a single category,
 * though the reference knew more than one.
 *
 * Shape: `counts` holds slotCount(layout) numbers from `offset` on; `referenceBinsUsed` is the number of judged bins that
 * the reference filled.
 */
export function isConstant(
  layout: FeatureLayout,
  counts: ArrayLike<number>,
  offset: number,
  varies: boolean,
  referenceBinsUsed: number,
): boolean {
  if (referenceBinsUsed < 2) return false;
  const bins = fineBinCount(layout);
  let used = 0;
  let rows = 0;
  for (let i = 0; i < bins; i++) {
    const count = counts[offset + i] ?? 0;
    rows += count;
    if (count > 0) used++;
  }
  if (rows < MIN_ROWS_FOR_STILLNESS) return false;
  return layout.type === 'numeric' ? !varies : used === 1;
}

/**
 * A feature whose window repeats the counts of the window before, bin for bin: a feed that replays old data or was frozen.
 * With at least MIN_ROWS_FOR_STILLNESS varied values two honest windows practically never agree in every bin.
 *
 * Shape: both hold slotCount(layout) numbers, the current ones from `offset` on. A feature with one used bin is `constant`
 * at worst, never `stale`.
 */
export function isStale(layout: FeatureLayout, counts: ArrayLike<number>, offset: number, previous: ArrayLike<number>): boolean {
  const bins = fineBinCount(layout);
  let used = 0;
  let rows = 0;
  for (let i = 0; i < bins; i++) {
    const count = counts[offset + i] ?? 0;
    if (count !== (previous[offset + i] ?? 0)) return false;
    rows += count;
    if (count > 0) used++;
  }
  return rows >= MIN_ROWS_FOR_STILLNESS && used > 3;
}
