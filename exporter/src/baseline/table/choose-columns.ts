import { baselineError } from '../errors.js';
import type { Column } from './column.js';
import type { DataTable } from './data-table.js';

/** How many names an error lists. */
const NAMES_SHOWN = 20;

/** Which columns of a file are features. */
export interface FeatureChoice {
  /** The features by name; default: every column that can be one. */
  readonly features?: readonly string[] | undefined;
  /** The object whose fields are the features, as in an inference log; default: the top level. */
  readonly featuresAt?: string | undefined;
  readonly ignore?: readonly string[] | undefined;
  /** Read as categories whatever they look like. */
  readonly categorical?: readonly string[] | undefined;
  /** Read as numbers; what is none counts as invalid. */
  readonly numeric?: readonly string[] | undefined;
}

export interface ChosenFeature {
  readonly name: string;
  readonly type: 'numeric' | 'categorical';
  readonly column: Column;
}

export interface ChosenColumns {
  readonly features: readonly ChosenFeature[];
  /** Columns passed over because they hold no numbers, words or booleans. */
  readonly skipped: readonly Column[];
}

/**
 * Chooses the features of a table, in the order of its columns.
 *
 * @param roles columns that are something else (time, prediction, score) and no feature
 * Errors: BASELINE_COLUMN_MISSING, BASELINE_COLUMN_TYPE for a named feature that cannot be one, BASELINE_NO_FEATURES.
 */
export function chooseFeatures(table: DataTable, choice: FeatureChoice, roles: readonly string[]): ChosenColumns {
  const pool = choice.featuresAt === undefined ? table.columns : fieldsOf(table, choice.featuresAt);
  const forced = [...(choice.categorical ?? []), ...(choice.numeric ?? [])];
  for (const name of [...(choice.ignore ?? []), ...forced]) findColumn(table, name, pool);
  const left = new Set([...(choice.ignore ?? []), ...roles]);
  const named = choice.features ? choice.features.map((name) => ({ name, column: findColumn(table, name, pool) })) : null;
  const candidates = named ?? pool.filter(({ name }) => !left.has(name)).map((column) => ({ name: column.name, column }));
  const features: ChosenFeature[] = [];
  const skipped: Column[] = [];
  for (const { name, column } of candidates) {
    const type = typeOf(name, column, choice);
    if (type !== null && column.kind !== 'nested') features.push({ name, type, column });
    else if (named === null && !forced.includes(name)) skipped.push(column);
    else throw unusable(table, name, column);
  }
  if (features.length === 0) throw baselineError('BASELINE_NO_FEATURES', { path: table.file.path, found: namesOf(pool) });
  return { features, skipped };
}

/**
 * A column by name, or a nested field by dotted path; fields of `pool` come first.
 *
 * Errors: BASELINE_COLUMN_MISSING
 */
export function findColumn(table: DataTable, name: string, pool: readonly Column[] = table.columns): Column {
  const found = byPath(pool, name) ?? byPath(table.columns, name);
  if (found) return found;
  throw baselineError('BASELINE_COLUMN_MISSING', { path: table.file.path, column: name, found: namesOf(pool) });
}

/** The type that a feature has by override or by its values. */
export function typeOf(
  name: string,
  column: Column,
  choice: Pick<FeatureChoice, 'categorical' | 'numeric'>,
): 'numeric' | 'categorical' | null {
  if (choice.categorical?.includes(name)) return 'categorical';
  return choice.numeric?.includes(name) ? 'numeric' : column.guess;
}

/** The fields of an object column. Errors: BASELINE_COLUMN_MISSING, BASELINE_COLUMN_TYPE. */
export function fieldsOf(table: DataTable, name: string): readonly Column[] {
  const column = findColumn(table, name);
  if (column.fields.length > 0) return column.fields;
  throw baselineError('BASELINE_COLUMN_TYPE', {
    column: name,
    path: table.file.path,
    found: column.found,
    required: 'an object with one field per feature is required',
  });
}

function byPath(columns: readonly Column[], path: string): Column | null {
  const exact = columns.find(({ name }) => name === path);
  if (exact) return exact;
  for (const column of columns) {
    const inner = path.startsWith(`${column.name}.`) ? byPath(column.fields, path.slice(column.name.length + 1)) : null;
    if (inner) return inner;
  }
  return null;
}

function namesOf(columns: readonly Column[]): string {
  const names = columns.slice(0, NAMES_SHOWN).map(({ name }) => name);
  return names.join(', ') + (columns.length > NAMES_SHOWN ? `, and ${columns.length - NAMES_SHOWN} more` : '');
}

function unusable(table: DataTable, column: string, { found }: Column): Error {
  const required = 'a feature holds numbers, words or booleans';
  return baselineError('BASELINE_COLUMN_TYPE', { column, path: table.file.path, found, required });
}
