// usage: child-baseline.js PARQUET aiops|summarize: builds a baseline, or lets DuckDB summarise the same file (approximate quantiles).
import { DuckDBInstance } from '@duckdb/node-api';
import { buildBaseline } from '../../src/baseline/io.js';
import { Stopwatch } from './measured.js';

const [, , path = '', how = ''] = process.argv;
const watch = new Stopwatch(Infinity);
if (how === 'aiops') {
  const { rows } = await buildBaseline({ from: path, model: 'bench', modelVersion: '1' });
  watch.finish(rows);
} else {
  const connection = await (await DuckDBInstance.create()).connect();
  const reader = await connection.runAndReadAll(`SUMMARIZE SELECT * FROM read_parquet('${path.replaceAll("'", "''")}')`);
  watch.finish(Number(reader.getRowsJson()[0]?.[10] ?? 0));
}
