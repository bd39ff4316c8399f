import { fineBinCount, judgedCounts } from '../../profile/index.js';
import type { BaselineFeature } from '../artefact.js';
import { baselineError } from '../errors.js';
import { layoutOf } from '../feature-layout.js';
import type { SegmentsSection } from '../sections/segments.js';
import { profileColumns } from './column-profile.js';
import type { DataTable } from './data-table.js';

/**
 * Segments where nobody says how many.
 * Why 10:    each takes a part of the samples, and of the tests of a window; the tenth largest category of most features is small already.
 * Too low:   segments that matter are in the rest. Too high: most of them are insufficient, and windows take memory for nothing.
 * Change it: `aiops baseline build --segment-top`, models.<name>.segments.top.
 * Pinned by: baseline/table/segment-counts.test.ts
 */
export const DEFAULT_SEGMENT_TOP = 10;

export interface SegmentOptions {
  /** A categorical feature. */
  readonly segmentBy: string;
  readonly segmentTop?: number | undefined;
  readonly featuresAt?: string | undefined;
  readonly onColumn?: (name: string, done: number, total: number) => void;
}

/**
 * Counts a reference once more, over the bins that were made of it, for each of the largest categories of a feature and for the rest.
 *
 * Errors: BASELINE_SEGMENT_BY where the feature is none of categories, and those of profileColumns.
 */
export async function segmentCounts(
  table: DataTable,
  features: readonly BaselineFeature[],
  { segmentBy: by, segmentTop = DEFAULT_SEGMENT_TOP, featuresAt, onColumn }: SegmentOptions,
): Promise<SegmentsSection> {
  const divided = features.find(({ name }) => name === by);
  if (divided?.type !== 'categorical') {
    const known = features.filter(({ type }) => type === 'categorical').map(({ name }) => name);
    throw baselineError('BASELINE_SEGMENT_BY', { found: by, known: known.join(', ') || 'none' });
  }
  const names = divided.categories.slice(0, segmentTop);
  const layouts = features.map((feature) => layoutOf(feature, { isPrivate: false }).layout);
  const { chunks } = await profileColumns(table, layouts, {
    featuresAt,
    chunk: { kind: 'category', column: by, names },
    onProgress: ({ name, done, total }) => onColumn?.(name, done, total),
  });
  const segments = Array.from({ length: names.length + 1 }, (_, segment) => chunks.find(({ key }) => key === segment));
  return {
    by,
    names,
    rows: segments.map((chunk) => chunk?.rows ?? 0),
    features: layouts.map((layout, i) => {
      const bins = fineBinCount(layout);
      const each = segments.map((chunk) => chunk?.counts[i] ?? new Float64Array(bins + 2));
      return {
        counts: each.map((counts) => judgedCounts(layout, counts)),
        missing: each.map((counts) => counts[bins] as number),
        invalid: each.map((counts) => counts[bins + 1] as number),
      };
    }),
  };
}
