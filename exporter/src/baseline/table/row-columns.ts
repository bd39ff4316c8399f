import type { Chunk } from './chunk.js';
import { CHUNK, ROW, TIME, chunkRows, type ChunkBounds } from './chunked-rows.js';
import { numberSql, textSql, type Column } from './column.js';
import type { DataTable } from './data-table.js';

/** A column row by row. Numbers: NaN is absent, or no finite number. Words: their positions in `names`; -1 is absent. */
export type RowColumn =
  | { readonly kind: 'numbers'; readonly values: Float64Array }
  | { readonly kind: 'words'; readonly codes: Int32Array; readonly names: readonly string[] };

export interface WantedColumn {
  readonly name: string;
  readonly as: RowColumn['kind'];
}

export interface RowColumns {
  readonly rows: number;
  /** In the order they were asked for. */
  readonly columns: readonly RowColumn[];
  /** One after the other: the first holds the first rows. */
  readonly chunks: readonly ChunkBounds[];
  /** Rows without a time, which are in no chunk and not among the rows. */
  readonly rowsWithoutTime: number;
}

export interface RowOptions {
  readonly featuresAt?: string | undefined;
  /** Column with the time of each row: gives their order. */
  readonly time?: string | undefined;
  /** Default: all rows in one chunk. */
  readonly chunk?: Chunk | undefined;
}

/**
 * Some columns of a file with their rows side by side, ordered by chunk, time and position in the file.
 *
 * Memory: 8 bytes a row for each column, and what the reader needs to sort.
 * Errors: BASELINE_FILE_BROKEN, BASELINE_COLUMN_MISSING, BASELINE_COLUMN_TYPE, BASELINE_CHUNK.
 */
export async function readRowColumns(table: DataTable, wanted: readonly WantedColumn[], options: RowOptions): Promise<RowColumns> {
  const chunk = options.chunk ?? { kind: 'rows', rows: Math.max(1, table.rows) };
  const features = wanted.map(({ name, as }) => ({ name, type: as === 'numbers' ? ('numeric' as const) : ('categorical' as const) }));
  const { columns, relation, chunks, rowsWithoutTime } = await chunkRows(table, features, { ...options, chunk });
  const rows = chunks.reduce((sum, { rows: n }) => sum + n, 0);
  const sqlOf = (column: Column, i: number): string => `${wanted[i]?.as === 'numbers' ? numberOrNan(column) : codeOf(column)} AS v${i}`;
  const numbers = wanted.map(() => new Float64Array(rows));
  const ordered = `SELECT ${CHUNK}, ${TIME}, ${ROW}, ${columns.slice(0, wanted.length).map(sqlOf).join(', ')} FROM ${relation}`;
  const running = await table.startNumbers(
    `SELECT ${wanted.map((_, i) => `v${i}`).join(', ')} FROM (${ordered}) ORDER BY ${CHUNK}, ${TIME}, ${ROW}`,
  );
  let at = 0;
  await running.forEach((found, n) => {
    found.forEach((values, i) => numbers[i]?.set(values.subarray(0, n), at));
    at += n;
  });
  const read: RowColumn[] = [];
  for (const [i, { as }] of wanted.entries()) {
    const values = numbers[i] as Float64Array;
    if (as === 'numbers') read.push({ kind: 'numbers', values: values.map((value) => (Number.isFinite(value) ? value : NaN)) });
    else read.push({ kind: 'words', codes: Int32Array.from(values), names: await namesOf(table, columns[i] as Column, relation) });
  }
  return { rows, columns: read, chunks: chunks.map(({ start, end, rows: n }) => ({ start, end, rows: n })), rowsWithoutTime };
}

function numberOrNan(column: Column): string {
  return `coalesce(${numberSql(column)}, CAST('nan' AS DOUBLE))`;
}

/** The position of a word among the distinct ones of the column, in the order of namesOf. */
function codeOf(column: Column): string {
  const text = textSql(column);
  return `CAST(CASE WHEN ${text} IS NULL THEN -1 ELSE dense_rank() OVER (ORDER BY ${text} NULLS LAST) - 1 END AS DOUBLE)`;
}

async function namesOf(table: DataTable, column: Column, relation: string): Promise<string[]> {
  const text = textSql(column);
  const found = await table.query(`SELECT v FROM (SELECT DISTINCT ${text} AS v FROM ${relation}) WHERE v IS NOT NULL ORDER BY v`);
  return found.map(([name]) => name as string);
}
