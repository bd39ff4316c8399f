import { DuckDBInstance } from '@duckdb/node-api';
import { join } from 'node:path';
import type { Measured } from './measured.js';
import { runChild } from './run-child.js';

export interface BaselineFigures {
  readonly rows: number;
  readonly columns: number;
  readonly build: Measured;
  readonly summarize: Measured;
}

/** Builds a baseline of a Parquet file with 15 numeric and 5 categorical columns, beside DuckDB's own SUMMARIZE. */
export async function baselineFigures(folder: string, rows: number, onProgress: (text: string) => void): Promise<BaselineFigures> {
  const path = join(folder, 'reference.parquet');
  const connection = await (await DuckDBInstance.create()).connect();
  const numeric = Array.from(
    { length: 15 },
    (_, i) =>
      `CASE WHEN random() < 0.02 THEN NULL ELSE round(sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) * ${i + 1}, 4) END AS n${i}`,
  );
  const categorical = Array.from({ length: 5 }, (_, i) => `'c' || CAST(floor(-ln(1 - random()) * ${3 + i}) AS INTEGER) AS c${i}`);
  onProgress(`writing ${rows} x 20 Parquet`);
  await connection.run(`SELECT setseed(0.42)`);
  await connection.run(
    `COPY (SELECT ${[...numeric, ...categorical].join(', ')} FROM range(${rows})) TO '${path}' (FORMAT parquet, COMPRESSION zstd)`,
  );
  connection.closeSync();
  onProgress('building the baseline');
  const build = await runChild({ script: 'child-baseline', args: [path, 'aiops'], core: 'any' });
  onProgress('SUMMARIZE by DuckDB');
  const summarize = await runChild({ script: 'child-baseline', args: [path, 'summarize'], core: 'any' });
  return { rows, columns: 20, build, summarize };
}
