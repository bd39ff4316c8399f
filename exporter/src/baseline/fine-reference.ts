import type { PolicyEvidence } from '../contract/index.js';
import { fineBinCount, judgedCounts, type FeatureLayout } from '../profile/index.js';
import type { BaselineFeature, NumericFeature } from './artefact.js';
import { topOf } from './feature-layout.js';
import type { ReferenceTable } from './reference-table.js';

/** The reference row of a feature over its fine bins, and what else the policies of other tools ask of it. */
export interface FineReference extends ReferenceTable {
  readonly scale: PolicyEvidence['scale'];
  /** Counts of the reference's own chunks over the same bins; null where the baseline holds none. */
  readonly chunks: readonly (readonly number[])[] | null;
}

/**
 * The fine reference counts of a feature. Categories keep `other` and `unseen` apart: to some policies a value that the reference never
 * held is beyond doubt.
 *
 * @param chunks the feature's part of the section `chunks`
 * @param top    the same that the layout of the window was made with
 */
export function fineReference(
  feature: BaselineFeature,
  chunks: readonly (readonly number[])[] | null,
  top: number | null = null,
): FineReference {
  const common = { feature: feature.name, type: feature.type, referenceMissing: feature.missing, referenceInvalid: feature.invalid };
  if (feature.type === 'numeric') {
    const bins = feature.counts.map((_, i) => `f${String(i).padStart(2, '0')}`);
    return { ...common, bins, reference: feature.counts, scale: scaleOf(feature), chunks };
  }
  const used = topOf(feature, top);
  const kept = used.categories.length;
  const cut = (counts: readonly number[]): number[] => [...counts.slice(0, kept), counts.slice(kept).reduce((sum, n) => sum + n, 0), 0];
  return {
    ...common,
    bins: [...used.categories, 'other', 'unseen'],
    reference: [...used.counts, used.other, 0],
    scale: null,
    chunks: chunks && chunks.map(cut),
  };
}

/**
 * Counts of a window over the same bins.
 *
 * Shape: `counts` holds slotCount(layout) numbers from `offset` on. A layout may have edges more than the baseline (a configured range);
 *        what they divide is put together again.
 */
export function fineCounts(feature: BaselineFeature, layout: FeatureLayout, counts: ArrayLike<number>, offset: number): number[] {
  if (layout.type === 'categorical' || feature.type === 'categorical') {
    return Array.from({ length: fineBinCount(layout) }, (_, i) => counts[offset + i] ?? 0);
  }
  let at = 0;
  const starts = feature.edges.map((edge) => {
    while ((layout.edges[at] as number) < edge) at++;
    return at + 1;
  });
  return judgedCounts({ ...layout, judged: [0, ...starts] }, counts, offset);
}

function scaleOf({ edges, min, max, sd, distinct }: NumericFeature): PolicyEvidence['scale'] {
  return min === null || max === null || sd === null ? null : { edges, min, max, sd, distinct };
}
