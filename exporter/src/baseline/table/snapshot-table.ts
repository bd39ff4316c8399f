import { fineBinCount, type FeatureLayout } from '../../profile/index.js';
import { baselineError } from '../errors.js';
import { findColumn } from './choose-columns.js';
import { profileColumns } from './column-profile.js';
import { textSql, timeSql, type Column } from './column.js';
import { DataTable, type TableOptions } from './data-table.js';

export interface SnapshotTableOptions extends TableOptions {
  /** Column with the time of each row; null where the time of the snapshot is known from elsewhere. */
  readonly time: string | null;
  /** Column with the model's version; null likewise. */
  readonly version: string | null;
  /** Column with the model's answer, counted in the layout of this name; null: that layout is left at 0. */
  readonly prediction: { readonly layout: string; readonly column: string | null } | null;
}

/** A feature snapshot, counted. */
export interface SnapshotTable {
  readonly rows: number;
  readonly version: string | null;
  /** First and last time, in ms since 1970; null where no time column was asked for. */
  readonly times: { readonly firstMs: number; readonly lastMs: number } | null;
  /** For each layout slotCount(layout) counts: bins, missing, invalid. */
  readonly counts: readonly Float64Array[];
  /** For each layout 1 where a numeric feature had more than one value; 0 for all others. */
  readonly varies: Uint8Array;
}

/**
 * Counts a whole file over the bins of a baseline, as a window of a log would be counted.
 *
 * Memory: what the options allow the reader, whatever the size of the file.
 * Errors: BASELINE_FILE_*; BASELINE_COLUMN_MISSING for a layout without a column; BASELINE_COLUMN_TYPE for a column none of whose
 *   values has the type of its layout, and for a time column without times; BASELINE_COLUMN_NOT_ONE for several versions.
 */
export async function readSnapshotTable(
  path: string,
  layouts: readonly FeatureLayout[],
  { time, version, prediction, ...options }: SnapshotTableOptions,
): Promise<SnapshotTable> {
  const table = await DataTable.open(path, options);
  try {
    const found = version === null ? null : await oneText(table, version);
    const times = time === null ? null : await timesOf(table, time);
    const wanted = layouts.flatMap((layout, i) => {
      const isPrediction = prediction?.layout === layout.name && i === layouts.length - 1;
      if (!isPrediction) return [{ layout, i }];
      return prediction.column === null ? [] : [{ layout: { ...layout, name: prediction.column }, i }];
    });
    for (const { layout } of wanted) refuseNested(table, layout);
    // Without a baseline there is nothing to count but rows.
    const layoutsOfFile = wanted.map(({ layout }) => layout);
    const [chunk] = wanted.length === 0 ? [] : (await profileColumns(table, layoutsOfFile, {})).chunks;
    const counts = layouts.map((layout) => new Float64Array(fineBinCount(layout) + 2));
    const varies = new Uint8Array(layouts.length);
    wanted.forEach(({ layout, i }, w) => {
      const counted = chunk?.counts[w] as Float64Array;
      if (isWrongType(layout, counted)) throw wrongType(table, layout, findColumn(table, layout.name));
      (counts[i] as Float64Array).set(counted);
      varies[i] = chunk?.varies[w] ?? 0;
    });
    return { rows: table.rows, version: found, times, counts, varies };
  } finally {
    await table.close();
  }
}

/**
 * The one text that a column holds in all rows.
 *
 * Errors: BASELINE_FILE_*, BASELINE_COLUMN_MISSING, BASELINE_COLUMN_TYPE, BASELINE_COLUMN_NOT_ONE.
 */
export async function textOfColumn(path: string, column: string, options: TableOptions): Promise<string> {
  const table = await DataTable.open(path, options);
  try {
    return await oneText(table, column);
  } finally {
    await table.close();
  }
}

async function oneText(table: DataTable, name: string): Promise<string> {
  const column = findColumn(table, name);
  if (column.kind === 'nested') throw typeError(table, column, 'the name of a model or version is a text or a number');
  const text = textSql(column);
  const [[first, last, present] = []] = await table.query(`SELECT min(${text}), max(${text}), count(${text}) FROM ${table.relation}`);
  const { path } = table.file;
  const missing = table.rows - Number(present);
  if (missing > 0) throw baselineError('BASELINE_COLUMN_NOT_ONE', { column: name, path, found: `${missing} rows without one` });
  if (first !== last) throw baselineError('BASELINE_COLUMN_NOT_ONE', { column: name, path, found: 'several' });
  return first as string;
}

async function timesOf(table: DataTable, name: string): Promise<SnapshotTable['times']> {
  const column = findColumn(table, name);
  const required = 'the time column holds ISO 8601 text, timestamps or epoch numbers';
  if (column.kind === 'nested' || column.kind === 'boolean') throw typeError(table, column, required);
  const time = timeSql(column);
  const [[first, last] = []] = await table.query(`SELECT min(${time}), max(${time}) FROM ${table.relation}`);
  if (first === null || first === undefined) throw typeError(table, column, required);
  return { firstMs: Number(first), lastMs: Number(last) };
}

/** Every list of a column would be a category of its own. */
function refuseNested(table: DataTable, layout: FeatureLayout): void {
  const column = findColumn(table, layout.name);
  if (column.kind === 'nested') throw wrongType(table, layout, column);
}

/** Some broken values are counted as invalid; where there is no value of the type at all, the column is another one. */
function isWrongType(layout: FeatureLayout, counts: Float64Array): boolean {
  const bins = fineBinCount(layout);
  return (counts[bins + 1] as number) > 0 && counts.subarray(0, bins).every((count) => count === 0);
}

function wrongType(table: DataTable, { type }: FeatureLayout, column: Column): Error {
  return typeError(table, column, type === 'numeric' ? 'the baseline counts it as a number' : 'the baseline counts it as a category');
}

function typeError(table: DataTable, { name, found }: Column, required: string): Error {
  return baselineError('BASELINE_COLUMN_TYPE', { column: name, path: table.file.path, found, required });
}
