import { DataTable } from '../baseline/io.js';

/** Opens a reference and a current file, and closes both when the work is done or failed. Errors: BASELINE_FILE_*, those of the work. */
export async function withTables<T>(
  files: { readonly reference: string; readonly current: string },
  work: (reference: DataTable, current: DataTable) => Promise<T>,
): Promise<T> {
  const reference = await DataTable.open(files.reference);
  try {
    const current = await DataTable.open(files.current);
    try {
      return await work(reference, current);
    } finally {
      await current.close();
    }
  } finally {
    await reference.close();
  }
}
