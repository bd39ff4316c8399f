import { sortDoubles } from '../../profile/index.js';
import type { AttributionReference } from '../sections/attributions.js';
import { numberSql, type Column } from './column.js';
import { NO_VALUES, copyFinite } from './copy-finite.js';
import type { DataTable } from './data-table.js';

/**
 * The mean of |attribution| of each feature. Values are added in ascending order, so that the same data gives the same bits, whatever
 * the number of threads.
 *
 * @param columns staged, each with the name of its feature
 */
export async function attributionMeans(
  table: DataTable,
  columns: readonly { readonly feature: string; readonly column: Column }[],
): Promise<AttributionReference> {
  const values = new Float64Array(table.rows);
  const scratch = new Float64Array(table.rows);
  const means: Record<string, number> = {};
  for (const { feature, column } of columns) {
    const sql = numberSql(column);
    const running = await table.startNumbers(`SELECT abs(${sql}) FROM ${table.relation} WHERE ${sql} IS NOT NULL`);
    let n = 0;
    await running.forEach(([found = NO_VALUES]) => {
      n += copyFinite(found, values, n);
    });
    if (n > 0) means[feature] = sortDoubles(values.subarray(0, n), scratch).reduce((sum, x) => sum + x, 0) / n;
  }
  return { rows: table.rows, means };
}
