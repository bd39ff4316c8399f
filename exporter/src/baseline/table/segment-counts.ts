import { fineBinCount, judgedCounts, type FeatureLayout } from '../../profile/index.js';
import type { BaselineFeature } from '../artefact.js';
import { baselineError } from '../errors.js';
import { layoutOf } from '../feature-layout.js';
import type { SegmentsSection } from '../sections/segments.js';
import { findColumn } from './choose-columns.js';
import { textSql, type Column } from './column.js';
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
  /** A categorical feature, or a column that is none (see DividedBy). */
  readonly divided: DividedBy;
  readonly segmentTop?: number | undefined;
  readonly featuresAt?: string | undefined;
  readonly onColumn?: (name: string, done: number, total: number) => void;
}

/** What divides the rows: a feature of the baseline, or a column beside the features. */
export interface DividedBy {
  readonly kind: 'feature' | 'column';
  readonly name: string;
}

/**
 * Counts a reference once more, over the bins that were made of it, for each of the largest values of what divides it and for the rest.
 *
 * Errors: BASELINE_SEGMENT_BY where the feature is none of categories, BASELINE_SEGMENT_EMPTY where no row has a value of the column, those
 *   of findColumn and of profileColumns.
 */
export async function segmentCounts(
  table: DataTable,
  features: readonly BaselineFeature[],
  { divided: { kind, name: by }, segmentTop = DEFAULT_SEGMENT_TOP, featuresAt, onColumn }: SegmentOptions,
): Promise<SegmentsSection> {
  const isColumn = kind === 'column';
  const names = isColumn ? await largestValues(table, by, segmentTop) : largestCategories(features, by, segmentTop);
  const layouts = features.map((feature) => layoutOf(feature, { isPrivate: false }).layout);
  const { chunks } = await profileColumns(table, isColumn ? [...layouts, layoutOfColumn(by, names)] : layouts, {
    featuresAt,
    chunk: { kind: 'category', column: by, names },
    onProgress: ({ name, done, total }) => onColumn?.(name, done, total),
  });
  const segments = Array.from({ length: names.length + 1 }, (_, segment) => chunks.find(({ key }) => key === segment));
  return {
    by,
    ...(isColumn && { kind: 'column' as const }),
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

function largestCategories(features: readonly BaselineFeature[], by: string, top: number): string[] {
  const divided = features.find(({ name }) => name === by);
  if (divided?.type === 'categorical') return divided.categories.slice(0, top);
  const known = features.filter(({ type }) => type === 'categorical').map(({ name }) => name);
  throw baselineError('BASELINE_SEGMENT_BY', { found: by, known: known.join(', ') || 'none' });
}

async function largestValues(table: DataTable, by: string, top: number): Promise<string[]> {
  const column = findColumn(table, by);
  if (column.kind === 'nested') {
    const required = 'a segment is a word, a number or a boolean';
    throw baselineError('BASELINE_COLUMN_TYPE', { column: by, path: table.file.path, found: column.found, required });
  }
  const [staged] = await table.stage([{ column, as: 'categorical' }]);
  const text = textSql(staged as Column);
  const found = await table.query(
    `SELECT value FROM (SELECT ${text} AS value, count(*) AS n FROM ${table.relation} GROUP BY 1) WHERE value IS NOT NULL ` +
      `ORDER BY n DESC, value LIMIT ${top}`,
  );
  if (found.length === 0) throw baselineError('BASELINE_SEGMENT_EMPTY', { column: by, path: table.file.path });
  return found.map(([name]) => name as string);
}

/** The column beside the features, so that it is read with them; its own counts are of no use. */
function layoutOfColumn(name: string, categories: readonly string[]): FeatureLayout {
  return { name, type: 'categorical', categories, tail: [], isTailComplete: false, isPrivate: false };
}
