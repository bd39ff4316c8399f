import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { SnapshotRow } from './snapshot-ledger.js';

/** The bytes of a Parquet file with these rows. */
export async function parquetBytes(rows: readonly SnapshotRow[]): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'aiops-parquet-'));
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    const path = join(folder, 'rows.parquet');
    const values = rows.map(({ a, b }) => `(CAST('${a}' AS DOUBLE), '${b}')`).join(', ');
    await connection.run(`COPY (SELECT * FROM (VALUES ${values}) AS t(a, b)) TO '${path}' (FORMAT parquet)`);
    return readFileSync(path);
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true, force: true });
  }
}
