import { distinctValues, type DataTable } from '../../baseline/io.js';
import type { QualityTask } from '../../contract/index.js';

/** Distinct numbers up to which labels are taken for classes: the limit up to which a feature has one bin a value (baseline/bin-edges.ts). */
const MOST_CLASSES = 20;

/**
 * What a model is for, told from its labels: two values are classes, few are more classes, many numbers are amounts. Many words are classes.
 *
 * Errors: BASELINE_COLUMN_MISSING, BASELINE_FILE_BROKEN.
 */
export async function guessTask(table: DataTable, label: string): Promise<QualityTask> {
  const { values, areNumbers } = await distinctValues(table, label, MOST_CLASSES);
  if (values.length <= 2) return 'binary';
  return areNumbers && values.length > MOST_CLASSES ? 'regression' : 'multiclass';
}
