import { findColumn } from './choose-columns.js';
import { textSql } from './column.js';
import type { DataTable } from './data-table.js';

/** What a column holds, as far as it takes to tell classes from amounts. */
export interface DistinctValues {
  /** At most `limit` + 1 of them, by text. */
  readonly values: readonly string[];
  readonly areNumbers: boolean;
}

/** The distinct values of a column, of which at most `limit` + 1 are read. Errors: BASELINE_COLUMN_MISSING, BASELINE_FILE_BROKEN. */
export async function distinctValues(table: DataTable, name: string, limit: number): Promise<DistinctValues> {
  const column = findColumn(table, name);
  // Staged as text where the file is a CSV: its types are only known from its values, and those the guess has looked at already.
  const [staged = column] = await table.stage([{ column, as: 'categorical' }]);
  const found = await table.query(
    `SELECT v FROM (SELECT DISTINCT ${textSql(staged)} AS v FROM ${table.relation}) WHERE v IS NOT NULL ORDER BY v LIMIT ${limit + 1}`,
  );
  return { values: found.map(([value]) => value as string), areNumbers: column.guess === 'numeric' };
}
