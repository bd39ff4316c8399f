import { judgedBinLabels, judgedCounts } from '../profile/index.js';
import type { BaselineFeature } from './artefact.js';
import { layoutOf, topOf } from './feature-layout.js';

/** The reference row of the 2 x K table of one feature, over its judged bins. */
export interface ReferenceTable {
  readonly feature: string;
  readonly type: 'numeric' | 'categorical';
  readonly bins: string[];
  readonly reference: number[];
  readonly referenceMissing: number;
  readonly referenceInvalid: number;
}

/**
 * The judged reference counts of a feature. What a window counts as `unseen` is judged with `other`, so `unseen` itself has
 * the reference count 0 and no bin here.
 *
 * @param options the same `top` that the layout of the window was made with
 */
export function referenceTable(feature: BaselineFeature, options: { readonly top?: number | null } = {}): ReferenceTable {
  const used = feature.type === 'categorical' ? topOf(feature, options.top) : feature;
  const { layout } = layoutOf(used, { isPrivate: false });
  const counts = used.type === 'categorical' ? [...used.counts, used.other, 0] : used.counts;
  return {
    feature: feature.name,
    type: feature.type,
    bins: judgedBinLabels(layout),
    reference: judgedCounts(layout, counts),
    referenceMissing: feature.missing,
    referenceInvalid: feature.invalid,
  };
}
