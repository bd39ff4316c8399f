import type { CategoricalFeature } from './artefact.js';

/**
 * Categories with a bin of their own.
 * Why 20:    bounds the series of a feature; evidently and nannyml keep all, which a time series database cannot.
 * Change it: per model and feature, under features.<name>.top.
 */
export const TOP_CATEGORIES = 20;

/**
 * Further values the artefact remembers, so that a value the reference held is not called unseen.
 * Why 1000:  some 20 KB in the artefact. Above it, new and rare values are both `other`.
 */
export const TAIL_CATEGORIES = 1000;

/**
 * Rows a value needs before the artefact names it, where the feature has more distinct values than bins.
 * Why 10:    a text that few rows share (a name, an address) can point at a person; ten is the usual smallest cell of published
 *            statistics. Too high: small categories are `other`.
 * Change it: in code; it guards personal data, so it is no setting.
 */
export const MIN_CATEGORY_COUNT = 10;

/** A value and the number of reference rows that hold it. */
export type CategoryCount = readonly [value: string, count: number];

export interface CategoryLimits {
  readonly top?: number;
  readonly minCategoryCount?: number;
}

/**
 * The baseline of a categorical feature: the top categories by count (ties by name), the rest as `other`.
 * With more distinct values than bins only values with enough rows are named.
 *
 * Shape: `counts` holds each distinct value once, in any order; it may leave out values beyond the largest top + TAIL_CATEGORIES.
 *   `rows.present` is the number of rows that hold any value, also one that was left out.
 */
export function categoricalFeature(
  name: string,
  counts: readonly CategoryCount[],
  rows: { present: number; missing: number; invalid: number },
  limits: CategoryLimits = {},
): CategoricalFeature {
  const { top = TOP_CATEGORIES, minCategoryCount = MIN_CATEGORY_COUNT } = limits;
  const ranked = [...counts].sort(([a, na], [b, nb]) => nb - na || compareText(a, b));
  const named = ranked.length <= top ? ranked : ranked.filter(([, count]) => count >= minCategoryCount);
  const categories = named.slice(0, top);
  const tail = named.slice(top, top + TAIL_CATEGORIES);
  const other = rows.present - total(categories);
  return {
    name,
    type: 'categorical',
    categories: categories.map(([value]) => value),
    counts: categories.map(([, count]) => count),
    other,
    tail: tail.map(([value]) => value).sort(compareText),
    tail_complete: other === total(tail),
    missing: rows.missing,
    invalid: rows.invalid,
  };
}

function total(counts: readonly CategoryCount[]): number {
  return counts.reduce((sum, [, count]) => sum + count, 0);
}

/** By UTF-8 bytes, as SQL orders text: `<` on strings compares UTF-16 units and disagrees beyond U+FFFF. */
export function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
