import { fineBinCount } from '../../profile/index.js';
import type { BaselineFeature } from '../artefact.js';
import { layoutOf } from '../feature-layout.js';
import type { ReferenceChunks } from '../sections/chunks.js';
import type { ReferenceOptions } from './build-baseline.js';
import { profileColumns } from './column-profile.js';
import type { DataTable } from './data-table.js';

/**
 * Counts the reference once more, chunk by chunk over the bins that it was given: in order of time where that is named, else of the rows.
 *
 * Memory: the counts, beside what DuckDB takes to put rows in order.
 * Errors: those of profileColumns.
 */
export async function referenceChunks(
  table: DataTable,
  features: readonly BaselineFeature[],
  prediction: BaselineFeature | null,
  { chunks, time, featuresAt, onProgress }: ReferenceOptions,
): Promise<ReferenceChunks> {
  const rows = Math.max(1, Math.floor(table.rows / Math.max(1, chunks ?? 1)));
  const count = async (wanted: readonly BaselineFeature[], at: string | undefined): Promise<number[][][]> => {
    const layouts = wanted.map((feature) => layoutOf(feature, { isPrivate: false }).layout);
    const { chunks: counted } = await profileColumns(table, layouts, {
      featuresAt: at,
      time,
      chunk: { kind: 'rows', rows },
      onProgress: ({ name, done, total }) => onProgress?.({ kind: 'chunks', name, done, total }),
    });
    // Nothing of the reference is `unseen`, so that the slot behind `other` stays out.
    return layouts.map((layout, i) => {
      const bins = layout.type === 'numeric' ? fineBinCount(layout) : layout.categories.length + 1;
      return counted.map(({ counts }) => Array.from((counts[i] as Float64Array).subarray(0, bins)));
    });
  };
  const counted = await count(features, featuresAt);
  // The answer stands beside the features, not among them.
  const [answer = null] = prediction ? await count([prediction], undefined) : [];
  return { rows, features: counted, prediction: answer };
}
