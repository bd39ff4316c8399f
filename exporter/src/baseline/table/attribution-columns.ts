import { baselineError } from '../errors.js';
import { findColumn } from './choose-columns.js';
import type { Column } from './column.js';
import type { DataTable } from './data-table.js';

/** The column of what one feature contributed. */
export interface AttributionColumn {
  readonly feature: string;
  readonly column: Column;
}

export interface AttributionColumns {
  /** Those of features of the baseline, in their order. Errors: BASELINE_COLUMN_TYPE where there are none. */
  of(features: readonly string[]): AttributionColumn[];
  /** Columns of the top level that are attributions, and so no features. */
  readonly taken: readonly string[];
}

/**
 * Finds the columns of attributions: the fields of an object column, named as the features, or the columns that begin with a prefix,
 * as `shap_age` for the feature `age`.
 *
 * @param at name of the object, or the prefix
 * Errors: BASELINE_COLUMN_MISSING where it is neither.
 */
export function attributionColumns(table: DataTable, at: string): AttributionColumns {
  const object = table.columns.find(({ name }) => name === at);
  if (object && object.fields.length > 0) {
    return {
      of: chosen(
        table,
        at,
        object.fields.map((column) => ({ feature: column.name, column })),
      ),
      taken: [at],
    };
  }
  const prefixed = table.columns.filter(({ name }) => name.startsWith(at) && name.length > at.length);
  // As a name that is not there: the message lists the columns.
  if (prefixed.length === 0 && !object) findColumn(table, at);
  if (prefixed.length === 0) {
    const required = 'attributions are an object with one field per feature, or columns that begin with a prefix';
    throw baselineError('BASELINE_COLUMN_TYPE', { column: at, path: table.file.path, found: object?.found ?? 'nothing', required });
  }
  const named = prefixed.map((column) => ({ feature: column.name.slice(at.length), column }));
  return { of: chosen(table, at, named), taken: prefixed.map(({ name }) => name) };
}

/** What is no feature has nothing to be compared with: its attributions are left out. */
function chosen(table: DataTable, at: string, named: readonly AttributionColumn[]): AttributionColumns['of'] {
  return (features) => {
    const found = features.flatMap((feature) => named.find((one) => one.feature === feature) ?? []);
    if (found.length > 0) return found;
    const required = 'attributions are named as the features are';
    throw baselineError('BASELINE_COLUMN_TYPE', { column: at, path: table.file.path, found: 'columns of none of the features', required });
  };
}
